"""Where a value comes from, in words and numbers: from a fact of a ledger through its formula down to cells of files.

Everything is told from a ledger's records (`facts.json`), so that an edition answers for itself years later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from string import Formatter
from typing import Any

from lib.domain.numbers import format_count, format_decimal, round_half_up
from lib.facts.algebra import OR_ELSE
from lib.facts.caveats import CAVEATS
from lib.facts.fact import ABSENCES, UNIT_LABELS

Record = Mapping[str, Any]
Labels = Mapping[str, Mapping[str, str]]

SCALES = {1000: "nghìn đồng", 1_000_000: "triệu đồng", 1_000_000_000: "tỷ đồng"}
WORDS = ("list", "state", "document")
"""Kinds of values that are words, not numbers."""
MANY = 20
"""Senders named one by one; the ledger has all."""
FURTHER = 3
"""How many digits more than printed an endless quotient is shown with."""


@dataclass(frozen=True)
class Breakdown:
    """Values by the members of one dimension: its title, then (name, number …) rows; `adds` says whether the numbers
    add up to the whole. Where several facts stand beside each other, `heads` are their titles."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    adds: bool = True
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lineage:
    """The facts of one ledger by id, and what readers call the codes in them."""

    facts: Mapping[str, Record]
    labels: Labels = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Mapping[str, Any]) -> "Lineage":
        """The lineage of everything in a ledger."""
        return cls({fact["id"]: fact for fact in ledger["facts"]}, ledger.get("labels", {}))

    def calculation(self, fact: Record) -> str:
        """How the value came about with the numbers that went in: "269 ÷ 2.342 = 11,4859…% → 11,5%"; '' where there is
        nothing to calculate or nothing came of it."""
        if fact["value"] is None or fact["kind"] in WORDS:
            return ""
        steps = [exact_text(fact)]
        if steps[0] != fact["printed"]:
            steps.append(fact["printed"])
        ways = "".join(text for text, _ in self.terms(fact))
        return f"{ways} = {' → '.join(steps)}" if ways else " → ".join(steps) if len(steps) > 1 else ""

    def terms(self, fact: Record) -> list[tuple[str, str]]:
        """The formula with its inputs' exact numbers in place of their names, in pieces: (text, id of the input it is
        the number of, or ''). Of a ladder, the rung that was taken. Empty where there is no formula over inputs."""
        inputs = [self.facts[name] for name in fact["inputs"]]
        if OR_ELSE in fact["expression"]:
            taken = next((each for each in inputs if each["value"] is not None), inputs[-1])
            return [(f"«{taken['title']}»", taken["id"])]
        pieces: list[tuple[str, str]] = []
        for text, place, _, _ in Formatter().parse(fact["expression"]):
            pieces += [(text, "")] if text else []
            if place is not None:
                each = inputs[int(place)]
                pieces.append((operand(each), each["id"]))
        return pieces

    def shown(self, fact: Record) -> str:
        """What readers see of the value: as printed, with its unit; a state in words; why there is none."""
        if fact["value"] is None:
            return f"[{self.absence(fact)}]"
        if fact["kind"] == "state":
            return self.labels.get("state", {}).get(fact["value"], str(fact["value"]))
        return measured(fact, fact["printed"])

    def breakdowns(self, fact: Record) -> list[Breakdown]:
        """The value by commune, programme … as it was recorded."""
        return [self._breakdown(fact, dimension, parts) for dimension, parts in fact["dimensions"].items() if parts]

    def _breakdown(self, fact: Record, dimension: str, parts: Mapping[str, str]) -> Breakdown:
        names = self.labels.get(dimension, {})
        rows = tuple((names.get(key, key), format_count(int(number))) for key, number in parts.items())
        adds = sum(map(int, parts.values())) == int(fact["value"] or 0)
        return Breakdown(self.labels.get("dimension", {}).get(dimension, dimension), rows, adds)

    def beside(self, fact: Record) -> list[Breakdown]:
        """What a computed value has instead of parts of its own: those of the two facts it compares, side by side."""
        inputs = [self.facts[name] for name in fact["inputs"]]
        if fact["dimensions"] or len(inputs) != 2:
            return []
        shared = [each for each in inputs[0]["dimensions"] if each in inputs[1]["dimensions"]]
        return [self._beside(inputs, dimension) for dimension in shared]

    def _beside(self, facts: list[Record], dimension: str) -> Breakdown:
        names = self.labels.get(dimension, {})
        parts = [fact["dimensions"][dimension] for fact in facts]
        order = {key: None for key in (*names, *parts[0], *parts[1]) if any(key in each for each in parts)}
        rows = tuple(
            (names.get(key, key), *(format_count(int(each[key])) if key in each else "–" for each in parts))
            for key in order
        )
        title = self.labels.get("dimension", {}).get(dimension, dimension)
        return Breakdown(title, rows, heads=tuple(fact["title"] for fact in facts))

    def caveats(self, fact: Record) -> list[str]:
        """What readers should know of the value, a sentence each."""
        coverage = fact["coverage"] or {}
        norms = (self.labels.get("norm", {}).get(norm, norm) for norm in coverage.get("norms", []))
        about = {
            "incomplete": self.senders(coverage.get("missing", [])),
            "partial": self.senders(coverage.get("partial", [])),
            "provisional": self.senders(coverage.get("provisional", [])),
            "stale_norm": " ".join(norms),
        }
        return [CAVEATS[code].long.format(about=about.get(code, "")) for code in fact["caveats"]]

    def absence(self, fact: Record) -> str:
        """Why there is no value; '' where there is one."""
        absence = fact["absence"]
        if absence is None:
            return ""
        why = self.senders(absence["offices"]) or absence["reason"]
        return ABSENCES[absence["kind"]] + (f" ({why})" if why else "")

    def senders(self, senders: list[Mapping[str, Any]]) -> str:
        """Names of senders, parts of the unit by what they are called as senders."""
        parts, offices = self.labels.get("sender") or self.labels.get("commune", {}), self.labels.get("office", {})
        names = [
            offices.get(each["office"], each["office"])
            if each["commune"] is None
            else parts.get(each["commune"], each["commune"])
            for each in senders
        ]
        others = f" và {len(names) - MANY} nơi khác" if len(names) > MANY else ""
        return "; ".join(names[:MANY]) + others

    def beneath(self, name: str) -> Iterator[str]:
        """Every fact a fact rests on, at any depth, each once, nearest first."""
        seen: dict[str, None] = {}
        waiting = list(self.facts[name]["inputs"])
        while waiting:
            one = waiting.pop(0)
            if one not in seen:
                seen[one] = None
                waiting += self.facts[one]["inputs"]
        yield from seen

    def above(self, name: str) -> list[str]:
        """The facts that are computed from a fact directly."""
        return [each["id"] for each in self.facts.values() if name in each["inputs"]]

    def files(self, name: str) -> dict[str, str]:
        """SHA-256 by file of everything a fact rests on, at any depth."""
        chain = [self.facts[each] for each in (name, *self.beneath(name))]
        return {source["file"]: source["sha256"] for fact in chain for source in fact["sources"]}


