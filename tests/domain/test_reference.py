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
