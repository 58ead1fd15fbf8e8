"""From a template and facts to narrative: the text of a section as blocks of runs."""

import re
from dataclasses import dataclass
from typing import Any

from IPython.display import HTML

from lib.indicators.context import Context
from lib.indicators.section import facts_table
from lib.narrative.adopted import adopted
from lib.narrative.commentary import read_commentary, reference_names
from lib.narrative.html import blocks_html, legend_html, stale_html
from lib.narrative.markup import to_blocks
from lib.narrative.notes import Note, legend, noted, noted_facts
from lib.narrative.phrases import template_names
from lib.narrative.runs import NARRATIVE_MIME, Block, Blocks, Ref, cited_facts, plain_text
from lib.narrative.stale import stale
from lib.narrative.template import refuse_typed_digits, render_marks

COMMENTARY = re.compile(r"\{\{-?\s*commentary\b")


@dataclass(frozen=True)
class Narrative:
    """The text of one section, or of a named part of the report; `notes` say what its marks mean, `legend` in words;
    `stale` tells of commentary in it that no longer fits. In a notebook it shows itself as it will read."""

    section: str
    blocks: list[Block]
    part: str = ""
    notes: tuple[Note, ...] = ()
    legend: tuple[dict[str, Any], ...] = ()
    stale: tuple[dict[str, Any], ...] = ()
    adopted: tuple[int, ...] = ()
    """Numbers of the overrides (overrides.yaml) that are in it."""

    @property
    def text(self) -> str:
        return plain_text(self.blocks)

    def cited(self, context: Context) -> HTML:
        """The facts this text prints, as a table with formula and source."""
        facts = [context.fact(name) for name in cited_facts(self.blocks)]
        return HTML(facts_table(facts) if facts else "<p>Không dẫn chỉ tiêu nào.</p>")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        content = {
            "section": self.section,
            "part": self.part,
            "blocks": self.blocks,
            "cited": cited_facts(self.blocks),
            "notes": list(self.notes),
            "stale": list(self.stale),
            "adopted": list(self.adopted),
        }
        told = stale_html(self.stale) + legend_html(self.legend)
        return {
            NARRATIVE_MIME: content,
            "text/html": f"<div class='narrative' lang='vi'>{blocks_html(self.blocks)}{told}</div>",
            "text/plain": self.text,
        }


def narrate(source: str, context: Context, section: str, part: str = "", where: str = "%%narrative") -> Narrative:
    """Renders a template for one unit and period.

    `{{ commentary }}` on a line of its own puts in what people wrote for this section, if anybody did. Raises
    ReportError naming `where` and the line for anything undefined, any typed digit, any figure that is absent
    without being asked about.
    """
    names = template_names(context)
    names["commentary"] = commentary_blocks(context, section, names)
    names["ref"] = lambda text: Ref(text)
    changed = adopted(context, section, to_blocks(*render_marks(source, names, where)))
    blocks = changed.blocks
    notes = noted(context.fact(name) for name in noted_facts(blocks))
    used = read_commentary(context, section) if COMMENTARY.search(source) else None
    found = [*changed.stale, *([late] if used and (late := stale(context, used)) else [])]
    return Narrative(
        section,
        refuse_typed_digits(blocks, where),
        part,
        tuple(notes),
        tuple(legend(context, notes)),
        tuple(each.record for each in found),
        tuple(changed.used),
    )


def commentary_blocks(context: Context, section: str, names: dict[str, Any]) -> Blocks:
    """What people wrote for a section, rendered; empty when there is nothing."""
    commentary = read_commentary(context, section)
    if commentary is None:
        return Blocks()
    references = {name: Ref(text) for name, text in reference_names(commentary).items()}
    marks = render_marks(commentary.template, {**names, "_references": references}, commentary.where)
    return Blocks(refuse_typed_digits(to_blocks(*marks), commentary.where))
