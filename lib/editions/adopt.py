"""The way back from Word: `python -m lib adopt FILE.docx`. Changed prose comes back into commentary/*.md or
overrides.yaml; changed numbers are refused, or each recorded with name and reason; what was deleted is said."""

import re
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from lib.domain.errors import ReportError
from lib.domain.workdays import parse_day, today
from lib.editions.diff import Side, find_side
from lib.editions.edited import FIGURE, Edit, Line, edits, places, read_edited
from lib.editions.wording import KEPT, word_diff
from lib.indicators.adopted import adopted_value
from lib.indicators.context import Context, open_context
from lib.indicators.registry import group_metadata
from lib.intake.folders import reports_folder
from lib.intake.overrides import FigureOverride, Overrides, ProseOverride, write_overrides
from lib.narrative.adopted import FACT
from lib.narrative.commentary import FOLDER, read_commentary
from lib.narrative.runs import DIGIT

SHARED = 0.5
"""Share of an edition's paragraphs that a file has to have in common with it, or it is another edition's."""


@dataclass
class Adoption:
    """What a file brings back: prose by place, figures, refusals; `said` are lines for people."""

    prose: list[ProseOverride] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Adopter:
    """Reads one edited file against the edition it was made from."""

    def __init__(self, context: Context, side: Side, who: str, day: date, deletions: bool) -> None:
        self.context, self.side, self.who, self.day, self.deletions = context, side, who, day, deletions
        self.facts: dict[str, Mapping[str, Any]] = side.facts
        self.places = places(side.document)

    def read(self, path: Path) -> Adoption:
        """What the file changed. Raises ReportError where it is not of this edition."""
        before = read_edited(self.side.folder / "report.docx", self.facts)
        now = read_edited(path, self.facts)
        found = edits(before, now)
        if sum(edit.before is not None for edit in found) > (1 - SHARED) * len(before):
            unit, period = self.side.period
            remedy = "nhận đúng tệp Word lập từ bản này, hoặc khôi phục bản mà tệp được lập từ đó"
            raise ReportError(f"tệp này không phải từ bản đang có của {unit}, kỳ {period}", file=path, remedy=remedy)
        made = Adoption()
        for edit in found:
            self._take(edit, made)
        return made

    def _take(self, edit: Edit, made: Adoption) -> None:
        if edit.now is None:
            self._deleted(edit.before or Line("", ()), made)
        elif edit.before is None:
            self._added(edit.now, edit.after, made)
        else:
            self._changed(edit.before, edit.now, made)

    def _deleted(self, line: Line, made: Adoption) -> None:
        names = [f"«{self.facts[fact]['title']}»" for fact, _ in line.facts if fact in self.facts]
        lost = f"; mất {', '.join(names)}" if names else ""
        place = self.places.get(line.frame)
        told = f"Bị xóa: «{_short(line.text)}»{lost}"
        if place is None:
            made.said.append(f"{told}. Không nhận: đoạn này do hệ thống lập.")
        elif not self.deletions:
            made.said.append(f"{told}. Không nhận; muốn bỏ hẳn thì thêm --deletions.")
        else:
            made.said.append(f"{told}. Nhận: bỏ đoạn này ở mục {place.section}.")
            made.prose.append(self._override(place.section, "", was=line.frame))

    def _added(self, line: Line, after: Line | None, made: Adoption) -> None:
        place = self.places.get(after.frame) if after else None
        if place is None:
            made.said.append(f"Thêm: «{_short(line.text)}». Không nhận: không đứng sau một đoạn lời của mục nào.")
            return
        if self._numbers(Line("", ()), line, made):
            made.said.append(f"Mục {place.section}, thêm: «{_short(line.text)}»")
            made.prose.append(self._override(place.section, line.frame, after=place.frame, line=line))

    def _changed(self, before: Line, now: Line, made: Adoption) -> None:
        place = self.places.get(before.frame)
        sound = self._numbers(before, now, made)
        if now.frame == before.frame:
            return
        told = "".join(
            piece.text
            if piece.state == KEPT
            else f"[-{piece.text}-]"
            if piece.state == "gone"
            else f"{{+{piece.text}+}}"
            for piece in word_diff(before.text, now.text)
        )
        if place is None:
            made.said.append(f"Không nhận: «{told}». Đoạn này do hệ thống lập (đầu, cuối, đề mục, chú thích, phụ lục).")
        elif sound:
            lost = [fact for fact in dict(before.facts) if fact not in dict(now.facts)]
            names = ", ".join(f"«{self.facts[fact]['title']}»" for fact in lost if fact in self.facts)
            made.said.append(f"Mục {place.section}: {told}" + (f" (bỏ {names})" if names else ""))
            made.prose.append(self._override(place.section, now.frame, was=before.frame, line=now))

    def _numbers(self, before: Line, now: Line, made: Adoption) -> bool:
        """Notes changed figures; whether no number stands in the words that is neither a fact's nor was there."""
        moved = [(fact, shown) for fact, shown in now.facts if shown != self.facts.get(fact, {}).get("printed", shown)]
        for fact, shown in moved:
            if made.figures.setdefault(fact, shown) != shown:
                made.refused.append(f"{self.told(fact, shown)}, chỗ khác lại là {made.figures[fact]}")
        new = list((Counter(now.loose) - Counter(before.loose)).elements())
        if new:
            made.refused.append(f"số gõ vào lời, không có chỉ tiêu đứng sau: {', '.join(new)} («{_short(now.text)}»)")
        return not new

    def told(self, fact: str, shown: str) -> str:
        """A changed figure in words."""
        return f"«{self.facts[fact]['title']}» ({fact}): {self.facts[fact]['printed']} → {shown}"

    def _override(
        self, section: str, text: str, *, was: str = "", after: str = "", line: Line | None = None
    ) -> ProseOverride:
        cited = {fact: shown for fact, shown in (line.facts if line else ()) if fact in self.facts}
        references = tuple(_references(line)) if line else ()
        return ProseOverride(
            section=section,
            text=text,
            who=self.who,
            date=self.day,
            was=was,
            after=after,
            references=references,
            cited=cited,
        )

    def figures(self, made: Adoption, reason: str) -> list[FigureOverride]:
        """The changed figures as entries. Raises ReportError for one that is no number of its fact's kind."""
        entries = []
        for fact, shown in made.figures.items():
            own = self.context.fact(fact)
            before = self.context.overrides.figure(fact)
            was = before.was if before else self.facts[fact]["printed"]
            adopted_value(own, group_metadata(fact.partition(".")[0])[fact.partition(".")[2]], shown)
            made.said.append(f"Nhận số {self.told(fact, shown)}")
            entries.append(
                FigureOverride(fact=fact, printed=shown, was=was, who=self.who, reason=reason, date=self.day)
            )
        return entries


