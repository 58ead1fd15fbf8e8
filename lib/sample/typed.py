"""How a value is typed into a cell: a real number or date, or the same as Vietnamese text.

A value goes in exact (`int` for counts and đồng, `Fraction` never) and comes out as what the clerk typed.
"""

import datetime as dt
import random
from decimal import Decimal

from .places import Commune

NOTHING = "-"


def grouped(value: int | Decimal) -> str:
    """A number the Vietnamese way: dot for thousands, comma for decimals.

    >>> grouped(1779), grouped(Decimal("12.5")), grouped(Decimal("1350.0"))
    ('1.779', '12,5', '1.350')
    """
    number = Decimal(value).normalize()
    if number == number.to_integral_value():
        return f"{int(number):,}".replace(",", ".")
    whole, decimals = f"{number:f}".split(".")
    return f"{int(whole):,}".replace(",", ".") + "," + decimals


def type_number(value: int, scale: int, style: str, rng: random.Random) -> int | float | str:
    """`value` in units of `scale`, as a number or as text.

    >>> type_number(12_500_000, 1_000_000, "text", random.Random(0))
    '12,5'
    >>> type_number(12_500_000, 1_000_000, "real", random.Random(0))
    12.5
    """
    as_text = style == "text" or (style == "mixed" and rng.random() < 0.35)
    scaled = Decimal(value) / scale
    if as_text:
        return grouped(scaled)
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)


def type_date(value: dt.date, style: str, rng: random.Random) -> dt.date | str:
    """A date as a real date or as d/m/yyyy, sometimes with leading zeros.

    >>> type_date(dt.date(2000, 3, 9), "text", random.Random(0))
    '9/3/2000'
    """
    if style == "real" or (style == "mixed" and rng.random() < 0.6):
        return value
    if rng.random() < 0.4:
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return f"{value.day}/{value.month}/{value.year}"


def type_place(commune: Commune, style: str, rng: random.Random) -> str:
    """A commune's name as this office spells it: one of its known spellings, prefixed or in capitals."""
    name = commune.name
    if style == "mixed" and rng.random() < 0.5:
        name = rng.choice(commune.spellings)
    prefix = "" if name.lower().startswith(("xã ", "thị trấn", "tt")) else rng.choice(commune.prefixes)
    if style == "prefixed" or (style == "mixed" and rng.random() < 0.25):
        name = prefix + name
    if style == "capitals" or (style == "mixed" and rng.random() < 0.1):
        name = name.upper()
    return name
