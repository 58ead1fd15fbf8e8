"""Forms that receiving departments prescribe (*biểu mẫu*), as mapping files: which fact goes into which cell.

`data/reference/forms/<department>/<form>.yaml` describes one form: its titles, the heads of its columns, and for each
cell a fact, what of it is wanted, and for which member of a dimension. A form is a file, never code: see
docs/how-to/forms.md. What a mapping names and no fact has stops the run with the place and the nearest names.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.domain.dates import Effective, timelines
from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, record
from lib.report.tables.figures import Figures, Record

FOLDER = "forms"
TAKES = ("value", "target", "attainment", "unit", "remark")
"""What of a fact a cell may take; all but `value` are said of the whole fact where no part is named."""
AIMED = ("target", "attainment")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
PLACEHOLDERS = ("unit", "period", "year", "receiver")
SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")


@dataclass(frozen=True)
class Cell:
    """What goes into one cell: of which fact, what, and for which member of which dimensions."""

    fact: str
    take: str = "value"
    part: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column: its head from the top row down, and what it takes. Without a fact, the row names it."""

    head: str | tuple[str, ...]
    fact: str | None = None
    take: str = "value"
    part: dict[str, str] = field(default_factory=dict)
    width: int = 14

    @property
    def heads(self) -> tuple[str, ...]:
        return (self.head,) if isinstance(self.head, str) else self.head


@dataclass(frozen=True)
class Row:
    """One row: its label, and a fact that the columns take from, or a cell for each column. Neither: a heading."""

    label: str
    number: str = ""
    fact: str | None = None
    part: dict[str, str] = field(default_factory=dict)
    cells: tuple[Cell | None, ...] = ()


@dataclass(frozen=True)
class FormSheet:
    """One sheet: rows listed, or one for each member of the dimension `by` with a line for the total."""

    name: str
    title: tuple[str, ...]
    label: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    by: str = ""
    total: str = ""
    total_first: bool = False
    unit_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Form(Effective):
    """One form of a department while it is in force.

    `units` are types of unit and `periods` kinds of period that fill it (none: all); `code` is printed at its head,
    `note` at its foot; `signed` are those who sign, from left to right.
    """

    department: str
    name: str
    code: str
    title: str
    sheets: tuple[FormSheet, ...]
    units: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    note: str = ""
    legal_basis: str | None = None

    @property
    def file(self) -> str:
        """The mapping file, as errors name it."""
        return f"{FOLDER}/{self.department}/{self.name}.yaml"

    @property
    def output(self) -> str:
        """The workbook's name in the edition's folder of forms."""
        return f"{self.department}-{self.name}.xlsx"


def forms_of(reference: Path, figures: Figures) -> list[Form]:
    """The forms a unit fills for a period, each checked against its facts, in the order of departments and names.

    Raises ReportError for a mapping that is malformed, names what no fact has, or is one of two in force at once.
    """
    read = [read_form(path) for path in sorted((reference / FOLDER).glob("*/*.yaml"))]
    timelines(read, lambda form: f"{form.department} {form.code}", reference / FOLDER)
    unit, period = figures.context.unit, figures.context.period
    filled = [
        form
        for form in read
        if form.in_force(period.end)
        and unit.type in (form.units or (unit.type,))
        and period.kind in (form.periods or (period.kind,))
    ]
    for form in filled:
        _Check(form, figures).all()
    return filled


# --- reading


def read_form(path: Path) -> Form:
    """One mapping file. Raises ReportError with its place where it is malformed."""
    short = Path(f"{FOLDER}/{path.parent.name}/{path.name}")
    if not (NAME.fullmatch(path.parent.name) and NAME.fullmatch(path.stem)):
        raise ReportError(
            "tên thư mục, tên tệp biểu mẫu chỉ gồm chữ thường không dấu, chữ số, gạch nối",
            file=short,
            remedy="đổi tên, ví dụ labour/ket-qua.yaml",
        )
    data = dict(mapping(read_yaml(path), short))
    sheets = _several(data.pop("sheets", None), short, "sheets", _sheet)
    return record(data, Form, short, "tệp", department=path.parent.name, name=path.stem, sheets=sheets)


def _sheet(data: Any, file: Path, place: str) -> FormSheet:
    said = dict(mapping(data, file, place))
    columns = _several(said.pop("columns", None), file, f"{place} › columns", _column)
    rows = _several(said.pop("rows"), file, f"{place} › rows", _row) if "rows" in said else ()
    sheet = record(said, FormSheet, file, place, columns=columns, rows=rows)
    if not SHEET_NAME.fullmatch(sheet.name):
        raise ReportError(f"{place}: tên trang tối đa 31 chữ, không có [ ] : * ? / \\ '", file=file)
    if bool(sheet.by) == bool(sheet.rows):
        raise ReportError(f"{place}: cần rows hoặc by, và chỉ một trong hai", file=file)
    return sheet


def _column(data: Any, file: Path, place: str) -> Column:
    return record(_with_texts(data, file, place), Column, file, place)


def _row(data: Any, file: Path, place: str) -> Row:
    said = _with_texts(data, file, place)
    cells = _several(said.pop("cells"), file, f"{place} › cells", _cell) if "cells" in said else ()
    return record(said, Row, file, place, cells=cells)


def _cell(data: Any, file: Path, place: str) -> Cell | None:
    if data is None:
        return None
    return Cell(data) if isinstance(data, str) else record(_with_texts(data, file, place), Cell, file, place)