def _references(line: Line) -> Iterator[str]:
    """The stretches of a paragraph's words that hold a number which is no figure, each with the word before it."""
    at = 0
    for start, end, _ in (*line.tags, (len(line.text), len(line.text), "")):
        for found in re.finditer(
            rf"(?:\w+[\s-]+)?[\w/.-]*{FIGURE.pattern}[\w/.-]*\w|(?:\w+[\s-]+)?{FIGURE.pattern}", line.text[at:start]
        ):
            yield found[0].strip(" .,")
        at = end


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}…"


def into_commentary(context: Context, entry: ProseOverride) -> bool:
    """Puts changed words into the section's commentary, where the paragraph stands there as it was; False where it is
    not, or where its references are not declared there."""
    commentary = read_commentary(context, entry.section)
    if commentary is None or not (entry.was or entry.after):
        return False
    rest = FACT.sub("", entry.text)
    for reference in sorted(commentary.references, key=len, reverse=True):
        rest = rest.replace(reference, "")
    if DIGIT.search(rest):
        return False
    content = commentary.path.read_text(encoding="utf-8-sig")
    pieces = FACT.split(entry.was or entry.after)
    spelt = [
        rf"\{{\{{\s*{re.escape(piece)}\s*\}}\}}" if at % 2 else r"\s+".join(map(re.escape, piece.split(" ")))
        for at, piece in enumerate(pieces)
    ]
    found = list(re.finditer(rf"(?m)^(?P<mark>[-*+][ \t]+|\d+[.)][ \t]+|)(?P<words>{''.join(spelt)})[ \t]*$", content))
    if len(found) != 1:
        return False
    start, end = found[0].span("words")
    if entry.was and entry.text:
        content = content[:start] + entry.text + content[end:]
    elif entry.was:
        content = content[: found[0].start()] + content[end:].lstrip("\n")
    else:
        content = f"{content[:end]}\n\n{found[0]['mark']}{entry.text}{content[end:]}"
    aside = commentary.path.with_name(f".{commentary.path.name}.part")
    aside.write_text(content, encoding="utf-8", newline="\n")
    aside.replace(commentary.path)
    return True


