"""A commune as the reporting unit: its forms, what comes back on them, and what is said of it, all by village."""

import itertools
import random
import shutil
from pathlib import Path

import openpyxl
import pytest
from intake.filling import fill

from lib.contracts import Contracts, contracts_of
from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.indicators.context import open_context
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.forms import make_forms
from lib.intake.period import read_period
from lib.report.reminders import reminders

SLUG, CODE = "uar", "2026-H1"
REFERENCE = Reference.load(REPOSITORY / "data" / "reference")
PERIOD = REFERENCE.periods.parse(CODE)
COMMUNE = REFERENCE.units.get(SLUG, PERIOD.end)
VILLAGES: tuple[Unit, ...] = REFERENCE.units.children(COMMUNE, PERIOD.end)
OWED: Contracts = contracts_of(REFERENCE, COMMUNE, PERIOD.end)
RAW = REPOSITORY / "data" / "raw" / SLUG / CODE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of one's own with the sample's files."""
    shutil.copytree(RAW, tmp_path / "raw" / SLUG / CODE)
    return tmp_path


def retyped(path: Path, sheet: str, old: str, new: str) -> None:
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value is not None]
    wanted = [cell for cell in cells if str(cell.value).casefold() == old.casefold()]
    assert wanted, f"no cell says {old}"
    wanted[0].value = new
    book.save(path)


def test_a_communes_forms_are_of_its_own_bodies_and_villages(tmp_path: Path) -> None:
    made = make_forms(DataFolder(tmp_path), REFERENCE, COMMUNE, PERIOD, tmp_path / "forms")
    assert (made.nameless, made.kept) == ((), ())
    names = [path.stem for path in made.made]
    assert names[: len(VILLAGES)] == [f"{n:02d}. {each.name}" for n, each in enumerate(VILLAGES, 1)]
    assert len(names) == len(set(names)) == len(VILLAGES) + len(OWED.sent) - 2  # villages' own; years' review
    for path in made.made:
        for sheet in openpyxl.load_workbook(path):
            texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
            assert not any("huyện" in text.casefold() or "thị trấn" in text.casefold() for text in texts), path.name


def test_filled_forms_come_back_whole(tmp_path: Path) -> None:
    make_forms(DataFolder(tmp_path), REFERENCE, COMMUNE, PERIOD, tmp_path / "forms")
    rng, serial, folder = random.Random(7), itertools.count(1), tmp_path / "forms"
    meant = 0
    for contract in (each for each in OWED.sent if each.owed(PERIOD.kind)):
        files = (
            [folder / f"{n:02d}. {each.name}.xlsx" for n, each in enumerate(VILLAGES, 1)]
            if contract.per_commune
            else [folder / f"{REFERENCE.office(contract.office, COMMUNE, PERIOD.end).short_name}.xlsx"]
        )
        for path in files:
            meant += sum(map(len, fill(path, contract, PERIOD, VILLAGES, rng, serial).values()))
    intake = read_period(folder, PERIOD, VILLAGES, OWED)
    assert intake.missing == ()
    assert [(each.cell, each.reason) for each in intake.rejects] == []
    assert sum(len(reading.rows) for reading in intake.readings) == meant > 0


def test_a_village_that_is_none_of_the_communes_is_set_aside_in_its_words(data: Path) -> None:
    path = data / "raw" / SLUG / CODE / "Thong ke co so.xlsx"
    first = next(
        str(cell)
        for row in openpyxl.load_workbook(path)["Dân số, số hộ"].iter_rows(values_only=True)
        for cell in row
        if cell is not None and "tieng" in str(cell).casefold()
    )
    retyped(path, "Dân số, số hộ", first, "Buôn Tiengg")
    intake = read_period(path.parent, PERIOD, VILLAGES, OWED)
    (reject,) = intake.rejects
    assert reject.rule == "unknown_commune"
    assert "không có trong danh sách thôn, buôn" in reject.reason
    assert "Buôn Tieng" in reject.remedy


def test_a_village_that_says_another_name_is_asked_about(data: Path) -> None:
    path = data / "raw" / SLUG / CODE / "7. Buôn Toát.xlsx"
    retyped(path, "Danh sách hộ", "BUÔN TOÁT", "BUÔN TOẠTT")
    for sheet in ("Đăng ký thoát nghèo", "Nhu cầu nhà ở", "Nhu cầu học nghề"):
        retyped(path, sheet, "BUÔN TOÁT", "BUÔN TOẠTT")
    with pytest.raises(ReportError, match="không nhận ra tên thôn, buôn ở dòng đầu trang") as caught:
        read_period(path.parent, PERIOD, VILLAGES, OWED)
    assert "có phải là Buôn Toát" in str(caught.value)


def test_whoever_has_not_sent_is_called_by_name(data: Path) -> None:
    raw = data / "raw" / SLUG / CODE
    (raw / "7. Buôn Toát.xlsx").unlink()
    (raw / "Phong Kinh te - uy thac.xlsx").unlink()
    context = open_context(SLUG, CODE, str(data))
    village, office = reminders(context, PERIOD.end)
    assert village.file == "07. Buôn Toát.txt"
    assert "Phòng Kinh tế xã Uar đề nghị Buôn Toát gửi «Báo cáo của thôn, buôn»" in village.text
    assert "quý cơ quan" not in village.text
    assert "đề nghị quý cơ quan gửi «Báo cáo vốn ngân sách ủy thác»" in office.text
    assert context.fact("direction.registered_exit").coverage is not None
    absence = context.fact("credit.district_budget").absence
    assert absence is not None
    assert absence.offices == (("finance", None),)


def test_figures_told_by_telephone_name_the_village(data: Path) -> None:
    raw = data / "raw" / SLUG / CODE
    (raw / "7. Buôn Toát.xlsx").unlink()
    head = "office,table,commune,column,value,told_by,told_to,date,evidence\n"
    told = "Trưởng buôn,Phòng Kinh tế,2026-06-14,sổ trực\n"
    lines = [f"commune,training_demand,buôn toát,{column},{value},{told}" for column, value in
             (("trade", "Chăn nuôi dê"), ("workers", "20"))]  # fmt: skip
    (raw / "entered.csv").write_text(head + "".join(lines), encoding="utf-8")
    intake = read_period(raw, PERIOD, VILLAGES, OWED)
    (entered,) = [reading for reading in intake.readings if reading.file == "entered.csv"]
    assert entered.sender == next(each.code for each in VILLAGES if each.name == "Buôn Toát")
    assert (len(entered.rows), entered.rejects) == (1, [])
    (raw / "entered.csv").write_text(head + lines[1].replace("buôn toát", "thôn toát"), encoding="utf-8")
    with pytest.raises(ReportError, match="không nhận ra thôn, buôn ở cột commune"):
        read_period(raw, PERIOD, VILLAGES, OWED)
