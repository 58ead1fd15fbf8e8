"""corrections.yaml: a cell changed before it is read, said, marked; stopped once the source is fixed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.conftest import UNIT, data_copy
from intake.sheets import Layout, row, write

from lib.contracts import table_contract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.units import Unit
from lib.indicators.context import open_context
from lib.intake.period import Intake, read_period

__all__ = ["data_copy"]
BANK = table_contract("loans")
GOOD = {"file": "nh.xlsx", "sheet": "Cho vay", "cell": "H5", "old": 50, "new": "1.7"}
Reads = Callable[[], Intake]


@pytest.fixture
def reads(tmp_path: Path, period: Period, communes: tuple[Unit, ...]) -> Reads:
    body = [["I", "Cho vay hộ nghèo"], (1, row(BANK, 0)), (2, row(BANK, 1))]
    write(tmp_path / "nh.xlsx", [Layout(BANK, body).sheet()])
    return lambda: read_period(tmp_path, period, communes)


def correct(folder: Path, **other: object) -> None:
    lines = [f"  {name}: {'' if value is None else value}" for name, value in {**GOOD, **other}.items()]
    text = "\n".join(["-", *lines, "  reason: gõ nhầm", "  who: cán bộ tổng hợp", "  date: 2021-06-16"])
    (folder / "corrections.yaml").write_text(text, encoding="utf-8")


def test_a_corrected_cell_counts_and_is_said(tmp_path: Path, reads: Reads) -> None:
    correct(tmp_path, new=70)
    intake = reads()
    assert [each["amount"] for each in intake.records("loans")] == [70, 30]
    assert intake.readings[0].corrected == {5: "H5"}
    (said,) = intake.findings
    assert (said.sheet, said.cell) == ("Cho vay", "H5")
    assert said.reason.endswith("ngày 16/6/2021; lý do: gõ nhầm; người sửa: cán bộ tổng hợp")


def test_a_corrected_group_marks_the_rows_below(tmp_path: Path, reads: Reads) -> None:
    correct(tmp_path, cell="B4", old="Cho vay hộ nghèo", new="Cho vay hộ cận nghèo")
    assert reads().readings[0].corrected == {5: "B4", 6: "B4"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"old": 51},
            "nh.xlsx › Cho vay › H5: ô không giữ giá trị cũ ghi trong corrections.yaml: nguồn đã được sửa, hoặc",
        ),
        ({"old": 51, "new": 50}, "corrections.yaml: nguồn đã được sửa. Cách sửa: xem lại tệp"),
        ({"sheet": "Khác"}, "không có trang này trong tệp"),
        ({"file": "khac.xlsx"}, "corrections.yaml: không có tệp «khac.xlsx» trong thư mục"),
        ({"cell": "5H"}, "corrections.yaml: «5H» không phải là tên ô"),
        ({"cell": "H99", "old": None}, "ô nằm ngoài vùng số liệu"),
    ],
)
def test_a_correction_that_does_not_fit_stops(
    change: dict[str, object], words: str, tmp_path: Path, reads: Reads
) -> None:
    correct(tmp_path, **change)
    with pytest.raises(ReportError) as caught:
        reads()
    assert words in str(caught.value)


def test_facts_of_a_corrected_row_say_so(data_copy: Callable[[str], Path]) -> None:
    data = data_copy("2021-H1")
    place = open_context(UNIT, "2021-H1", str(data)).table("toilets_women")
    first = place.rows.iloc[0]
    cell = f"{place.origins[first.source_file, first.source_sheet].letters['households']}{first.source_row}"
    new = int(first.households) + 1
    correct(data / "raw" / UNIT / "2021-H1", file=first.source_file, sheet=first.source_sheet, cell=cell,
            old=first.households, new=new)  # fmt: skip
    facts = open_context(UNIT, "2021-H1", str(data)).all_facts()
    marked = [fact for fact in facts if "corrected" in fact.caveats]
    assert marked
    assert {fact.id.partition(".")[0] for fact in marked} == {"water"}
