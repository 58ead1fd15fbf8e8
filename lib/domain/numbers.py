"""Vietnamese numbers both ways: what is printed here parses back here to the same value.

A dot groups thousands, a comma marks decimals. Counts and money are integers, everything else is exact
(Decimal or Fraction); rounding happens once, half up, when a number is printed. Unclear text is refused.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lib.domain.text import foreign_letters, match_key

Exact = int | Decimal | Fraction

THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9

_SIZES = {"": 1, "nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "tr": 10**6, "ty": 10**9, "ti": 10**9}
_MONEY_UNITS = {size + currency: _SIZES[size] for size in _SIZES for currency in ("", "d", "dong", "vnd")}
_NOTHING = re.compile(r"[\s\-–—−]*")
_VIETNAMESE = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:([. ])[0-9]{3})(?:\2[0-9]{3})*)(?:,([0-9]+))?")
_ENGLISH = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)()\.([0-9]+)|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_COMMA_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_POINT_PERCENT = re.compile(r"[0-9]{1,3}\.[0-9]{1,2}")
_MONEY = re.compile(r"(.*[0-9])\s*([^0-9]*)")
_LONGEST = 60  # characters; the country's budget in đồng needs 26
_RETYPE = "gõ lại số: dấu chấm tách từng ba chữ số, dấu phẩy trước phần thập phân (ví dụ 1.234 hoặc 11,5)"


class NumberError(ValueError):
    """A value that is not the number it should be, said in Vietnamese; `remedy` says what to type instead."""

    def __init__(self, reason: str, remedy: str | None = None) -> None:
        super().__init__(reason)
        self.remedy = remedy


def is_nothing(value: object) -> bool:
    """Whether a cell says "nothing": empty, blank, or only dashes. A zero is something.

    Example:
        >>> [is_nothing(value) for value in (None, "", " – ", "-", 0, "0", "x")]
        [True, True, True, True, False, False, False]
    """
    if isinstance(value, str):
        return not value[:1].isalnum() and _NOTHING.fullmatch(value) is not None
    return value is None


# --- printing


def round_half_up(value: Exact, decimals: int) -> Decimal:
    """The value rounded to so many decimals, halves away from zero, exactly.

    Example:
        >>> round_half_up(Fraction(229, 2000), 3), round_half_up(Decimal("-2.5"), 0)
        (Decimal('0.115'), Decimal('-3'))
    """
    share = Fraction(value)
    quotient, rest = divmod(abs(share.numerator) * 10**decimals, share.denominator)
    if 2 * rest >= share.denominator:
        quotient += 1
    sign = "-" if share < 0 and quotient else ""
    return Decimal(f"{sign}{quotient}E-{decimals}")


def format_count(value: int) -> str:
    """An integer with its thousands grouped: 1779 → "1.779"."""
    return f"{value:,}".replace(",", ".")


def format_decimal(value: Exact, decimals: int) -> str:
    """A number with exactly so many decimals, rounded half up.

    Example:
        >>> format_decimal(Decimal("3.3"), 2), format_decimal(Fraction(10001, 8), 1)
        ('3,30', '1.250,1')
    """
    whole, _, digits = f"{round_half_up(value, decimals):,f}".partition(".")
    return whole.replace(",", ".") + ("," + digits if digits else "")


def format_percent(value: Exact, decimals: int) -> str:
    """A percentage; the value is the number before the sign: 100 × the share.

    Example:
        >>> format_percent(100 * Fraction(269, 2342), 1)
        '11,5%'
    """
    return f"{format_decimal(value, decimals)}%"


def format_money(value: int) -> str:
    """An amount of đồng: in tỷ from 1 tỷ if exact to one decimal, else in triệu if whole, else in đồng.

    Example:
        >>> [format_money(value) for value in (113_000_000_000, 1_500_000_000, 1_350_000_000, 5_155_540_000)]
        ['113 tỷ đồng', '1,5 tỷ đồng', '1.350 triệu đồng', '5.155.540.000 đồng']
    """
    if abs(value) >= BILLION and value % (BILLION // 10) == 0:
        return f"{format_decimal(Fraction(value, BILLION), 0 if value % BILLION == 0 else 1)} tỷ đồng"
    if value and value % MILLION == 0:
        return f"{format_count(value // MILLION)} triệu đồng"
    return f"{format_count(value)} đồng"


@dataclass(frozen=True)
class Hedge:
    """A count said by its floor: `word` is "trên" when the value lies above the floor, "" when it equals it.

    Attributes:
        floor: the number that is printed.
        word: the hedge before it, or "".
    """

    floor: int
    word: str

    def __str__(self) -> str:
        return f"{self.word} {format_count(self.floor)}".strip()


def floor_hedge(value: int, step: int) -> Hedge:
    """The value floored to a multiple of `step`; exact values, and those below one step, get no hedge.

    Example:
        >>> tuple(str(floor_hedge(value, step=50)) for value in (355, 350, 349, 30))
        ('trên 350', '350', 'trên 300', '30')
    """
    if step < 1 or value < 0:
        raise ValueError(f"a hedge needs a value ≥ 0 and a step ≥ 1, not {value} and {step}")
    floor = value - value % step
    return Hedge(floor, "trên") if 0 < floor < value else Hedge(value, "")


# --- parsing


def parse_count(value: object) -> int:
    """A whole number from a cell: an int, a whole float, or text with thousands grouped by "." "," or space.

    Raises:
        NumberError: for anything else; a number such as 1.779 is refused with its likely cause.

    Example:
        >>> [parse_count(value) for value in ("1.779", "1,779", "1\\u00a0779", "01", 1779.0, "１７")]
        [1779, 1779, 1779, 1, 1779, 17]
    """
    if type(value) is int:
        return value
    if isinstance(value, str):
        sign, digits = _sign_and_digits(value)
        if _COMMA_GROUPS.fullmatch(digits):
            return int(sign + digits.replace(",", ""))
    number = parse_decimal(value)
    numerator, denominator = number.as_integer_ratio()
    if denominator != 1:
        raise _not_whole(value)
    return numerator


def parse_decimal(value: object) -> Decimal:
    """An exact number from a cell: an int, a float as Excel shows it, or text with a decimal comma.

    A dot alone groups thousands ("1.779" is 1779, "3.3" is refused); of both, the last marks the decimals.

    Example:
        >>> parse_decimal("3,30"), parse_decimal("1.250,5"), parse_decimal("1,250.5"), parse_decimal(3.3)
        (Decimal('3.30'), Decimal('1250.5'), Decimal('1250.5'), Decimal('3.3'))
    """
    if isinstance(value, str):
        return _decimal_text(value, _sign_and_digits(value))
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise NumberError(f"{_shown(value)} không phải là số")
    # Excel keeps 15 significant digits; what a float holds beyond them is noise of a formula (0.1 + 0.2).
    number = Decimal(format(value, ".15g")) if isinstance(value, float) and value % 1 else Decimal(value)
    if not number.is_finite():
        raise NumberError(f"{_shown(value)} không phải là số")
    return number


def parse_percent(value: object) -> Decimal:
    """The number before the percent sign, with or without it; a dot before one or two decimals is clear.

    Example:
        >>> parse_percent("11,5%"), parse_percent("3,30"), parse_percent("3.3 %"), parse_percent(3.3)
        (Decimal('11.5'), Decimal('3.30'), Decimal('3.3'), Decimal('3.3'))
    """
    if not isinstance(value, str):
        return parse_decimal(value)
    sign, digits = _sign_and_digits(value)
    digits = digits.removesuffix("%").rstrip()
    if _POINT_PERCENT.fullmatch(digits):
        return Decimal(sign + digits)
    return _decimal_text(value, (sign, digits))


def parse_money(value: object, scale: int = 1) -> int:
    """Whole đồng from a cell: text with its own unit, or a bare number times `scale` (the column's unit).

    Raises:
        NumberError: if it is no amount, no whole number of đồng, or unclear ("1,350 triệu": 1.350 or 1,35).

    Example:
        >>> [parse_money(value) for value in ("113 tỷ đồng", "1.350 triệu đồng", "5.155.540.000đ")]
        [113000000000, 1350000000, 5155540000]
        >>> parse_money("1,5", scale=1_000_000), parse_money(94, scale=1_000_000)
        (1500000, 94000000)
    """
    number, scale = _money_text(value, scale) if isinstance(value, str) else (parse_decimal(value), scale)
    numerator, denominator = (Fraction(number) * scale).as_integer_ratio()
    if denominator != 1:
        raise _not_whole(value) if scale == 1 else NumberError(f"{_shown(value)} không tròn đồng", _RETYPE)
    return numerator


def parse_hedge(text: str) -> Hedge:
    """What `Hedge` prints, read back.

    Example:
        >>> parse_hedge("trên 1.350")
        Hedge(floor=1350, word='trên')
    """
    words = unicodedata.normalize("NFC", text).split(maxsplit=1)
    if len(words) == 2 and words[0].lower() == "trên":
        return Hedge(parse_count(words[1]), "trên")
    return Hedge(parse_count(text), "")


# --- inside


def _sign_and_digits(text: str) -> tuple[str, str]:
    """The minus, if any, and the rest in ASCII digits and plain spaces.

    Superscripts are left as they are, to be refused: compatibility folding would read "12²" as 122.
    """
    if not text.isascii() and not any(unicodedata.category(char) == "No" for char in text):
        text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    text = text.strip()
    if len(text) > _LONGEST:
        raise NumberError(f"{_shown(text)} không phải là số", _RETYPE)
    return ("-", text[1:].lstrip()) if text.startswith("-") else ("", text)


def _decimal_text(value: str, parts: tuple[str, str]) -> Decimal:
    sign, digits = parts
    if match := _VIETNAMESE.fullmatch(digits) or _ENGLISH.fullmatch(digits):
        whole = re.sub("[., ]", "", match[1] or digits)
        return Decimal(f"{sign}{whole}.{match[3] or ''}")
    raise NumberError(f"{_shown(value)} không phải là số", _RETYPE)


def _money_text(value: str, scale: int) -> tuple[Decimal, int]:
    sign, digits = _sign_and_digits(value.replace("₫", "đ"))
    match = _MONEY.fullmatch(digits)
    if not match:
        raise NumberError(f"{_shown(value)} không phải là số tiền", _RETYPE)
    digits, unit = match[1], match[2].strip()
    if unit:
        key = match_key(unit)
        if not key or key not in _MONEY_UNITS or foreign_letters(unit):
            raise NumberError(f"{_shown(value)} không phải là số tiền", _RETYPE)
        scale = _MONEY_UNITS[key]
    if _COMMA_GROUPS.fullmatch(digits) and digits.count(",") == 1:
        if scale == 1:
            return Decimal(sign + digits.replace(",", "")), scale
        dotted = digits.replace(",", ".")
        raise NumberError(
            f"{_shown(value)} không rõ là {dotted} hay {digits.rstrip('0').rstrip(',')}",
            f"gõ {dotted} nếu dấu phẩy tách hàng nghìn; nếu không, bỏ bớt số 0 ở cuối hoặc ghi bằng đồng",
        )
    return _decimal_text(value, (sign, digits)), scale


def _not_whole(value: object) -> NumberError:
    """The refusal of a fraction where a whole number belongs; of a number 1.779 it names the likely cause."""
    meant = Fraction(parse_decimal(value)) * THOUSAND if isinstance(value, float) else Fraction(0)
    if meant.denominator != 1 or not THOUSAND <= abs(meant) < MILLION:
        return NumberError(f"{_shown(value)} không phải là số nguyên", "gõ lại số nguyên, ví dụ 1.234")
    typed = format_count(int(meant))
    return NumberError(
        f"ô chứa số {_shown(value)}, không phải số nguyên: có lẽ dấu chấm hàng nghìn của {typed} "
        "đã bị Excel hiểu thành dấu thập phân",
        f"gõ lại {meant} (không có dấu chấm), hoặc đặt ô ở dạng Văn bản rồi gõ {typed}",
    )


def _shown(value: object) -> str:
    """The value as a person sees it in the sheet, shortened, in quotes."""
    if isinstance(value, bool):
        return f'"{str(value).upper()}"'
    if isinstance(value, float):
        return f'"{format(value, ".15g").replace(".", ",")}"'
    text = " ".join(str(value).split())
    return f'"{text if len(text) <= _LONGEST else text[:_LONGEST] + "…"}"'
