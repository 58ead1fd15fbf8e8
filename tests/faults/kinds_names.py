"""Faults of names, choices, codes and letters."""

import unicodedata
from typing import Any

from faults.judge import CAUGHT, MISSED, REPAIRED, Fault
from faults.kinds import changed, kind, on_sheet
from faults.sample import Case, Frame, Spot
from intake.legacy_text import ENCODERS

from lib.domain.text import match_key
from lib.domain.units import match

LOOK_ALIKES = str.maketrans("aceopxyAEKMHOPCTX", "асеорхуАЕКМНОРСТХ")


def commune_spot(case: Case, fits: Any = lambda name: True) -> tuple[Spot, str]:
    spot = case.spot(("commune",), lambda value: isinstance(value, str) and fits(value))
    return spot, str(case.value(spot))


@kind(REPAIRED)
def commune_spelt_otherwise(case: Case) -> Fault:
    """Tên xã viết hoa, có chữ xã/TT. phía trước, dấu nháy, khoảng trắng, không dấu."""
    spot, name = commune_spot(case)
    unit = match(name, case.sample.communes)
    assert unit is not None
    prefix = "TT. " if unit.type == "township" else "xã "
    plain = "".join(
        c for c in unicodedata.normalize("NFD", unit.name.replace("Đ", "D")) if not unicodedata.combining(c)
    )
    ways = [unit.name.upper(), prefix + unit.name, f"  {unit.name.replace(' ', chr(0xA0))} ", plain, unit.name.lower()]
    ways += [spelling.replace("'", "’") for spelling in unit.spellings]
    return changed(case, spot, case.rng.choice(ways))


