"""Templates over made-up facts, and the sample's contexts opened once."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from facts.conftest import fact
from hypothesis import settings

from lib.facts import Absence, Coverage, Fact, Measure, Share
from lib.indicators.context import Context, open_context
from lib.narrative.markup import to_blocks
from lib.narrative.runs import Block, Ref
from lib.narrative.template import refuse_typed_digits, render_marks

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

WAITED = (("labour", None),)


def value(value: Any, name: str = "so_ho", unit: str = "household", **other: Any) -> Fact:
    """A fact that has a value."""
    return fact(Measure("counted", value, "…", **other), unit, name)


def absent(kind: str = "not_reported", name: str = "thieu") -> Fact:
    """A fact that has none."""
    return fact(Measure("counted", None, "…", Absence(kind, "", WAITED)), name=name)  # type: ignore[arg-type]


def names(**more: Any) -> dict[str, Any]:
    """What the templates of these tests may name."""
    group = SimpleNamespace(
        so_ho=value(1779),
        khong=value(0, "khong"),
        ty_le=value(Share(1, 8), "ty_le", "percent"),
        thieu=absent(),
        khong_co=absent("not_applicable", "khong_co"),
        mot_phan=value(12, "mot_phan", coverage=Coverage(3, (("commune", "a"),))),
        xa=value(("Ba Một", "Ba Hai"), "xa", "commune"),
        trong=value((), "trong", "commune"),
    )
    return {
        "nhom": group,
        "period": SimpleNamespace(title=Ref("6 tháng đầu năm 2023", "period"), kind="half_year"),
        "ref": lambda text: Ref(text),
        "_reported": lambda *facts: all(each.reported for each in facts),
        "_not_reported": lambda *facts: {"text": "Chưa có số liệu.", "gap": [f.id for f in facts if not f.reported]},
        **more,
    }


def blocks(source: str, where: str = "mau.ipynb", **more: Any) -> list[Block]:
    """A template as blocks."""
    return refuse_typed_digits(to_blocks(*render_marks(source, names(**more), where)), where)


@pytest.fixture(scope="session")
def context() -> Context:
    """The sample's own period; its facts are computed when first asked for."""
    return open_context("krong-pa", "2021-H1")


WriteCommentary = Callable[[str | bytes], Any]


@pytest.fixture
def commentary(tmp_path: Path) -> WriteCommentary:
    """Return `commentary(content)`: a context whose section I.1 has that commentary."""

    def written(content: str | bytes) -> Any:
        folder = tmp_path / "commentary"
        folder.mkdir(exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        (folder / "I.1.md").write_bytes(data)
        return SimpleNamespace(raw=tmp_path)

    return written


class Own:
    """The sample's period with a folder of its own for what people write."""

    def __init__(self, base: Context, raw: Path) -> None:
        self.base, self.raw = base, raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self.base, name)


@pytest.fixture
def own(context: Context, tmp_path: Path) -> Any:
    (tmp_path / "commentary").mkdir()
    return Own(context, tmp_path)
