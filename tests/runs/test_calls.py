"""Functions called in children: what they return, raise and print is the caller's; a child that dies is one line."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.runs.calls import call
from lib.runs.children import SUPPORTED, Preloaded

HERE = [False, pytest.param(True, marks=pytest.mark.skipif(not SUPPORTED, reason="no fork on this system"))]


@pytest.fixture(scope="module", autouse=True)
def preloaded() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        made = Preloaded([])
        patch.setattr("lib.runs.calls.preloaded", lambda: made)
        yield
        made.close()


@pytest.mark.parametrize("apart", HERE)
def test_results_and_errors_come_back(tmp_path: Path, apart: bool) -> None:
    assert call("operator:add", [1], ["hai"], apart=apart) == [1, "hai"]
    with pytest.raises(ReportError, match=r"^a\.xlsx › Trang 1: hỏng\. Cách sửa: sửa$"):
        call("runs.works:refuse", "hỏng", apart=apart)
    with pytest.raises(FileNotFoundError) as missing:
        call("os:listdir", str(tmp_path / "không có"), apart=apart)
    assert missing.value.filename == str(tmp_path / "không có")


@pytest.mark.skipif(not SUPPORTED, reason="no fork on this system")
def test_a_child_has_a_process_of_its_own_and_says_what_it_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("os:getpid") != os.getpid()
    assert call("runs.works:warn", "coi chừng") is None
    assert capsys.readouterr().err == "coi chừng\n"


@pytest.mark.skipif(not SUPPORTED, reason="no fork on this system")
def test_a_dead_child_is_one_line_and_a_strange_error_has_its_traceback() -> None:
    with pytest.raises(ReportError, match="SIGKILL"):
        call("runs.works:be_killed")
    with pytest.raises(RuntimeError, match="Unpicklable: lạ") as strange:
        call("runs.works:raise_strangely")
    assert "in raise_strangely" in str(strange.value.__cause__)