@kind(REPAIRED)
def nfd(case: Case) -> Fault:
    """Chữ tổ hợp rời (NFD) trong cả trang."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    for row, column, text in list(page.texts()):
        page.put(row, column, unicodedata.normalize("NFD", text))
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def commune_misspelt(case: Case) -> Fault:
    """Tên xã sai một chữ."""
    spot, name = commune_spot(case)
    unit = match(name, case.sample.communes)
    assert unit is not None
    letters = list(unit.name)
    at = case.rng.choice([i for i, c in enumerate(letters) if c.isalpha()])
    for letter in case.rng.sample("bdghkmnprtvxz", 13):
        wrong = "".join([*letters[:at], letter, *letters[at + 1 :]])
        if match(wrong, case.sample.communes) is None:
            return changed(case, spot, wrong)
    raise AssertionError("every letter makes another commune")


@kind(CAUGHT)
def commune_of_elsewhere(case: Case) -> Fault:
    """Xã không thuộc danh sách: của nơi khác, hoặc mới có sau khi bỏ cấp huyện."""
    spot, _ = commune_spot(case)
    own = {key for unit in case.sample.communes for key in unit.match_keys}
    units = case.sample.reference.units
    others = [
        unit.official_name
        for versions in units.by_code.values()
        for unit in versions
        if unit.level == "commune" and unit.valid_from and not unit.match_keys & own
    ]
    return changed(
        case, spot, case.rng.choice([*others, "Xã Ayun", "Thị trấn Chư Sê", "Phường Diên Hồng", "Huyện Phú Túc"])
    )


@kind(CAUGHT)
def look_alike_letter(case: Case) -> Fault:
    """Chữ Kirin trông như chữ Latinh trong tên xã."""
    spot, name = commune_spot(case, lambda name: name.translate(LOOK_ALIKES) != name)
    at = case.rng.choice([i for i, c in enumerate(name) if c.translate(LOOK_ALIKES) != c])
    return changed(case, spot, name[:at] + name[at].translate(LOOK_ALIKES) + name[at + 1 :])


@kind(CAUGHT)
def unseen_characters(case: Case) -> Fault:
    """Ký tự không bề rộng, dấu chiều chữ, dấu nối mềm trong tên, danh mục, mã hộ."""
    spot = case.spot(("commune", "choice", "code", "text"), lambda v: isinstance(v, str) and len(v) > 2)
    text = str(case.value(spot))
    at = case.rng.randrange(1, len(text))
    return changed(case, spot, text[:at] + case.rng.choice("\u200b\u200e\ufeff\u2060\u00ad") + text[at:])


def swapped(case: Case, where: Any) -> Fault:
    spot = case.spot(("commune",), lambda value: isinstance(value, str), where=where)
    unit = match(str(case.value(spot)), case.sample.communes)
    other = case.rng.choice([each for each in case.sample.communes if each != unit])
    return changed(case, spot, other.name)


def with_codes(frame: Frame) -> bool:
    return "household" in frame.columns


@kind(CAUGHT)
def commune_swapped_beside_a_code(case: Case) -> Fault:
    """Một xã bị ghi nhầm thành xã khác cùng huyện, dòng có mã hộ."""
    return swapped(case, with_codes)


@kind(CAUGHT)
def commune_swapped_in_a_list_of_communes(case: Case) -> Fault:
    """Một xã bị ghi nhầm thành xã khác, bảng mỗi xã một dòng."""
    return swapped(case, lambda frame: frame.table.key == ("commune",) and len(frame.data) == 14)


@kind(CAUGHT, MISSED, REPAIRED, unknowable="xã khác trong danh sách, bảng không khóa theo xã, dòng không có mã hộ")
def commune_swapped_alone(case: Case) -> Fault:
    """Một xã bị ghi nhầm thành xã khác cùng huyện, không gì khác ở dòng nói đến xã."""
    return swapped(case, lambda frame: not with_codes(frame) and frame.table.key != ("commune",))


@kind(CAUGHT)
def choice_misspelt(case: Case) -> Fault:
    """Nội dung danh mục viết sai hoặc ngoài danh mục."""
    spot = case.spot(("choice",), lambda v: isinstance(v, str) and len(v) > 3)
    text = str(case.value(spot))
    wrong = case.rng.choice([text[:-1], text + "h", text.replace(" ", " b", 1), "Khác", "Chưa rõ"])
    if match_key(wrong) in spot.column.codes:
        wrong += "?z"
    return changed(case, spot, wrong)


@kind(REPAIRED)
def choice_spelt_otherwise(case: Case) -> Fault:
    """Danh mục viết hoa, thừa khoảng trắng, kiểu bỏ dấu khác."""
    spot = case.spot(("choice",), lambda v: isinstance(v, str) and len(v) > 3)
    text = str(case.value(spot))
    return changed(
        case,
        spot,
        case.rng.choice([text.upper(), f" {text}  ", text.replace(" ", "\n"), unicodedata.normalize("NFD", text)]),
    )


@kind(REPAIRED)
def code_typed_otherwise(case: Case) -> Fault:
    """Mã hộ có khoảng trắng, gạch nối khác, chữ số rộng."""
    spot = case.spot(("code",), lambda v: isinstance(v, str) and "-" in v)
    code = str(case.value(spot))
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return changed(
        case,
        spot,
        case.rng.choice(
            [code.replace("-", " - "), code.replace("-", "–"), code.replace("-", "\u2011"), f" {code}", wide]
        ),
    )


@kind(CAUGHT)
def code_turned_into_a_number(case: Case) -> Fault:
    """Mã bị Excel đổi thành số mũ (2,4E+09)."""
    spot = case.spot(("code",), lambda v: isinstance(v, str) and "-" in v)
    digits = str(case.value(spot)).replace("-", "")
    number = int("".join(filter(str.isdigit, digits)))
    return changed(case, spot, f"{number:.4E}".replace(".", case.rng.choice(".,")))


@kind(MISSED, REPAIRED, CAUGHT, unknowable="mã hộ khác vẫn là một mã hợp lệ; không có sổ mã của cả nước để đối chiếu")
def code_of_another_household(case: Case) -> Fault:
    """Mã hộ gõ nhầm thành một mã khác cùng xã."""
    spot = case.spot(
        ("code",), lambda v: isinstance(v, str) and v[-1:].isdigit(), columns=lambda c: c.name == "household"
    )
    code = str(case.value(spot))
    return changed(case, spot, code[:-1] + str((int(code[-1]) + 5) % 10))


@kind(REPAIRED, periods=("2020-H1",))
def helper_said_to_be_nobody(case: Case) -> Fault:
    """Cột có hay không ghi «không», «chưa có» thay cho để trống."""
    spot = case.spot(("presence",), lambda value: value in ("", "-", None))
    return changed(case, spot, case.rng.choice(["Không", "không có", "Chưa có", "chưa phân công", "0", "K"]))


@kind(CAUGHT)
def legacy_encoding(case: Case) -> Fault:
    """Chữ TCVN3 hoặc VNI trong cả trang, có hoặc không có phông chữ."""
    frame = case.frame(lambda f: f.data)
    book, page = case.open(frame)
    encoding = case.rng.choice(("tcvn3", "vni"))
    fonts = case.rng.random() < 0.5
    for row, column, text in list(page.texts()):
        page.put(row, column, ENCODERS[encoding](text))
        if fonts:
            page.fonts[row, column] = ".VnTime" if encoding == "tcvn3" else "VNI-Times"
    return on_sheet(frame, book.content(), f"{frame.table.name} {encoding} {fonts}")


# --- group rows


def grouped(frame: Frame) -> bool:
    return len(frame.groups) >= 2


@kind(CAUGHT)
def group_renamed(case: Case) -> Fault:
    """Dòng nhóm mang tên không có trong danh mục."""
    frame = case.frame(lambda f: grouped(f) and f.table.group and f.table.group.choices)
    book, page = case.open(frame)
    row = case.rng.choice(frame.groups)
    page.put(
        row,
        frame.number + 1,
        case.rng.choice(["Nhóm khác", "Chương trình mới", str(page.get(row, frame.number + 1))[:-2]]),
    )
    return on_sheet(frame, book.content())


@kind(REPAIRED)
def group_without_its_mark(case: Case) -> Fault:
    """Dòng nhóm mất số La Mã, hoặc có chữ cái thay vào."""
    frame = case.frame(lambda f: grouped(f) and f.table.group and f.table.group.choices)
    book, page = case.open(frame)
    row = case.rng.choice(frame.groups)
    page.put(row, frame.number, case.rng.choice(["", "A", "B.", "I."]))
    return on_sheet(frame, book.content())


@kind(CAUGHT)
def group_removed(case: Case) -> Fault:
    """Mất một dòng nhóm: các dòng của nó dính vào nhóm trên."""
    frame = case.frame(grouped)
    book, page = case.open(frame)
    page.remove_row(case.rng.choice(frame.groups))
    return on_sheet(frame, book.content())
