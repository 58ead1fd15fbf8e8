"""One finding about the machine, and how a list of them is said."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]
SIGNS: dict[Level, str] = {"ok": "✓", "warn": "!", "fail": "✗"}
"""How each level begins its line: fine, worth looking at, nothing works before it is mended."""


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found there, and what to do where it is not as it should be."""

    name: str
    title: str
    level: Level
    found: str
    remedy: str = ""


def worst(checks: Sequence[Check]) -> Level:
    """The gravest level among some checks.

    >>> worst([Check("disk", "Đĩa", "ok", "…"), Check("fonts", "Phông chữ", "warn", "…")])
    'warn'
    """
    order: tuple[Level, ...] = ("fail", "warn", "ok")
    return next((level for level in order if any(check.level == level for check in checks)), "ok")


def as_text(checks: Sequence[Check]) -> str:
    """Every check on a line, its remedy under it, and what follows from them all."""
    width = max(len(check.title) for check in checks)
    lines = []
    for check in checks:
        lines.append(f"{SIGNS[check.level]} {check.title.ljust(width)}  {check.found}")
        if check.remedy:
            lines.append(f"  {' ' * width}  → {check.remedy}")
    return "\n".join([*lines, "", _conclusion(checks)])


def _conclusion(checks: Sequence[Check]) -> str:
    fails, warns = (sum(check.level == level for check in checks) for level in ("fail", "warn"))
    also = f", và {warns} điều nên xem (!)" if warns else ""
    if fails:
        return f"Chưa dùng được: {fails} điều phải sửa (✗){also}."
    return f"Dùng được{also}." if warns else "Dùng được: không có gì phải sửa."


def as_json(checks: Sequence[Check]) -> str:
    """The same for programs: {"level": …, "checks": [{"name", "title", "level", "found", "remedy"}, …]}."""
    listed = [asdict(check) for check in checks]
    return json.dumps({"level": worst(checks), "checks": listed}, ensure_ascii=False, indent=1)
