"""The theme: black on white, and the one font, so that what people add in Word looks like the rest."""

from lib.report.docx.layout import Font
from lib.report.docx.xml import el, root

DARK, LIGHT, ACCENT = "000000", "FFFFFF", "404040"
COLOURS = {
    "dk1": DARK,
    "lt1": LIGHT,
    "dk2": DARK,
    "lt2": LIGHT,
    **{f"accent{number}": ACCENT for number in range(1, 7)},
    "hlink": DARK,
    "folHlink": DARK,
}


def theme_xml(font: Font) -> str:
    """theme.xml, as little as Word asks for."""
    name = "Thể thức văn bản"
    colours = (el(f"a:{key}", el("a:srgbClr", val=value)) for key, value in COLOURS.items())
    faces = (el("a:latin", typeface=font.name), el("a:ea", typeface=""), el("a:cs", typeface=""))
    fill = el("a:solidFill", el("a:schemeClr", val="phClr"))
    looks = (
        el("a:fillStyleLst", *[fill] * 3),
        el("a:lnStyleLst", *[el("a:ln", fill, w=9525)] * 3),
        el("a:effectStyleLst", *[el("a:effectStyle", el("a:effectLst"))] * 3),
        el("a:bgFillStyleLst", *[fill] * 3),
    )
    elements = el(
        "a:themeElements",
        el("a:clrScheme", *colours, name=name),
        el("a:fontScheme", el("a:majorFont", *faces), el("a:minorFont", *faces), name=name),
        el("a:fmtScheme", *looks, name=name),
    )
    return root("a:theme", elements).replace("<a:theme ", f'<a:theme name="{name}" ', 1)
