"""A money column far from the same column of an earlier period is said, with both middles."""

from pathlib import Path
from typing import Any

from intake.sheets import Layout, row, write

from lib.contracts import table_contract
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.indicators import open_context
from lib.intake.clean import Cleaned, cleaned
from lib.intake.folders import DataFolder
from lib.intake.plausible import IMPLAUSIBLE
from lib.intake.unlike_last import unlike_last, usual_value

LOANS = table_contract("loans")


def made(folder: Path, amounts: list[Any], unit: str, reference: Reference, whose: Unit, period: Period) -> Cleaned:
    data = DataFolder(folder)
    raw = data.raw(whose.slug, period.code)
    raw.mkdir(parents=True)
    body = [["I", "Cho vay hộ nghèo"], *((n, row(LOANS, n, amount=amount)) for n, amount in enumerate(amounts, 1))]
    write(raw / "nh.xlsx", [Layout(LOANS, body, units={"amount": unit}).sheet()])
    return cleaned(data, reference, whose, period)


def test_a_column_far_from_last_times_is_said_with_both_middles(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period
) -> None:
    millions = made(tmp_path / "a", [40, 50, 60], " (triệu đồng)", reference, unit, period)
    fewer = made(tmp_path / "b", [30, 50, 90], " (triệu đồng)", reference, unit, period)
    thousands = made(tmp_path / "c", [40, 50, 60], " (nghìn đồng)", reference, unit, period)
    assert list(unlike_last(millions, fewer)) == []
    (finding,) = unlike_last(thousands, millions)
    assert finding == {
        "file": "nh.xlsx",
        "sheet": "Cho vay",
        "cell": "H5",
        "reason": "cột «Số tiền cho vay» khó tin: mức giữa là 50.000 đồng, kỳ trước 50 triệu đồng; xem lại đơn vị tính",
        "rule": IMPLAUSIBLE,
    }


def test_what_was_not_there_is_compared_with_nothing() -> None:
    assert usual_value([], LOANS.column("amount")) == 0
    assert usual_value([{"amount": None}, {"amount": 0}], LOANS.column("amount")) == 0


def test_a_period_opened_tells_it_beside_the_one_before(
    tmp_path: Path, reference: Reference, unit: Unit, period: Period
) -> None:
    before = reference.periods.parse("2020-H1")
    made(tmp_path, [40, 50, 60], " (triệu đồng)", reference, unit, period)
    raw = DataFolder(tmp_path).raw(unit.slug, before.code)
    raw.mkdir(parents=True)
    lines = [(n, row(LOANS, n, amount=50, date="01/03/2020")) for n in (1, 2, 3)]
    sheet = Layout(LOANS, [["I", "Cho vay hộ nghèo"], *lines], units={"amount": " (nghìn đồng)"}).sheet()
    write(raw / "nh.xlsx", [sheet])
    told = [finding["reason"] for finding in open_context(unit.slug, period.code, str(tmp_path)).findings]
    assert [words for words in told if "kỳ trước 50.000 đồng" in words] == told[-1:]
    (raw / "hong.xlsx").write_bytes(b"PK")
    told = [finding["reason"] for finding in open_context(unit.slug, period.code, str(tmp_path)).findings]
    assert not any("kỳ trước" in words for words in told)