def _with_texts(data: Any, file: Path, place: str) -> dict[str, Any]:
    """A mapping whose `part` has its codes as texts: 24076 is a commune, not a number."""
    said = dict(mapping(data, file, place))
    if isinstance(said.get("part"), dict):
        said["part"] = {str(name): str(value) for name, value in said["part"].items()}
    return said


def _several(data: Any, file: Path, place: str, read: Any) -> tuple[Any, ...]:
    if not isinstance(data, list) or not data:
        raise ReportError(f"{place}: cần một danh sách", file=file)
    return tuple(read(each, file, f"{place} › mục {number}") for number, each in enumerate(data, start=1))


# --- checking against facts


def cells_of(sheet: FormSheet, figures: Figures) -> Iterator[tuple[str, list[Cell | None]]]:
    """The rows of a sheet that lists them, each with its place in the mapping and a cell for each column; columns for
    targets stay empty beside facts that have none."""
    for number, row in enumerate(sheet.rows, start=1):
        place = f"rows › mục {number}"
        if row.cells:
            yield place, list(row.cells)
        else:
            yield place, [_taken(row, column, figures) for column in sheet.columns]


def _taken(row: Row, column: Column, figures: Figures) -> Cell | None:
    name = column.fact or row.fact
    if name is None or not (row.fact or row.part):
        return None
    fact = figures.facts.get(name)
    aimless = column.take in AIMED and fact is not None and fact["target"] is None
    return None if aimless else Cell(name, column.take, {**row.part, **column.part})


class _Check:
    """One form held against the facts: refuses names that none has."""

    def __init__(self, form: Form, figures: Figures) -> None:
        self.form, self.figures = form, figures

    def all(self) -> None:
        for number, sheet in enumerate(self.form.sheets, start=1):
            place = f"sheets › mục {number}"
            self._titles(place, sheet)
            if sheet.by:
                for at, column in enumerate(sheet.columns, start=1):
                    self._by(f"{place} › columns › mục {at}", sheet.by, column)
            for row, cells in cells_of(sheet, self.figures):
                if len(cells) != len(sheet.columns):
                    self._refuse(f"{place} › {row}", f"có {len(cells)} ô, cần {len(sheet.columns)} như số cột")
                for at, cell in enumerate(cells, start=1):
                    if cell is not None:
                        self._cell(f"{place} › {row} › ô {at}", cell)
        names = [sheet.name for sheet in self.form.sheets]
        if twice := [name for name in names if names.count(name) > 1]:
            self._refuse("sheets", f"hai trang cùng tên {twice[0]}")

    def _titles(self, place: str, sheet: FormSheet) -> None:
        for text in (*sheet.title, sheet.unit_note):
            try:
                text.format(**dict.fromkeys(PLACEHOLDERS, ""))
            except (KeyError, IndexError, ValueError):
                self._refuse(
                    place, f"tiêu đề «{text}» chỉ được chứa {', '.join(f'{{{each}}}' for each in PLACEHOLDERS)}"
                )

    def _by(self, place: str, dimension: str, column: Column) -> None:
        if column.fact is None:
            self._refuse(place, "thiếu fact: trang chia theo từng dòng thì mỗi cột lấy một chỉ tiêu")
            return
        cell = Cell(column.fact, column.take, column.part)
        fact = self._cell(place, cell)
        if cell.part:
            self._refuse(place, f"không dùng part ở trang đã chia theo {dimension}")
        self._dimension(place, fact, dimension)

    def _cell(self, place: str, cell: Cell) -> Record:
        if cell.fact not in self.figures.facts:
            self._refuse(place, f"không có chỉ tiêu «{cell.fact}»", _near(cell.fact, list(self.figures.facts)))
        fact = self.figures.facts[cell.fact]
        if cell.take not in TAKES:
            self._refuse(place, f"take không nhận «{cell.take}»", f"dùng một trong: {', '.join(TAKES)}")
        if cell.take in AIMED and fact["target"] is None:
            self._refuse(place, f"chỉ tiêu {cell.fact} không có mục tiêu để so")
        if len(cell.part) > 1:
            self._refuse(place, "part chỉ nhận một chiều")
        for dimension, member in cell.part.items():
            self._dimension(place, fact, dimension)
            self._member(place, fact, dimension, member)
        return fact

    def _dimension(self, place: str, fact: Record, dimension: str) -> None:
        """Facts without a value are broken down by nothing, whatever they would be."""
        if fact["value"] is not None and dimension not in fact["dimensions"]:
            known = ", ".join(fact["dimensions"]) or "không chia theo gì"
            self._refuse(place, f"chỉ tiêu {fact['id']} không chia theo «{dimension}»", f"có: {known}")

    def _member(self, place: str, fact: Record, dimension: str, member: str) -> None:
        known = [*self.figures.members(dimension, self.figures.facts.values()), *self.figures.context.codes(dimension)]
        if fact["value"] is not None and member not in known:
            self._refuse(place, f"«{dimension}» không có «{member}»", _near(member, list(dict.fromkeys(known))))

    def _refuse(self, place: str, reason: str, remedy: str | None = None) -> None:
        raise ReportError(f"{place}: {reason}", file=self.form.file, remedy=remedy)


def _near(wanted: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(wanted, known, 2)
    return f"có phải là {' hoặc '.join(near)}?" if near else f"dùng một trong: {', '.join(known[:20])}"
