"""The whole folder: read from anywhere, checked, quick, and without a place or year in code."""

import pickle
import shutil
import time
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.reference import Reference

DIRECTORY = Path(__file__).parents[2] / "data" / "reference"
REFERENCE = Reference.load(DIRECTORY)
DAY = date(2021, 6, 14)


def test_a_unit_with_its_words_and_offices() -> None:
    district = REFERENCE.units.get("krong-pa", DAY)
    assert REFERENCE.level(district, DAY).short_body == "UBND huyện"
    assert REFERENCE.office("women", district, DAY).name == "Hội Liên hiệp Phụ nữ huyện"
    commune, *_ = REFERENCE.units.children(district, DAY)
    assert REFERENCE.office("commune", commune, DAY).short_name == "UBND thị trấn Phú Túc"


def test_it_loads_from_any_folder_and_names_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(DIRECTORY, folder)
    assert Reference.load(folder) == REFERENCE
    assert Reference.load(str(folder)) == REFERENCE
    for name in ("units.csv", "levels.yaml", "offices.yaml", "periods.yaml", "norms.yaml", "reasons.yaml"):
        (folder / name).rename(tmp_path / name)
        with pytest.raises(ReportError) as caught:
            Reference.load(folder)
        assert str(caught.value).startswith(f"{name}: không mở được tệp")
        (tmp_path / name).rename(folder / name)
    with pytest.raises(ReportError, match="không có thư mục dữ liệu tham chiếu"):
        Reference.load(tmp_path / "none")


def test_it_is_frozen_and_crosses_processes() -> None:
    with pytest.raises(FrozenInstanceError):
        REFERENCE.units = REFERENCE.units  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(REFERENCE)) == REFERENCE


def test_it_loads_quickly() -> None:
    durations = []
    for _ in range(5):
        start = time.process_time()
        Reference.load(DIRECTORY)
        durations.append(time.process_time() - start)
    assert min(durations) < 0.03


def test_a_commune_of_the_district_is_told_whose_report_its_figures_are_in() -> None:
    with pytest.raises(ReportError) as caught:
        REFERENCE.reporting("uar", REFERENCE.periods.parse("2021-H1"))
    message = str(caught.value)
    assert (
        "Xã Uar (mã 24109, đến hết 30/6/2025) không lập báo cáo này: khi ấy gửi số liệu cho Huyện Krông Pa" in message
    )
    assert "Xã Uar mã 24109 từ 01/7/2025 là đơn vị khác" in message
    assert "--unit krong-pa --period 2021-H1" in message
    assert "rebuild --unit uar --period 2021-H1" in message


def test_units_that_report_are_who_they_are_on_the_day() -> None:
    asked = (("uar", "2026-H1"), ("krong-pa", "2021-H1"), ("gia-lai", "2026-H1"))
    found = [REFERENCE.reporting(slug, REFERENCE.periods.parse(period)) for slug, period in asked]
    assert [unit.type for unit in found] == ["commune", "district", "province"]
    with pytest.raises(ReportError, match="không có vào ngày 14/6/2026") as caught:
        REFERENCE.reporting("krong-pa", REFERENCE.periods.parse("2026-H1"))
    assert all(slug in str(caught.value) for slug in ("phu-tuc", "ia-rsai", "ia-dreh", "uar"))


def test_a_communes_offices_are_those_of_its_day() -> None:
    day = REFERENCE.periods.parse("2026-H1").end
    commune = REFERENCE.units.get("uar", day)
    assert REFERENCE.office("labour", commune, day).name == "Phòng Kinh tế xã"
    assert REFERENCE.office("commune", REFERENCE.units.children(commune, day)[0], day).name == "Buôn Tieng"
    assert "đào tạo nghề" in str(REFERENCE.offices.absent("vocational", day, commune))
    with pytest.raises(ReportError, match="cấp xã không có"):
        REFERENCE.office("vocational", commune, day)
