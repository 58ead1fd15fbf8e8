"""What was changed in the finished text by hand: `overrides.yaml` of the period, written by `python -m lib adopt`.

`prose` puts other words in place of one paragraph of a section, `figures` another value in place of one fact's. Facts
stand in the words as {{ group.name }}, so that they stay facts.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import yaml

from lib.domain.errors import ReportError
from lib.domain.reading import mapping, read_yaml, records

OVERRIDES = "overrides.yaml"


@dataclass(frozen=True, kw_only=True)
class ProseOverride:
    """Other words for one paragraph.

    Attributes:
        section: its number; was: the paragraph as it stood, "" for one that is added after the paragraph `after`.
        text: what it says now; "" takes it out.
        references: texts in it whose digits are no figures; cited: what its facts printed when it was written.
        who, date: who adopted it, and when.
    """

    section: str
    text: str
    who: str
    date: date
    was: str = ""
    after: str = ""
    references: tuple[str, ...] = ()
    cited: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FigureOverride:
    """Another value for one fact: what it prints now, what it printed as computed, who answers for it, and why."""

    fact: str
    printed: str
    was: str
    who: str
    reason: str
    date: date


@dataclass(frozen=True)
class Overrides:
    """Everything the file says."""

    prose: tuple[ProseOverride, ...] = ()
    figures: tuple[FigureOverride, ...] = ()

    def of(self, section: str) -> list[tuple[int, ProseOverride]]:
        """A section's words with their number in the file, from 1."""
        return [(number, each) for number, each in enumerate(self.prose, start=1) if each.section == section]

    def figure(self, fact: str) -> FigureOverride | None:
        """What was put in a fact's place."""
        return next((each for each in self.figures if each.fact == fact), None)


def read_overrides(folder: Path) -> Overrides:
    """What a period's raw folder says; nothing where it has no such file.

    Raises:
        ReportError: an entry lacks something or says something unknown, or one fact stands twice.
    """
    path = folder / OVERRIDES
    if not path.is_file():
        return Overrides()
    file = Path(OVERRIDES)
    said = mapping(read_yaml(path) or {}, file)
    if unknown := set(said) - {"prose", "figures"}:
        raise ReportError(f"có mục lạ: {', '.join(sorted(unknown))}", file=file, remedy="chỉ dùng prose, figures")
    prose = records(said.get("prose") or [], ProseOverride, file, "prose")
    figures = records(said.get("figures") or [], FigureOverride, file, "figures")
    for number, each in enumerate(figures, start=1):
        if not each.who.strip() or not each.reason.strip():
            raise ReportError("chưa ghi ai sửa, vì sao", file=file, cell=f"figures › mục {number}")
        if each.fact in [other.fact for other in figures[: number - 1]]:
            raise ReportError(f"{each.fact} ghi hai lần", file=file, remedy="giữ lại một mục")
    return Overrides(prose, figures)


def write_overrides(folder: Path, content: Overrides) -> Path:
    """Writes the file, whole or not at all."""
    said = {
        "prose": [_plain(asdict(each)) for each in content.prose],
        "figures": [_plain(asdict(each)) for each in content.figures],
    }
    path = folder / OVERRIDES
    aside = path.with_name(f".{path.name}.part")
    head = "# Lời và số sửa ở bản Word, do lệnh adopt ghi. Bỏ một mục là trở lại lời, số do sổ tay lập.\n"
    aside.write_text(
        head + yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8", newline="\n"
    )
    aside.replace(path)
    return path


def _plain(values: dict[str, object]) -> dict[str, object]:
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {name: value for name, value in kept.items() if value or name == "text"}
