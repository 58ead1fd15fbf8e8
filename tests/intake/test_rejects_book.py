"""rejects.xlsx: everything set aside with its place and what to do, as text that can start nothing."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pandas as pd
import pytest
from intake.sheets import full_book, write

from lib.contracts import CONTRACTS, DISTRICT
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.intake.clean import Cleaned, cleaned
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.rejects_book import BUSY, FILE, RULES, write_rejects

COLUMNS = ["file", "sheet", "cell", "table", "rule", "value", "reason", "remedy"]
HOSTILE = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "{{ 7*7 }}", "<b>", "|calc", "\x00\x07", "x" * 40_000]
UNENCODABLE = "\ud800"


def made_up(unit: Unit, period: Period, folder: Path, rows: list[list[str]], **intake: Any) -> Cleaned:
    told = {"findings": [], "ignored": [], **intake}
    return cast(
        Cleaned,
        SimpleNamespace(
            folder=folder / "digest",
            unit=unit,
            period=period,
            contracts=DISTRICT,
            rejects=pd.DataFrame(rows, columns=COLUMNS),
            intake=told,
            missing=tuple(map(tuple, intake.get("missing", ()))),
        ),
    )


def cells(path: Path, sheet: str) -> list[list[str]]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=4, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in rows]


def test_rejects_of_a_real_run_stand_with_place_rule_and_remedy(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period
) -> None:
    data = DataFolder(tmp_path)
    raw = data.raw(unit.slug, period.code)
    raw.mkdir(parents=True)
    contract = next(contract for contract in CONTRACTS if contract.office == "statistics")
    (sheet,) = full_book(contract)
    sheet.rows[4][2] = "1.7.79"
    write(raw / "thống kê.xlsx", [sheet])
    read = cleaned(data, reference, unit, period)
    path = write_rejects(read, reference)
    assert path == data.processed(unit.slug, period.code) / FILE
    (row,) = cells(path, "Dòng để riêng")
    (reject,) = read.rejects.to_dict("records")
    assert row[:3] == ["thống kê.xlsx", "Dân số, số hộ", reject["cell"]]
    assert row[3:6] == ["Dân số và số hộ", "1.7.79", "Không phải số nguyên"]
    assert row[6:] == [reject["reason"], reject["remedy"]]
    missing = [line[1] for line in cells(path, "Lưu ý") if line[0] == "Chưa gửi"]
    assert len(missing) == len(read.missing) == 26
    assert {"NHCSXH huyện", "UBND xã Ia Rsai", "UBND thị trấn Phú Túc"} <= set(missing)


def test_nothing_that_offices_typed_starts_a_formula(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period
) -> None:
    rows = [[text, text, "A1", "loans", "rule", text, text, text] for text in HOSTILE]
    findings = [{"file": text, "sheet": text, "cell": "", "reason": text} for text in (*HOSTILE, UNENCODABLE)]
    told = made_up(unit, period, tmp_path, rows, findings=findings, ignored=HOSTILE)
    book = openpyxl.load_workbook(write_rejects(told, reference))
    found = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    signed = [cell for cell in found if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]
    assert len(signed) > 30
    assert all(cell.quotePrefix for cell in signed)
    assert not any(cell.hyperlink for cell in found)


def test_an_empty_list_says_so(tmp_path: Path, reference: Reference, unit: Unit, period: Period) -> None:
    path = write_rejects(made_up(unit, period, tmp_path, []), reference)
    assert cells(path, "Dòng để riêng")[0][0] == "Không có dòng nào để riêng."
    assert cells(path, "Lưu ý")[0][0] == "Không có."


def test_heads_are_frozen_and_filtered(tmp_path: Path, reference: Reference, unit: Unit, period: Period) -> None:
    rows = [["a.xlsx", "T", "A1", "loans", "rule", "", "sai", "sửa"]] * 3
    for sheet in openpyxl.load_workbook(write_rejects(made_up(unit, period, tmp_path, rows), reference)):
        assert sheet.freeze_panes == "A4"
        assert str(sheet.auto_filter.ref).startswith("A3:")


def test_findings_and_files_passed_over_are_listed(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period
) -> None:
    findings = [{"file": "a.xlsx", "sheet": "T", "cell": "B9", "reason": "dòng tổng ghi 3, cộng các dòng được 4"}]
    told = made_up(unit, period, tmp_path, [], findings=findings, ignored=["Thumbs.db"], missing=[("labour", None)])
    rows = cells(write_rejects(told, reference), "Lưu ý")
    assert [row[0] for row in rows] == ["Chưa gửi", "Cần xem", "Bỏ qua"]
    assert rows[0][1] == "Phòng LĐTBXH huyện"
    assert rows[1] == ["Cần xem", "a.xlsx", "T", "B9", "dòng tổng ghi 3, cộng các dòng được 4"]


def test_while_it_is_open_elsewhere_a_neighbour_is_written(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = made_up(unit, period, tmp_path, [])
    first = write_rejects(told, reference)
    content = first.read_bytes()
    real = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == FILE:
            raise PermissionError(13, "open in Excel")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        assert write_rejects(told, reference) == first.with_name(BUSY)
    assert first.with_name(BUSY).read_bytes() == first.read_bytes() == content
    assert write_rejects(told, reference) == first
    assert [path.name for path in first.parent.iterdir()] == [FILE]


def test_every_rule_has_a_name() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "lib" / "intake").glob("*.py"))
    used = set(re.findall(r'CellError\(\s*"(\w+)"', source))
    assert used - set(RULES) == set()
