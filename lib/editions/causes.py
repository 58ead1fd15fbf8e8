"""Why a fact is not what it was: from the two ledgers alone, each cause with its place and a sentence in Vietnamese."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from lib.indicators.context import REPORT_FILE
from lib.intake.entered import ENTERED

Record = Mapping[str, Any]
METHOD = {
    "unit": "đơn vị tính",
    "decimals": "số chữ số thập phân",
    "formula": "cách tính",
    "definition": "định nghĩa",
    "hedge": "cách nói",
    "legal_basis": "căn cứ",
}
"""Fields of a fact that its metadata decide, and what readers call them."""


class Kind(Enum):
    """What kind of cause; the value is what people read."""

    PERIOD = "kỳ khác"
    LATE = "nộp muộn"
    GONE = "không còn gửi"
    ROWS = "dòng mới"
    RESENT = "tệp gửi lại"
    CORRECTED = "đính chính"
    ENTERED = "nhập tay"
    ADOPTED = "sửa khi trình ký"
    WRITTEN = "khai báo của kỳ"
    METADATA = "phương pháp: siêu dữ liệu"
    CODE = "phương pháp: mã"
    REFERENCE = "dữ liệu tham chiếu"
    INPUT = "tính từ số đã đổi"
    UNKNOWN = "không rõ"


@dataclass(frozen=True)
class Cause:
    """One cause and what to say of it."""

    kind: Kind
    said: str


@dataclass(frozen=True)
class Sides:
    """Two editions' ledgers by id, and what each was made by; `same_period` when both are of one period."""

    before: Mapping[str, Record]
    now: Mapping[str, Record]
    labels: Mapping[str, Mapping[str, str]]
    basis: tuple[Mapping[str, str], Mapping[str, str]]
    same_period: bool
    known: dict[str, tuple[Cause, ...]] = field(default_factory=dict)

    @cached_property
    def moved(self) -> tuple[str, ...]:
        """Ids of the facts that are not what they were, in the report's order."""
        ids = [*self.now, *(name for name in self.before if name not in self.now)]
        return tuple(name for name in ids if _value(self.before.get(name)) != _value(self.now.get(name)))

    def causes(self, name: str) -> tuple[Cause, ...]:
        """Why a fact moved; for one that is computed, why its inputs did."""
        if name not in self.known:
            self.known[name] = ()
            self.known[name] = tuple(dict.fromkeys(self._causes(name)))
        return self.known[name]

    def _causes(self, name: str) -> Iterator[Cause]:
        before, now = self.before.get(name), self.now.get(name)
        if before is None or now is None:
            yield Cause(Kind.METADATA, "chỉ tiêu mới có" if before is None else "chỉ tiêu đã bỏ")
            return
        if ("adopted" in now["caveats"]) != ("adopted" in before["caveats"]):
            by_hand = "adopted" in now["caveats"]
            yield Cause(Kind.ADOPTED, now["formula"] if by_hand else "thôi sửa tay, trở lại số tính từ số liệu gốc")
            return
        if changed := [title for key, title in METHOD.items() if before[key] != now[key]]:
            yield Cause(Kind.METADATA, f"đổi {', '.join(changed)}")
        if not self.same_period:
            yield Cause(Kind.PERIOD, "số liệu của hai kỳ khác nhau")
            return
        found = [*self._senders(before, now), *_files(before, now), *_by_hand(before, now)]
        yield from found
        inputs = [each for each in dict.fromkeys(now["inputs"]) if each in self.moved]
        for each in inputs:
            title = self.now.get(each, self.before.get(each, {})).get("title", each)
            roots = [cause for cause in self.causes(each) if cause.kind is not Kind.INPUT]
            if roots and set(roots) <= set(found):  # said already, of the fact itself
                continue
            why = f": {'; '.join(f'{cause.kind.value}, {cause.said}' for cause in roots)}" if roots else ""
            yield Cause(Kind.INPUT, f"«{title}» đã đổi{why}")
        if _norms(before) != _norms(now):
            yield Cause(Kind.REFERENCE, "định mức trong dữ liệu tham chiếu")
        elif not (found or inputs or changed):
            yield self._made_by()

    def _senders(self, before: Record, now: Record) -> Iterator[Cause]:
        """Who has sent since, or no longer has."""
        missing = [_missing(before), _missing(now)]
        for sender in missing[0]:
            if sender not in missing[1]:
                entered = any(source["file"] == ENTERED for source in now["sources"])
                if not entered or _new_files(before, now):
                    yield Cause(Kind.LATE, f"{self._name(sender)} đã gửi")
        for sender in missing[1]:
            if sender not in missing[0]:
                yield Cause(Kind.GONE, f"{self._name(sender)} không còn trong số đã gửi")

    def _name(self, sender: tuple[str, str | None]) -> str:
        office, commune = sender
        name = (
            self.labels.get("commune", {}).get(commune or "") if commune else self.labels.get("office", {}).get(office)
        )
        return name or commune or office

    def _made_by(self) -> Cause:
        """The cause of what moved though nothing it rests on did: code, or reference data."""
        then, now = self.basis
        changed = {name for name in then.keys() & now.keys() if then[name] != now[name]}
        if "code" in changed:
            return Cause(Kind.CODE, "mã tính toán đã đổi, số liệu gốc vẫn như cũ")
        if "reference" in changed:
            return Cause(Kind.REFERENCE, "dữ liệu tham chiếu đã đổi")
        return Cause(Kind.UNKNOWN, "không thấy gì khác trong nguồn của số liệu này")


