"""Administrative units by effective date: codes and names were reused, so the key is (code, valid_from).

Names only help matching, and only against a closed list of candidates at a date: no homonym elsewhere and no
later unit of the same name can be taken for one of them.
"""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lib.domain.cards import card
from lib.domain.dates import Effective, format_date, timelines, version_on
from lib.domain.errors import ReportError
from lib.domain.reading import read_text
from lib.domain.text import foreign_letters, match_key, nfc
from lib.domain.villages import FILE, read_villages, village_word

COLUMNS = (
    *("code", "valid_from", "valid_to", "slug", "name", "official_name", "type", "parent", "spellings"),
    *("successor_code", "successor_valid_from", "lat", "lon"),
)
LEVELS = {
    "country": ("country",),
    "province": ("province", "municipality"),
    "district": ("district", "city", "town"),
    "commune": ("commune", "township", "ward"),
}
"""The types of units that stand at each level, from the top; the first gives the level its name."""
TYPES = tuple(kind for kinds in LEVELS.values() for kind in kinds)
VILLAGE = "village"
"""The type of a commune's parts: never a reporting unit, so never in `units.csv`."""

_PREFIX = re.compile(
    r"(?:(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\b\s*)?"
    r"(?:(?P<township>thị trấn\b|thi tran\b|tt\b)|(?P<town>thị xã\b|thi xa\b|tx\b)|(?P<commune>xã\b|xa\b|x\.)"
    r"|(?P<ward>phường\b|phuong\b|p\.)|(?P<district>huyện\b|huyen\b|h\.)"
    r"|(?P<city>thành phố\b|thanh pho\b|tp\b)|(?P<province>tỉnh\b|tinh\b|t\.))?[\s.:]*"
)


@dataclass(frozen=True, kw_only=True)
class Unit(Effective):
    """An administrative unit in one stretch of its history.

    Attributes:
        code: the official (GSO) code; reused over time. A village's is its commune's code and its number there.
        slug: names the unit's folders and parameters ("gia-lai").
        name, official_name: as the report prints it, and as the official list has it ("Huyện …").
        type: one of `TYPES` (country; province, municipality; district, city, town; commune, township, ward), or
            village.
        parent: the code of the unit above at the same time; None for the country.
        spellings: how offices write the name.
        successor: (code, valid_from) of the unit its land went to; None if there is none, or not one only.
        lat, lon: centre in degrees, where known.
    """

    code: str
    slug: str
    name: str
    official_name: str
    type: str
    parent: str | None = None
    spellings: tuple[str, ...] = ()
    successor: tuple[str, date] | None = None
    lat: float | None = None
    lon: float | None = None

    def _repr_html_(self) -> str:
        parts = [("Mã", self.code), ("Tên thư mục", self.slug), ("Cấp trên", self.parent), ("Hiệu lực", self.validity)]
        heir = f"{self.successor[0]} (từ {format_date(self.successor[1])})" if self.successor else ""
        return card(self.official_name, [*parts, ("Kế tiếp", heir), ("Cách viết khác", "; ".join(self.spellings))])

    @property
    def key(self) -> tuple[str, date | None]:
        """What identifies it: code and the first day."""
        return self.code, self.valid_from

    @property
    def level(self) -> str:
        """country, province, district, commune or village: a township or a ward stands at the level of communes."""
        return next((level for level, kinds in LEVELS.items() if self.type in kinds), self.type)

    @cached_property
    def match_keys(self) -> frozenset[str]:
        """The match keys of its names, without "xã", "thị trấn" …, and of its spellings, with and without."""
        names = [_split(name, self.type)[1] for name in (self.name, self.official_name, *self.spellings)]
        whole = (self.name,) if self.type == VILLAGE else ()
        return frozenset(match_key(name) for name in (*whole, *names, *self.spellings)) - {""}

    @cached_property
    def words(self) -> frozenset[str | None]:
        """The words a village goes by ("buon"), or none at all."""
        return frozenset({None, *(village_word(name)[0] for name in (self.name, *self.spellings))})