def merged(content: Overrides, prose: Sequence[ProseOverride], figures: Sequence[FigureOverride]) -> Overrides:
    """overrides.yaml with new entries. Words that change words already changed take their entry's place, and a figure
    another's."""
    entries = list(content.prose)
    for new in prose:
        at = next(
            (n for n, old in enumerate(entries) if new.was and (old.section, old.text) == (new.section, new.was)), None
        )
        if at is None:
            entries.append(new)
        else:
            entries[at] = replace(new, was=entries[at].was, after=entries[at].after)
    kept = [each for each in content.figures if each.fact not in {new.fact for new in figures}]
    return Overrides(tuple(entries), (*kept, *figures))


def main_adopt(options: Namespace) -> int:
    """The command: adopts a file, all of it or nothing; raises ReportError where it is refused."""
    file, who, reason = Path(options.file), " ".join(options.who.split()), " ".join(options.reason.split())
    if not who or (options.numbers and not reason):
        raise ReportError("chưa nói ai sửa, vì sao", remedy='--who "họ tên, chức vụ" --reason "lý do"')
    context = open_context(options.unit, options.period, options.data)
    reports = reports_folder(options.reports)
    side = find_side(context.period.code, context.unit.slug, reports)
    day = parse_day(options.today) if options.today else today()
    adopter = Adopter(context, side, who, day, options.deletions)
    made = adopter.read(file)
    if made.figures and not options.numbers:
        made.refused += [adopter.told(fact, shown) for fact, shown in made.figures.items()]
    figures = adopter.figures(made, reason) if options.numbers and not made.refused else []
    print("\n".join(made.said or (["Không có gì khác bản đã lập."] if not made.refused else [])))
    if made.refused:
        for each in made.refused:
            print(f"Không nhận số: {each}")
        remedy = "sửa ở nguồn (tệp gửi, corrections.yaml), hoặc --numbers --who … --reason … để ghi nhận từng số"
        raise ReportError("văn bản có số khác bản đã lập nên không nhận gì cả", file=file.name, remedy=remedy)
    left = [entry for entry in made.prose if not _kept_in_commentary(context, entry)]
    if left or figures:
        print(write_overrides(context.raw, merged(context.overrides, left, figures)))
    if made.prose or figures:
        print(f"Chạy lại để có bản mới: python -m lib run --unit {options.unit} --period {options.period}")
    return 0


def _kept_in_commentary(context: Context, entry: ProseOverride) -> bool:
    known = any(entry.was and each.text == entry.was for _, each in context.overrides.of(entry.section))
    kept = not known and into_commentary(context, entry)
    if kept:
        print(f"{FOLDER}/{entry.section}.md: đã sửa; đọc lại rồi xác nhận (python -m lib confirm)")
    return kept