def number(fact: Record) -> Fraction:
    """The exact value of a fact that is a number."""
    return Fraction(fact["value"])


def exact_text(fact: Record) -> str:
    """The exact value in Vietnamese: "2.342", "113.000.000.000 đồng", "11,4859…%", "3,30%".

    >>> exact_text({"kind": "computed", "value": "269/2342", "unit": "percent", "decimals": 1, "printed": "11,5%"})
    '11,4859…%'
    """
    kind, value = fact["kind"], fact["value"]
    if value is None or kind in WORDS:
        return str(fact["printed"])
    if fact["unit"] == "percent":
        hundredfold = 100 * number(fact) if kind == "computed" else number(fact)
        return f"{_digits(hundredfold, fact['decimals'])}%"
    return f"{operand(fact)} đồng" if fact["unit"] == "VND" else operand(fact)


def measured(fact: Record, text: str) -> str:
    """A text of the value with its unit of measure, unless it says that itself: "269 hộ"."""
    spoken = fact["unit"] in ("VND", "percent", "text") or fact["kind"] in WORDS
    return text if spoken else f"{text} {UNIT_LABELS[fact['unit']]}"


def operand(fact: Record) -> str:
    """The exact number of a fact as it stands in a formula; what kind of absence it is where there is none."""
    if fact["value"] is None:
        return f"[{ABSENCES[fact['absence']['kind']]}]"
    value = number(fact)
    if value.denominator == 1:
        return format_count(int(value))
    return _digits(value, fact["decimals"])