def match(text: str, candidates: Iterable[Unit]) -> Unit | None:
    """The one candidate the text names; marks, case, spaces, apostrophes, "xã" or "TT." before do not matter.

    None if no candidate, or more than one, answers to it; if the word before the name tells another level
    ("huyện …" is no commune) or another village ("thôn …" is no buôn); or if the text holds letters of a foreign
    script.
    """
    if foreign_letters(text):
        return None
    units = list(candidates)
    told = {kind: _split(text, kind) for kind in {unit.type for unit in units}}
    whole = [unit for unit in units if unit.type == VILLAGE and match_key(text) in unit.match_keys]
    if len(whole) == 1:
        return whole[0]
    for key in (lambda kind: match_key(text), lambda kind: match_key(told[kind][1])):
        found = [unit for unit in units if key(unit.type) in unit.match_keys and _may_be(told[unit.type][0], unit)]
        if len(found) > 1:
            found = [unit for unit in found if unit.type == told[unit.type][0]]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _may_be(kind: str | None, unit: Unit) -> bool:
    """Whether a word before a name fits a unit; "thành phố" is said of two levels."""
    if unit.type == VILLAGE:
        return kind in unit.words
    return kind is None or kind in LEVELS[unit.level] or (kind == "city" and unit.type == "municipality")


def suggest(text: str, candidates: Iterable[Unit]) -> list[Unit]:
    """Up to three candidates whose names come near the text, nearest first; to be proposed, never taken."""
    owners: dict[str, Unit] = {}
    for unit in candidates:
        owners |= dict.fromkeys(sorted(unit.match_keys), unit)
    bare = {_split(text, unit.type)[1] for unit in owners.values()}
    near = [
        key for each in sorted(bare) for key in difflib.get_close_matches(match_key(each), owners, n=12, cutoff=0.6)
    ]
    return list({owners[key].key: owners[key] for key in near}.values())[:3]


def _split(text: str, kind: str) -> tuple[str | None, str]:
    """What a name's first words tell among units of a type, if anything, and the name without them: the type ("thị
    trấn" → township), or a village's word ("buôn" → buon)."""
    if kind == VILLAGE:
        return village_word(text)
    plain = " ".join(nfc(text).casefold().split())
    found = _PREFIX.match(plain)
    return (found.lastgroup, plain[found.end() :]) if found else (None, plain)


