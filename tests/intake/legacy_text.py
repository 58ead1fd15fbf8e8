"""Encoders into the two legacy encodings, written apart from the tables they test."""

import unicodedata

LETTERS = (
    "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
    "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴĐ"
)
"""The 134 marked letters of Vietnamese."""

_TCVN3_BYTES = bytes.fromhex(
    "b8b5b6b7b9 a8bebbbcbdc6 a9cac7c8c9cb d0cccecfd1 aad5d2d3d4d6 ddd7d8dcde e3dfe1e2e4 abe8e5e6e7e9 acedeaebecee"
    "f3eff1f2f4 adf8f5f6f7f9 fdfafbfcfe ae"
)
_TCVN3 = dict(zip(LETTERS[:67], _TCVN3_BYTES.decode("latin-1"), strict=True))
_TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
_VNI_MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_ROOF = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_ALONE = dict(zip("íìỉĩịỵđ", "íìæóòîñ", strict=True))


def tcvn3(text: str) -> str:
    """A text as typed in TCVN3: marked capitals other than the seven become small letters, for a font to enlarge."""
    return "".join(_TCVN3_CAPITALS.get(char) or _TCVN3.get(char.lower(), char) for char in nfc(text))


def vni(text: str) -> str:
    """A text as typed in VNI."""
    return "".join(_vni(char) for char in nfc(text))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _vni(char: str) -> str:
    small = char.lower()
    coded = _VNI_ALONE.get(small) or _vni_vowel(small)
    return coded.upper() if char.isupper() else coded


def _vni_vowel(small: str) -> str:
    base, *marks = unicodedata.normalize("NFD", small)
    shapes = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
    tone = "".join(mark for mark in marks if mark in _VNI_MARKS)
    if set(marks) - set(shapes) - {tone}:
        return small
    if shapes == ["\u031b"]:
        return {"o": "ô", "u": "ö"}[base] + _VNI_MARKS.get(tone, "")
    if shapes:
        return base + (_VNI_ROOF if shapes == ["\u0302"] else _VNI_BREVE)[tone]
    return base + _VNI_MARKS.get(tone, "")


ENCODERS = {"tcvn3": tcvn3, "vni": vni}
