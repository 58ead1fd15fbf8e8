"""Prints what became of each kind of fault, where the whole suite was asked for."""

import os
from typing import Any

import pytest

OUTCOMES = ("caught", "repaired", "implausible", "missed")
HEADS = ("bắt được", "sửa được", "nêu là khó tin", "lọt")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A table by kind: how many, and what became of them; what cannot be known is counted apart."""
    if "FAULTS" not in os.environ:
        return
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    told: list[dict[str, Any]] = [value for each in reports for name, value in each.user_properties if name == "fault"]
    if not told:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line(f"{'số':>4}  {'  '.join(HEADS)}  kiểu lỗi")
    for each in told:
        terminalreporter.write_line(_line(each["seen"], each["title"] + " (không thể biết)" * each["unknowable"]))
    silent = sum(each["seen"].get("missed", 0) for each in told if not each["unknowable"])
    both: dict[str, int] = {}
    for each in told:
        for outcome, count in each["seen"].items():
            both[outcome] = both.get(outcome, 0) + count
    terminalreporter.write_line(_line(both, f"tất cả {len(told)} kiểu; lọt mà lẽ ra phải biết: {silent}"))


def _line(seen: dict[str, int], title: str) -> str:
    cells = "  ".join(f"{seen.get(name, 0) or '':>{len(head)}}" for name, head in zip(OUTCOMES, HEADS, strict=True))
    return f"{sum(seen.values()):>4}  {cells}  {title}"