@dataclass(frozen=True)
class Units:
    """All units known, by slug, code and date.

    Example:
        >>> units = Units.load("data/reference")
        >>> province = units.get("gia-lai", date(2023, 6, 14))
        >>> province.code, sorted({child.type for child in units.children(province, date(2023, 6, 14))})
        ('64', ['city', 'district', 'town'])
        >>> units.get("gia-lai", date(2026, 6, 14)).code
        '52'
    """

    by_slug: dict[str, tuple[Unit, ...]]
    by_code: dict[str, tuple[Unit, ...]]

    @classmethod
    def load(cls, directory: str | Path) -> "Units":
        """The units of `units.csv` in a reference folder, communes with the villages of `villages.csv`; ReportError if
        a file is missing or malformed."""
        file = Path(directory, "units.csv")
        table = csv.DictReader(io.StringIO(read_text(file)))
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise ReportError("sai hàng tiêu đề", file=file, remedy=f"dùng đúng các cột: {','.join(COLUMNS)}")
        listed = [_unit(row, file, line) for line, row in enumerate(table, 2)]
        villages = [_village(row) for row in read_villages(Path(directory))]
        units = cls(
            by_slug=timelines(listed, lambda unit: unit.slug, file),
            by_code=timelines([*listed, *villages], lambda unit: unit.code, file.with_name(FILE) if villages else file),
        )
        for unit in listed:
            units._check(unit, file)
        for village in villages:
            units._check(village, file.with_name(FILE))
        return units

    def get(self, slug: str, on: date) -> Unit:
        """The unit of that slug on that day; ReportError if there is none, saying which there are."""
        versions = self.by_slug.get(slug)
        if not versions:
            near = difflib.get_close_matches(match_key(slug), self.by_slug, n=3)
            listed = f"dùng một trong: {', '.join(near)}" if near else "xem cột slug của units.csv"
            raise ReportError(f'không có đơn vị "{slug}"', remedy=listed)
        unit = version_on(versions, on)
        if unit:
            return unit
        last = versions[-1]
        successors = ", ".join(f"{each.slug} ({each.official_name})" for each in self.successors(last))
        raise ReportError(
            f"{last.official_name} không có vào ngày {format_date(on)} ({last.validity})",
            remedy=f"dùng đơn vị kế tiếp: {successors}" if successors else "chọn kỳ báo cáo khác",
        )

    def children(self, unit: Unit, on: date) -> tuple[Unit, ...]:
        """The units right below on that day, in the order of their codes: the parts that a report is broken down by."""
        below = (version_on(versions, on) for versions in self.by_code.values())
        return tuple(sorted((each for each in below if each and each.parent == unit.code), key=lambda each: each.code))

    def parent(self, unit: Unit, on: date) -> Unit | None:
        """The unit right above on that day; None for the country."""
        return version_on(self.by_code.get(unit.parent, ()), on) if unit.parent else None

    def above(self, unit: Unit, on: date) -> Iterator[Unit]:
        """Every unit above on that day, from the nearest up."""
        while (parent := self.parent(unit, on)) is not None:
            yield parent
            unit = parent

    def successors(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that its land went to: its own successor, else those of the units that were below it."""
        below = (each for versions in self.by_code.values() for each in versions if each.parent == unit.code)
        heirs = [unit.successor] if unit.successor else [child.successor for child in below]
        known = {each.key: each for versions in self.by_code.values() for each in versions}
        return tuple(known[heir] for heir in dict.fromkeys(heirs) if heir)

    def predecessors(self, unit: Unit, on: date) -> tuple[Unit, ...]:
        """The units of that day whose land, whole, is in `unit` since; itself where it was there already. An old unit
        whose land went to several is in none of them."""
        if unit.in_force(on):
            return (unit,)
        before = [each for versions in self.by_code.values() for each in versions if each.successor == unit.key]
        return tuple(old for each in before for old in self.predecessors(each, on))

    def _check(self, unit: Unit, file: Path) -> None:
        day = unit.valid_from or unit.valid_to or date.max
        if unit.parent and not version_on(self.by_code.get(unit.parent, ()), day):
            raise ReportError(f"{unit.official_name}: không có đơn vị cấp trên {unit.parent} cùng thời gian", file=file)
        if unit.successor and unit.successor not in {each.key for each in self.by_code.get(unit.successor[0], ())}:
            raise ReportError(f"{unit.official_name}: không có đơn vị kế tiếp {unit.successor[0]}", file=file)


def _unit(row: dict[str, str], file: Path, line: int) -> Unit:
    try:
        heir = (
            (row["successor_code"], date.fromisoformat(row["successor_valid_from"])) if row["successor_code"] else None
        )
        unit = Unit(
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            code=row["code"],
            slug=row["slug"],
            name=row["name"],
            official_name=row["official_name"],
            type=row["type"],
            parent=row["parent"] or None,
            spellings=tuple(part.strip() for part in row["spellings"].split(";") if part.strip()),
            successor=heir,
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
        )
    except (ValueError, TypeError, AttributeError):
        raise ReportError(f"dòng {line}: ngày (năm-tháng-ngày) hoặc tọa độ sai, hoặc thiếu cột", file=file) from None
    if unit.type not in TYPES or not (unit.code and unit.slug and unit.name):
        raise ReportError(
            f"dòng {line}: thiếu mã, slug hoặc tên, hoặc loại lạ",
            file=file,
            remedy=f"loại là một trong: {', '.join(TYPES)}",
        )
    return unit


def _village(row: dict[str, str]) -> Unit:
    """A village of a checked row."""
    code = f"{row['commune']}.{int(row['number']):02d}"
    return Unit(
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        code=code,
        slug=code,
        name=row["name"],
        official_name=row["name"],
        type=VILLAGE,
        parent=row["commune"],
        spellings=tuple(part.strip() for part in row["spellings"].split(";") if part.strip()),
    )
