"""One line, with place, reason and remedy; the same on every machine and across processes."""

import pickle
from pathlib import Path

from lib.domain.errors import ReportError


def test_every_part_is_said_in_order() -> None:
    error = ReportError("sai", file="a.xlsx", sheet="Tín dụng", cell="D14", remedy="gõ lại")
    assert str(error) == "a.xlsx › Tín dụng › D14: sai. Cách sửa: gõ lại"


def test_parts_that_are_unknown_are_left_out() -> None:
    assert str(ReportError("sai")) == "sai"
    assert str(ReportError("sai", sheet="Tín dụng")) == "Tín dụng: sai"
    assert str(ReportError("Sai?", remedy="gõ lại")) == "Sai? Cách sửa: gõ lại"


def test_always_one_line() -> None:
    error = ReportError("dòng một\ndòng\thai", file="a\nb.xlsx", sheet="x\r\ny", remedy="m\nn")
    assert str(error) == "a b.xlsx › x y: dòng một dòng hai. Cách sửa: m n"


def test_an_absolute_path_shows_its_name_only() -> None:
    assert str(ReportError("sai", file=Path("/some/where/a.xlsx"))) == "a.xlsx: sai"
    assert str(ReportError("sai", file="reference/units.csv")) == "reference/units.csv: sai"


def test_survives_a_process_boundary() -> None:
    error = pickle.loads(pickle.dumps(ReportError("sai", file="a.xlsx", cell="D14", remedy="gõ lại")))
    assert str(error) == "a.xlsx › D14: sai. Cách sửa: gõ lại"