def _value(fact: Record | None) -> object:
    return fact and (fact["value"], fact["printed"], fact["absence"] and fact["absence"]["kind"])


def _norms(fact: Record) -> object:
    return (fact["coverage"] or {}).get("norms", [])


def _missing(fact: Record) -> list[tuple[str, str | None]]:
    senders = [*(fact["coverage"] or {}).get("missing", []), *(fact["absence"] or {}).get("offices", [])]
    return list(dict.fromkeys((each["office"], each["commune"]) for each in senders))


def _places(fact: Record) -> dict[tuple[str, str], Record]:
    return {(source["file"], source["sheet"]): source for source in fact["sources"]}


def _new_files(before: Record, now: Record) -> set[str]:
    names = [{source["file"] for source in fact["sources"]} - {ENTERED} for fact in (before, now)]
    return names[1] - names[0]


def _files(before: Record, now: Record) -> Iterator[Cause]:
    """What is different in the files a fact comes from, figures entered by hand aside."""
    then, here = _places(before), _places(now)
    late = set(_missing(before)) - set(_missing(now))
    for place in dict.fromkeys((*then, *here)):
        old, new = then.get(place), here.get(place)
        where = " › ".join(part for part in place if part)
        if place[0] == ENTERED or (old and new and old["sha256"] == new["sha256"] and old["rows"] == new["rows"]):
            continue
        if new is not None and old is not None and new.get("corrected") != old.get("corrected"):
            continue
        if place[0] == REPORT_FILE:
            yield Cause(Kind.WRITTEN, f"{REPORT_FILE} đã sửa")
            continue
        if old is None or new is None:
            rows = count_rows((new or old or {}).get("rows", ""))
            if new is not None and not late:
                yield Cause(Kind.ROWS, f"{where}: thêm {rows} dòng")
            elif old is not None:
                yield Cause(Kind.GONE, f"{where}: bớt {rows} dòng")
            continue
        difference = count_rows(new["rows"]) - count_rows(old["rows"])
        if difference:
            told = f"{'thêm' if difference > 0 else 'bớt'} {abs(difference)} dòng"
            yield Cause(Kind.ROWS if difference > 0 else Kind.RESENT, f"{where}: {told}")
        else:
            yield Cause(Kind.RESENT, f"{where}: nội dung tệp đã đổi")


def _by_hand(before: Record, now: Record) -> Iterator[Cause]:
    """Corrections, and figures told by telephone."""
    then, here = _places(before), _places(now)
    cells = [
        f"{place[0]} › {place[1]} › {source['corrected']}" if source.get("corrected") else place[0]
        for place, source in here.items()
        if source.get("corrected") != then.get(place, {}).get("corrected")
    ]
    if cells:
        yield Cause(Kind.CORRECTED, f"corrections.yaml: {'; '.join(cells)}")
    entered = [[each for place, each in side.items() if place[0] == ENTERED] for side in (then, here)]
    if [each["rows"] for each in entered[0]] != [each["rows"] for each in entered[1]] or [
        each["sha256"] for each in entered[0]
    ] != [each["sha256"] for each in entered[1]]:
        lines = ", ".join(each["rows"] for each in entered[1])
        yield Cause(Kind.ENTERED, f"{ENTERED}, dòng {lines}" if lines else f"không còn lấy từ {ENTERED}")


def count_rows(ranges: str) -> int:
    """How many rows some ranges name.

    >>> count_rows("8-10,12"), count_rows("")
    (4, 0)
    """
    spans = [part.partition("-") for part in ranges.split(",") if part]
    return sum(int(last or first) - int(first) + 1 for first, _, last in spans)
