"""An earlier period on today's land, reconciled with what was reported then: `python -m lib rebuild`.

Every unit of today that has land of the old one is rebuilt; where a measure adds, they must come to what the old unit
reported, and where they do not the difference is told with its reason.
"""

import csv
import io
import json
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.facts.fact import Fact
from lib.indicators.context import Context
from lib.indicators.rebuilt import Rebuilt
from lib.indicators.registry import COMPARISONS, HEADER, groups_of, sections
from lib.indicators.section import shown_value
from lib.intake.folders import data_folder, reports_folder
from lib.narrative.phrases import lower_first
from lib.report.pages import side_page

ADDED = ("counted", "summed")


class Verdict(StrEnum):
    """What comes of holding a rebuilt figure against the one reported then."""

    AGREES = "khớp"
    DIFFERS = "chênh"
    SHARED = "đếm trùng giữa các địa bàn"
    FORMULA = "tính lại, không cộng"
    UNDIVIDED = "không chia được"
    ABSENT = "không có số"


@dataclass(frozen=True)
class Line:
    """One figure: `mine` on the unit's land, `others` on that of the other units of today, `whole` as computed for the
    old unit, `published` what its edition printed ('' where none stands)."""

    mine: Fact
    others: tuple[Fact, ...]
    whole: Fact
    published: str = ""

    @property
    def all(self) -> tuple[Fact, ...]:
        return (self.mine, *self.others)

    @property
    def difference(self) -> int | None:
        """The parts' sum less the whole; None where they do not add."""
        numbers = [each.value for each in (*self.all, self.whole) if isinstance(each.value, int)]
        if self.whole.kind not in ADDED or len(numbers) <= len(self.all):
            return None
        return sum(numbers[:-1]) - numbers[-1]

    @property
    def verdict(self) -> Verdict:
        if self.whole.absence is not None:
            return Verdict.ABSENT
        if all(each.absence is not None for each in self.all):
            return Verdict.UNDIVIDED
        if self.whole.kind == "list":
            listed = {name for each in self.all if isinstance(each.value, tuple) for name in each.value}
            return Verdict.AGREES if listed == set(_names(self.whole)) else Verdict.DIFFERS
        if self.difference is None:
            return Verdict.FORMULA
        if self.difference > 0 and self.whole.kind == "counted":
            return Verdict.SHARED
        return Verdict.DIFFERS if self.difference else Verdict.AGREES

    @property
    def printed(self) -> str:
        """What was reported: as published, else as computed."""
        return self.published or shown_value(self.whole)

    @property
    def said(self) -> str:
        """The verdict with its figure or reason."""
        if self.verdict is Verdict.UNDIVIDED and self.mine.absence is not None:
            return f"{self.verdict}: {self.mine.absence.reason}"
        if self.difference:
            sign = "+" if self.difference > 0 else "−"
            return f"{self.verdict}: {sign}{format_count(abs(self.difference))}"
        return str(self.verdict)


def _names(fact: Fact) -> tuple[str, ...]:
    return fact.value if isinstance(fact.value, tuple) else ()


@dataclass(frozen=True)
class Reconciliation:
    """Every figure of an earlier period on the land of `mine`'s unit, beside the old unit's.

    `heirs` are the other units of today on the old one's land, `left` its communes that went whole to none of them;
    `edition` says whether the old unit's figures are those of an edition."""

    mine: Rebuilt
    heirs: tuple[Rebuilt, ...]
    left: tuple[Unit, ...]
    lines: tuple[Line, ...]
    edition: bool

    @cached_property
    def tally(self) -> Counter[Verdict]:
        return Counter(line.verdict for line in self.lines)

    @property
    def method(self) -> list[str]:
        """How it was done, in sentences."""
        old, unit, period = self.mine.source.unit, self.mine.unit, self.mine.period
        names = ", ".join(lower_first(each.official_name) for each in self.mine.communes)
        here, before = lower_first(unit.official_name), lower_first(old.official_name)
        whole = "số đã phát hành" if self.edition else "số tính lại, vì chưa có bản báo cáo nào"
        told = [
            f"Trong {period.title} chưa có {here} như ngày nay ({unit.validity}). Địa bàn ấy khi đó là "
            f"{names}, do {before} báo cáo.",
            "Số liệu được tính lại bằng đúng cách tính của báo cáo, chỉ với những dòng ghi tên các xã này trong tệp "
            "các nơi đã gửi. Số gửi chung cho cả địa bàn cũ thì không chia được và để trống, có ghi lý do. Tỷ lệ tính "
            "lại từ số tuyệt đối, không cộng, không lấy trung bình.",
            f"Đối chiếu: cộng {len(self.heirs) + 1} địa bàn ngày nay rồi so với {whole} của {before}. Một hộ, "
            "một cơ quan, một chương trình có ở nhiều xã được đếm ở mỗi nơi, nên tổng có thể lớn hơn.",
        ]
        if self.mine.made_up.everything:
            told.append(f"Số theo xã của kỳ này là số dựng: mọi số ở đây, trừ cột {old.name}, đều tính từ số dựng.")
        if self.left:
            parts = ", ".join(lower_first(each.official_name) for each in self.left)
            told.append(f"Không tính được cho địa bàn nào vì bị chia ra nhiều đơn vị: {parts}.")
        return told


