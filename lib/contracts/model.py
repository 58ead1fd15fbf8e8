"""The shape of a contract: columns, tables, workbooks.

A contract says what one office owes for a period. It is the only schema of that office's data: intake reads by it,
facts are worded from it, and the data dictionary is printed from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, Literal

from lib.domain.cards import card, grid
from lib.domain.text import match_key

Type = Literal[
    "text", "code", "count", "money", "percent", "date", "month", "commune", "choice", "personal", "presence"
]

NUMERIC: frozenset[str] = frozenset({"count", "money", "percent"})
HIDDEN: frozenset[str] = frozenset({"code", "personal", "presence"})
"""Types whose raw values identify a person or a household: never repeated in messages, outputs or reports."""


@dataclass(frozen=True)
class Worth:
    """What a number usually comes to for each unit it stands for, wide enough that only a slip of a thousand lies
    outside: whoever checks is asked to look, nothing is refused.

    `per` names the count columns whose product are the units; none means the row itself. Bounds are in whole đồng (or
    the column's own unit), or around an amount of `norms.yaml`.

    >>> Worth(5_000, 5_000_000, per=("students",)).units({"students": 12})
    12
    """

    low: int = 0
    high: int = 0
    per: tuple[str, ...] = ()
    norm: str = ""

    def units(self, row: Mapping[str, Any]) -> int:
        """How many units a row stands for; 0 where it does not say."""
        return prod(row[name] or 0 for name in self.per)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `header` is what stands above it, a path from the top row down: ``"Nhân khẩu > Tổng số"``. Case, marks, spaces and a
    unit in parentheses do not count when headers are compared. `choices` maps what offices write to our codes.
    `required` columns must hold a value in each row; ``-`` means zero in a number column unless `dash` says "absent".
    A column that `adds` can be held against a total row; lengths of time and the like cannot. `unit` is what blank
    forms put in parentheses after the header ("kg"); money is asked for in đồng. `worth` tells implausible amounts.

    >>> Column("persons", "Nhân khẩu > Tổng số", "count").path
    ('Nhân khẩu', 'Tổng số')
    """

    name: str
    header: str
    type: Type
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    required: bool = True
    dash: Literal["zero", "absent"] = "zero"
    adds: bool = True
    unit: str = ""
    worth: Worth | None = None

    @cached_property
    def path(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.header.split(">"))

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """Every header this column may stand under, the usual one first."""
        return (self.path, *(tuple(part.strip() for part in alias.split(">")) for alias in self.aliases))

    @property
    def title(self) -> str:
        """The header on one line, for messages and definitions."""
        return " – ".join(self.path)

    @property
    def stored(self) -> bool:
        """Whether the clean table keeps it: names of people stay in the workbook."""
        return self.type != "personal"

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each label of `choices`, by the label's match key."""
        return {match_key(label): code for label, code in self.choices.items()}

    def label(self, code: str) -> str:
        """What offices call a code of this column; the code itself where the column has no list."""
        return next((label for label, known in self.choices.items() if known == code), code)


SENDER = Column("commune", "Xã, thị trấn", "commune")
"""The commune that sent a per-commune workbook, read from its title lines."""


@dataclass(frozen=True)
class Rule:
    """A condition each row must meet; `broken` is the Vietnamese reason given when it does not, at `column`'s cell.

    `reads` names the columns it looks at, of those a row keeps: it is asked once for rows that hold the same in them.
    """

    holds: Callable[[Mapping[str, Any]], bool]
    broken: str
    column: str
    reads: tuple[str, ...]


@dataclass(frozen=True)
class TableContract:
    """One table of a workbook: where it usually stands, one row per what, its columns, key and rules.

    `group` names the column filled from group rows (I, II, A, B). `window` names the date or month column
    that must lie in the reporting period. `key` is unique over the whole unit, not only within one file; `apart` names
    tables of other offices in which the same key would be the same thing counted twice; `left_out` are columns that
    units of this level do not fill in; `sender` is the part of the unit that sent a per-commune workbook. `stock` says
    that its rows tell how things stand on a day, not what happened in the period: they add over places, not months.
    """

    name: str
    sheet: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    group: Column | None = None
    key: tuple[str, ...] = ()
    window: str | None = None
    rules: tuple[Rule, ...] = ()
    apart: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    sender: Column = SENDER
    stock: bool = False

    def _repr_html_(self) -> str:
        parts = [("Tên", self.name), ("Trang thường gặp", self.sheet), ("Mỗi dòng", self.grain)]
        columns = (*((self.group,) if self.group else ()), *self.columns)
        heads = ("Tên cột", "Tiêu đề trên biểu", "Kiểu", "Bắt buộc", "Giá trị")
        rows = [
            (each.name, each.title, each.type, "có" if each.required else "không", "; ".join(each.choices))
            for each in columns
        ]
        return card(self.title, parts) + grid(heads, rows)

    def column(self, name: str) -> Column:
        """The column called `name`, the group's and the sender's commune included."""
        for column in (*self.columns, *((self.group,) if self.group else ()), self.sender):
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


@dataclass(frozen=True)
class Contract:
    """One workbook: the office that owes it and its tables. `per_commune` workbooks come once from each commune;
    `periods` are the kinds of period it is owed for (none: all)."""

    office: str
    title: str
    tables: tuple[TableContract, ...]
    per_commune: bool = False
    periods: tuple[str, ...] = ()

    def owed(self, kind: str) -> bool:
        """Whether it is owed for a kind of period ("half_year")."""
        return not self.periods or kind in self.periods

    def _repr_html_(self) -> str:
        sent = "mỗi xã, thị trấn một tệp" if self.per_commune else "một tệp"
        listed = grid(("Bảng", "Tên", "Mỗi dòng"), [(each.name, each.title, each.grain) for each in self.tables])
        return card(self.title, [("Nơi gửi", self.office), ("Gửi", sent)]) + listed


def at_most(part: str, whole: str, broken: str) -> Rule:
    """A part cannot exceed its whole; rows where either is absent are left to other rules.

    >>> at_most("women", "persons", "nữ nhiều hơn tổng").holds({"women": 2, "persons": 1})
    False
    """

    def holds(row: Mapping[str, Any]) -> bool:
        return row.get(part) is None or row.get(whole) is None or row[part] <= row[whole]

    return Rule(holds, broken, part, (part, whole))
