"""A failed scheduled run tells somebody: a program of the unit's or the machine's, never a shell."""

import json
import sys
from pathlib import Path

import pytest
from runs.offices import UNIT, Office, office

from lib.editions.history import failure_page
from lib.runs.due import run_due
from lib.runs.failure import HOOK_VARIABLE


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.delenv(HOOK_VARIABLE, raising=False)
    return office(tmp_path)


def go(place: Office, day: str) -> int:
    """One `run --due`: its exit code."""
    return run_due(place.due(day), place.run, lambda line: None)


def notifier(place: Office) -> tuple[str, Path]:
    """A program that writes down what it was told, and where."""
    script, told = place.root / "notify $(touch x).py", place.root / "told.jsonl"
    script.write_text(
        "import json, os, sys\n"
        f"with open({str(told)!r}, 'a', encoding='utf-8') as file:\n"
        "    seen = [os.environ[f'REPORT_{name}'] for name in ('UNIT', 'PERIOD', 'REASON', 'PAGE')]\n"
        "    file.write(json.dumps([sys.stdin.buffer.read().decode(), *seen]) + '\\n')\n",
        encoding="utf-8",
    )
    return str(script), told


def test_the_hook_is_called_without_a_shell_and_once_a_day_for_one_reason(place: Office) -> None:
    script, told = notifier(place)
    place.plan(json.dumps({"kinds": ["half_year"], "first": "2021-H1", "on_failure": [sys.executable, script]}))
    place.receive("2021-H1")
    reason = "$(touch y); `touch z` > tệp.xlsx: hỏng"
    place.fail("2021-H1", reason)
    go(place, "2021-06-15")
    go(place, "2021-06-15")
    (line,) = told.read_text(encoding="utf-8").splitlines()
    page = str(failure_page(place.reports, UNIT, "2021-H1"))
    assert json.loads(line) == [reason + "\n", UNIT, "2021-H1", reason, page]
    place.fail("2021-H1", "khác")
    go(place, "2021-06-15")
    assert len(told.read_text(encoding="utf-8").splitlines()) == 2
    assert not {"x", "y", "z"} & {path.name for path in place.root.rglob("*")}


def test_the_machines_hook_goes_before_the_units(place: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    script, told = notifier(place)
    monkeypatch.setenv(HOOK_VARIABLE, f'"{sys.executable}" "{script}"')
    place.plan("{kinds: [half_year], first: 2021-H1, on_failure: [/nowhere/to/be/found]}")
    assert go(place, "2021-06-17") == 1
    assert "chưa có số liệu" in json.loads(told.read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    ("hook", "problem"),
    [
        (["/nowhere/to/be/found"], "No such file"),
        ([sys.executable, "-c", "raise SystemExit(7)"], "mã 7"),
    ],
)
def test_a_hook_that_fails_is_a_warning(
    place: Office, capsys: pytest.CaptureFixture[str], hook: list[str], problem: str
) -> None:
    place.plan(json.dumps({"kinds": ["half_year"], "first": "2021-H1", "on_failure": hook}))
    assert go(place, "2021-06-17") == 1
    warnings = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Cảnh báo")]
    assert len(warnings) == 1
    assert problem in warnings[0]
