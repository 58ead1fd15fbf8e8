"""Codes of reasons and their words."""

from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.reasons import Reasons

REASONS = Reasons.load(Path(__file__).parents[2] / "data" / "reference")


def test_words_of_a_code() -> None:
    assert REASONS.wording("covid") == "ảnh hưởng của dịch Covid-19"
    assert REASONS.wording("no_provincial_budget") == "tỉnh chưa phân bổ kinh phí"
    assert "covid" in REASONS
    assert "flu" not in REASONS


def test_words_fit_inside_a_sentence() -> None:
    for wording in REASONS.wordings.values():
        assert wording == wording.strip()
        assert wording[0].islower()
        assert wording[-1].isalnum()
        assert not wording.startswith(("do ", "vì "))


def test_an_unknown_code_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ReportError, match=r'không có lý do "flu".*covid'):
        REASONS.wording("flu")


@pytest.mark.parametrize("text", ["covid: 19\n", "- covid\n", ""])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "reasons.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"^reasons\.yaml: "):
        Reasons.load(tmp_path)