def _digits(value: Fraction, decimals: int) -> str:
    """A number with as many decimals as it is printed with if that is all of it; else cut some digits later, with an
    ellipsis where it goes on.

    >>> _digits(Fraction(26900, 2342), 1), _digits(Fraction(75, 2), 1), _digits(Fraction(-1, 8), 1)
    ('11,4859…', '37,5', '-0,125')
    """
    places = decimals
    while places < decimals + FURTHER and value * 10**places % 1:
        places += 1
    cut = Fraction(int(value * 10**places), 10**places)
    sign = "-" if value < 0 and cut == 0 else ""
    return f"{sign}{format_decimal(round_half_up(cut, places), places)}{'' if cut == value else '…'}"


def cells(source: Record) -> str:
    """The cells of a source: "B8:B20, B24"; rows where they were counted whole: "dòng 8–20, 24".

    >>> cells({"sheet": "Hộ", "rows": "8-20,24", "column": "B"})
    'B8:B20, B24'
    >>> cells({"sheet": "Văn bản", "rows": "5", "column": "C,D,F"})
    'C5:D5, F5'
    """
    if not source["sheet"]:
        return str(source["column"])
    if not source["rows"]:
        return "không có dòng nào"
    ranges = [each.partition("-") for each in source["rows"].split(",")]
    if not source["column"]:
        return "dòng " + ", ".join(f"{first}–{last}" if last else first for first, _, last in ranges)
    places = []
    for first, _, last in ranges:
        for left, right in _side_by_side(source["column"].split(",")):
            start, end = f"{left}{first}", f"{right}{last or first}"
            places.append(start if start == end else f"{start}:{end}")
    return ", ".join(places)


def _side_by_side(letters: list[str]) -> list[tuple[str, str]]:
    """Columns that stand beside each other, as first and last letter of each stretch."""
    stretches: list[tuple[str, str]] = []
    for letter in sorted(letters, key=_place):
        if stretches and _place(stretches[-1][1]) + 1 == _place(letter):
            stretches[-1] = (stretches[-1][0], letter)
        else:
            stretches.append((letter, letter))
    return stretches


def _place(letters: str) -> int:
    """The number of an Excel column, A being 1."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place


def notes(source: Record) -> list[str]:
    """What else decided over a source's cells: filters, group rows, the unit written, corrections."""
    told = []
    if source.get("headings"):
        told.append(f"dưới dòng nhóm {source['headings'].replace(',', ', ')}")
    if source.get("filters"):
        told.append(f"lọc theo cột {source['filters'].replace(',', ', ')}")
    if source.get("scale"):
        told.append(f"ô ghi bằng {SCALES.get(source['scale'], source['scale'])}")
    if source.get("corrected"):
        told.append(f"ô đã sửa: {source['corrected'].replace(',', ', ')}")
    return told


def place(source: Record, longest: int | None = None) -> str:
    """A source on one line: "P. GDDT.xlsx › Ăn trưa › G8:G20 (lọc theo cột C)"; cells beyond `longest` characters are
    left out and an ellipsis says so."""
    listed = cells(source)
    if longest and len(listed) > longest:
        listed = listed[:longest].rpartition(", ")[0] + ", …"
    where = " › ".join(part for part in (source["file"], source["sheet"], listed) if part)
    told = notes(source)
    return f"{where} ({'; '.join(told)})" if told else where
