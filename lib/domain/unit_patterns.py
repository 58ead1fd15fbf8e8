"""Many units named at once: a list of patterns over the units that exist on a day.

uar                 one unit, by slug
uar,ia-rsai         several
gia-lai/*           every unit right below
gia-lai/ia-*        those whose slug begins with "ia-" (`*`, `?`, `[ab]`)
viet-nam/*/*        two steps below
"""

import fnmatch
from collections.abc import Iterable
from datetime import date

from lib.domain.dates import format_date
from lib.domain.errors import ReportError
from lib.domain.units import Unit, Units

WILD = frozenset("*?[")
LISTED = 20
"""How many slugs an error lists."""


def chosen_units(patterns: Iterable[str], units: Units, on: date) -> tuple[Unit, ...]:
    """The units that patterns name on a day, each once, in the order named; those of one pattern in the order of codes.

    Raises ReportError for a pattern that is none, for one that names nothing, and for a unit of another time.

    Example:
        >>> units = Units.load("data/reference")
        >>> [unit.slug for unit in chosen_units(["krong-pa/chu-*,krong-pa/phu-tuc"], units, date(2023, 6, 14))]
        ['chu-gu', 'chu-drang', 'chu-ngoc', 'chu-rcam', 'phu-tuc']
    """
    given = [part.strip() for pattern in patterns for part in pattern.split(",")]
    found = [unit for pattern in given for unit in _matching(pattern, units, on)]
    return tuple({unit.key: unit for unit in found}.values())


def _matching(pattern: str, units: Units, on: date) -> tuple[Unit, ...]:
    first, *below = pattern.split("/")
    if not first or WILD & set(first) or not all(below):
        raise ReportError(
            f"không hiểu mẫu đơn vị “{pattern}”",
            remedy="viết mã đơn vị trước, rồi / và mã hay mẫu các đơn vị dưới: xa-mot,xa-hai hoặc tinh/*",
        )
    found: tuple[Unit, ...] = (units.get(first, on),)
    for part in below:
        above, children = found, tuple(child for unit in found for child in units.children(unit, on))
        found = tuple(child for child in children if fnmatch.fnmatchcase(child.slug, part))
        if not found:
            raise _nothing(pattern, part, above, children, units, on)
    return found


def _nothing(
    pattern: str, part: str, above: tuple[Unit, ...], children: tuple[Unit, ...], units: Units, on: date
) -> ReportError:
    """Why a pattern names no unit: it never existed, not on that day, elsewhere, or nothing is known below."""
    if not WILD & set(part):
        try:
            units.get(part, on)
        except ReportError as error:
            return error
    place = above[0].official_name if len(above) == 1 else f"{len(above)} đơn vị"
    day = format_date(on)
    if not children:
        reason = f"không biết đơn vị nào dưới {place} vào ngày {day}"
        return ReportError(f"mẫu “{pattern}”: {reason}", remedy="thêm đơn vị vào data/reference/units.csv")
    known = ", ".join(child.slug for child in children[:LISTED])
    more = f" … ({len(children)} đơn vị)" if len(children) > LISTED else ""
    return ReportError(
        f"mẫu “{pattern}”: dưới {place} ngày {day} không có đơn vị nào là “{part}”", remedy=f"dùng: {known}{more}"
    )
