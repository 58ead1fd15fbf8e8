"""The parts of the file that say how text looks: styles, fonts, lists, settings."""

from lib.report.docx.layout import Font, Layout, Style
from lib.report.docx.xml import el, root, twips

LANGUAGE = "vi-VN"
BULLETS, STEPS = 1, 2
"""Numbers of the two kinds of list: dashes, and 1. 2. 3."""
LEVELS = 4
FRAME = {
    side: el(f"w:{side}", val="single", sz=8, space=4, color="auto") for side in ("top", "left", "bottom", "right")
}


def styles_xml(layout: Layout) -> str:
    """styles.xml: the font and language of everything, then every style of the layout."""
    font = layout.font.name
    fonts = el("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    language = el("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    size = next(style.size for style in layout.styles if style.id == "Normal")
    run = el("w:rPr", fonts, el("w:color", val="000000"), *_size(size), language)
    paragraph = el("w:pPr", el("w:widowControl"), el("w:spacing", before=0, after=0, line=240, lineRule="auto"))
    defaults = el("w:docDefaults", el("w:rPrDefault", run), el("w:pPrDefault", paragraph))
    return root("w:styles", defaults, *map(_style, layout.styles), *_table_styles())


def _style(style: Style) -> str:
    parts = [el("w:name", val=style.name)]
    parts += [el("w:basedOn", val=style.based)] if style.based else []
    parts += [el("w:next", val="BodyText")] if style.level else []
    default = {"default": 1} if style.id == "Normal" else {}
    return el(
        "w:style",
        *parts,
        el("w:qFormat"),
        _paragraph(style),
        _run(style),
        type="paragraph",
        **default,
        styleId=style.id,
    )


def _paragraph(style: Style) -> str:
    parts = [el("w:keepNext"), el("w:keepLines")] if style.next else []
    parts += [el("w:pBdr", *FRAME.values())] if style.framed else []
    spacing = {"before": style.before, "after": style.after, "line": style.line}
    if any(value is not None for value in spacing.values()):
        twentieths = {name: value * 20 for name, value in spacing.items() if value is not None and name != "line"}
        line = {} if style.line is None else {"line": style.line * 240 // 100, "lineRule": "auto"}
        parts.append(el("w:spacing", **twentieths, **line))
    sides = None if style.sides is None else twips(style.sides)
    first = None if style.indent is None else twips(style.indent)
    parts += [] if sides is first is None else [el("w:ind", left=sides, right=sides, firstLine=first)]
    parts += [el("w:contextualSpacing")] if style.framed else []  # the frame is one, whatever it holds
    parts += [el("w:jc", val=style.align)] if style.align else []
    parts += [el("w:outlineLvl", val=style.level - 1)] if style.level else []
    return el("w:pPr", *parts) if parts else ""


def _run(style: Style) -> str:
    parts = [f"<w:{tag}/><w:{tag}Cs/>" for tag, on in (("b", style.bold), ("i", style.italic)) if on]
    parts += [el("w:caps")] if style.capitals else []
    parts += _size(style.size)
    return el("w:rPr", *parts) if parts else ""


def _size(points: int | None) -> list[str]:
    return [] if points is None else [el("w:sz", val=points * 2), el("w:szCs", val=points * 2)]


def _table_styles() -> tuple[str, str]:
    margins = el(
        "w:tblCellMar",
        el("w:top", w=0, type="dxa"), el("w:left", w=85, type="dxa"),
        el("w:bottom", w=0, type="dxa"), el("w:right", w=85, type="dxa"),
    )  # fmt: skip
    plain = el(
        "w:style", el("w:name", val="Normal Table"), el("w:uiPriority", val=99), el("w:semiHidden"),
        el("w:tblPr", el("w:tblInd", w=0, type="dxa"), margins), type="table", default=1, styleId="TableNormal",
    )  # fmt: skip
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = el("w:tblBorders", *(el(f"w:{side}", val="single", sz=4, space=0, color="auto") for side in sides))
    grid = el(
        "w:style", el("w:name", val="Table Grid"), el("w:basedOn", val="TableNormal"), el("w:tblPr", lines),
        type="table", styleId="TableGrid",
    )  # fmt: skip
    return plain, grid


def fonts_xml(font: Font) -> str:
    """fontTable.xml: the font, and what stands in for it."""
    named = el(
        "w:font", el("w:altName", val=",".join(font.substitutes)), el("w:panose1", val="02020603050405020304"),
        el("w:charset", val="00"), el("w:family", val="roman"), el("w:pitch", val="variable"), name=font.name,
    )  # fmt: skip
    return root("w:fonts", named)


def numbering_xml(layout: Layout) -> str:
    """numbering.xml: lists with dashes, and numbered ones; the first line indented like a paragraph's."""
    indent = next(style.indent for style in layout.styles if style.id == "BodyText")
    kinds = ((BULLETS, "bullet", "-+-+"), (STEPS, "decimal", None))
    lists = []
    for number, kind, marks in kinds:
        levels = []
        for level in range(LEVELS):
            mark = marks[level] if marks else f"%{level + 1}."
            place = el("w:pPr", el("w:ind", left=twips(level * 6), firstLine=twips(indent or 0)))
            levels.append(
                el("w:lvl", el("w:start", val=1), el("w:numFmt", val=kind), el("w:suff", val="space"),
                   el("w:lvlText", val=mark), el("w:lvlJc", val="left"), place, ilvl=level)
            )  # fmt: skip
        lists.append(el("w:abstractNum", el("w:multiLevelType", val="multilevel"), *levels, abstractNumId=number))
    return root("w:numbering", *lists, el("w:num", el("w:abstractNumId", val=BULLETS), numId=BULLETS))


def restarted(number: int) -> str:
    """One numbered list that begins at 1, to be added to numbering.xml under `number`."""
    starts = (el("w:lvlOverride", el("w:startOverride", val=1), ilvl=level) for level in range(LEVELS))
    return root("w:num", el("w:abstractNumId", val=STEPS), *starts).replace("<w:num ", f'<w:num w:numId="{number}" ', 1)


def settings_xml() -> str:
    """settings.xml: today's Word, without its compatibility mode; Vietnamese separators."""
    mode = el(
        "w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )  # fmt: skip
    return root(
        "w:settings", el("w:zoom", percent=100), el("w:defaultTabStop", val=twips(12.7)),
        el("w:characterSpacingControl", val="doNotCompress"), el("w:compat", mode),
        el("w:themeFontLang", val=LANGUAGE), el("w:decimalSymbol", val=","), el("w:listSeparator", val=";"),
    )  # fmt: skip