def reconcile(mine: Rebuilt, published: Mapping[str, str]) -> Reconciliation:
    """Holds a rebuilt period, with every other unit of today on the same old land, against the old unit's. `published`
    are the printed values of the old unit's edition by id.

    Raises ReportError where another of these units cannot be rebuilt, saying why."""
    old, day = mine.source, mine.period.end
    taken = {each.key for each in mine.communes}
    heirs = []
    for heir in mine.reference.units.successors(old.unit):
        land = {each.key for each in mine.reference.units.predecessors(heir, day)}
        if heir.key != mine.unit.key and land & {each.key for each in old.communes}:
            heirs.append(Rebuilt(heir, mine.period, mine.data))
            taken |= land
    left = tuple(each for each in old.communes if each.key not in taken)
    lines = tuple(
        Line(mine.fact(whole.id), tuple(each.fact(whole.id) for each in heirs), whole, published.get(whole.id, ""))
        for whole in _facts(old)
    )
    return Reconciliation(mine, tuple(heirs), left, lines, bool(published))


def _facts(context: Context) -> list[Fact]:
    """What the old unit's workbooks gave; not what is said of the report itself, nor of other periods."""
    left_out = (*HEADER.groups, *COMPARISONS)
    kept = (name for name in groups_of(context.period.kind) if name not in left_out)
    return [fact for name in kept for fact in context.group(name).values()]


def rebuilt_page(found: Reconciliation, notice: str = "") -> str:
    """The page: the method, what agrees and what does not, every figure by section."""
    named = {each.number: f"{each.label} {each.title}" for each in sections()}
    parts: dict[str, tuple[list[Line], list[Line]]] = {title: ([], []) for title in named.values()}
    for line in found.lines:
        parts[named[line.whole.section]][line.verdict is Verdict.UNDIVIDED].append(line)
    kept = {title: both for title, both in parts.items() if any(both)}
    return side_page("rebuilt", {"found": found, "sections": kept, "notice": notice})


def rebuilt_csv(found: Reconciliation) -> str:
    """The figures with exact values, a row each; one column for each unit of today."""
    units = [found.mine.unit, *(each.unit for each in found.heirs)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "title", *(each.slug for each in units), found.mine.source.unit.slug, "verdict"])
    for line in found.lines:
        values = [_plain(each) for each in (*line.all, line.whole)]
        writer.writerow([line.whole.id, line.whole.title, *values, line.said])
    return text.getvalue()


def _plain(fact: Fact) -> str:
    return "" if fact.value is None else "; ".join(fact.value) if isinstance(fact.value, tuple) else str(fact.value)


def main_rebuild(options: Namespace) -> int:
    """Writes the page and its CSV beside the unit's editions and prints what was found."""
    data, reports = data_folder(options.data), reports_folder(options.reports)
    reference = Reference.load(data.reference)
    unit = _today(options.unit, reference)
    mine = Rebuilt(unit, reference.periods.parse(options.period), data)
    old = mine.source
    found = reconcile(mine, _published(reports / old.unit.slug / options.period / "facts.json"))
    folder = reports / unit.slug
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{options.period}.rebuilt.html"
    notice = str(old.report.get("notice", "")).strip()
    page.write_text(rebuilt_page(found, notice), encoding="utf-8", newline="\n")
    page.with_suffix(".csv").write_text(rebuilt_csv(found), encoding="utf-8-sig", newline="\n")
    for said in (*found.method, ", ".join(f"{kind}: {number}" for kind, number in found.tally.most_common())):
        print(said)
    for line in found.lines:
        if line.verdict is Verdict.DIFFERS:
            print(f"{line.whole.id}: {line.said}")
    print(page.resolve())
    return 0


def _today(slug: str, reference: Reference) -> Unit:
    """The unit of a slug that has no last day."""
    versions = reference.units.by_slug.get(slug, ())
    if not versions or versions[-1].valid_to is not None:
        raise ReportError(f'ngày nay không có đơn vị "{slug}"', remedy="dùng đơn vị kế tiếp của nó")
    return versions[-1]


def _published(ledger: Path) -> dict[str, str]:
    try:
        facts = json.loads(ledger.read_text(encoding="utf-8"))["facts"]
    except (OSError, ValueError, KeyError):
        return {}
    return {fact["id"]: fact["printed"] for fact in facts if fact["absence"] is None}
