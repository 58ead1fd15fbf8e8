"""The report put together: head, opening, sections in the registry's order, closing, foot, and notes on the data.

The result is a document of plain data; every output format is made from it, and none has text or figures of its own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from lib.domain.dates import format_date
from lib.facts.caveats import ordered
from lib.indicators.context import Context
from lib.indicators.registry import Section, sections, written_sections
from lib.indicators.section import SectionFacts
from lib.intake.folders import CLEAN, REPOSITORY
from lib.intake.receipts import ignored_why
from lib.narrative.adopted import unused
from lib.narrative.narrate import Narrative
from lib.narrative.notes import joined_notes, legend, norm_in_doubt, without_marks
from lib.narrative.phrases import MANY, listed_name, office_name
from lib.narrative.runs import DOCUMENT_MIME, Block, Run, walk_runs
from lib.report.annex import annex
from lib.report.executed import SectionOutput, read_chart, read_section
from lib.report.head import draft_note, official_parts
from lib.report.sent import sending_notes
from lib.report.summary import summary
from lib.report.tables.figures import Figures


@dataclass(frozen=True)
class Document:
    """One assembled report as plain data (`content`) and its ledger (`facts`, the records of every fact in order)."""

    content: dict[str, Any]
    facts: list[dict[str, Any]]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        heads = "".join(
            f"<li>{escape(section['label'])} {escape(section['title'])}</li>" for section in self.content["sections"]
        )
        summary = f"<p>{len(self.facts)} chỉ tiêu</p><ul>{heads}</ul>"
        return {DOCUMENT_MIME: {**self.content, "facts": self.facts}, "text/html": summary, "text/plain": "báo cáo"}


def assemble(
    facts: SectionFacts, title: Narrative, opening: Narrative, closing: Narrative, build: str = ""
) -> Document:
    """Puts the report together from executed section notebooks.

    `facts` are the header's; `build` the folder of executed notebooks (empty: those of the edition in `reports/`).
    Raises ReportError when a section has not been run.
    """
    context = facts.context
    default = REPOSITORY / "reports" / context.unit.slug / context.period.code / "notebooks"
    folder = Path(build) if build else default
    written = {
        section.number: read_section(folder / section.notebook) for section in written_sections(context.period.kind)
    }
    records = [record for output in written.values() for record in output.facts]
    header = facts._repr_mimebundle_()
    header_records = next(value["facts"] for mime, value in header.items() if mime.endswith("+json"))
    everywhere = common_caveats(written.values())
    notes = joined_notes(output.notes for output in written.values())
    content = {
        **official_parts(context, facts),
        "title": title.blocks,
        "opening": opening.blocks,
        "sections": [_section(context, section, output, everywhere) for section, output in _ordered(written)],
        "closing": closing.blocks,
        "legend": legend(
            context, [note for note in notes if note["code"] in everywhere], everywhere, "Toàn bộ số liệu của báo cáo"
        ),
        "data": data_notes(context),
        "labels": labels(context, header_records + records),
    }
    content["reasons"] = reasons(content)
    content["draft"] = bool(content["reasons"])
    content["draft_note"] = draft_note(content["reasons"])
    content["annex"] = annex(content["data"], read_chart(folder / CLEAN))
    facts_by_id = {record["id"]: record for record in header_records + records}
    content["summary"] = summary(Figures(context, content, facts_by_id), everywhere)
    return Document(content, header_records + records)


def labels(context: Context, records: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """What readers call the codes in facts: offices, dimensions, and the values of each dimension."""
    owed = () if context.sent else context.contracts.sent
    named = {c.office: office_name(context, (c.office, None)) for c in owed if not c.per_commune}
    keys: dict[str, dict[str, str]] = {"commune": dict(context.commune_names)}
    for record in records:
        for dimension, parts in record["dimensions"].items():
            own = keys.setdefault(dimension, {})
            own |= {key: context.label(dimension, key) for key in parts if key not in own}
    norms = {norm for record in records if record["coverage"] for norm in record["coverage"]["norms"]}
    return {
        "office": named,
        "sender": {code: office_name(context, ("", code)) for code in context.commune_names},
        "norm": {norm: norm_in_doubt(context, norm) for norm in sorted(norms)},
        "state": {
            each["value"]: _state(context, each["value"])
            for each in records
            if each["kind"] == "state" and each["value"]
        },
        "dimension": {each: context.column_title(each) for each in keys},
        **keys,
    }


def _state(context: Context, value: str) -> str:
    """A state in words, with its reason: "Chưa triển khai (do dịch …)"."""
    stage, _, why = value.partition(":")
    words = "Khác nhau" if stage == "mixed" else context.label("state", stage)
    return f"{words} ({context.reference.reasons.wording(why)})" if why else words


def _ordered(written: Mapping[str, SectionOutput]) -> list[tuple[Section, SectionOutput | None]]:
    """Every heading that has something under it in this period."""
    kept = [s for s in sections() if s.number in written or any(n.startswith(f"{s.number}.") for n in written)]
    return [(section, written.get(section.number)) for section in kept]


def _section(
    context: Context, section: Section, output: SectionOutput | None, everywhere: Collection[str]
) -> dict[str, Any]:
    blocks = without_marks(output.blocks, everywhere) if output else []
    return {
        "number": section.number,
        "label": section.label,
        "place": section.place,
        "level": section.level,
        "title": section.title.format(rest=context.period.rest_title or "trong thời gian tới"),
        "blocks": numbered(blocks) if section.level == 1 else blocks,
        "stale": [*output.stale, *(each.record for each in unused(context, section.number, output.adopted))]
        if output
        else [],
        "charts": [_chart(chart, everywhere) for chart in output.charts] if output else [],
        "legend": legend(
            context, [note for note in (output.notes if output else []) if note["code"] not in everywhere]
        ),
    }


def reasons(content: Mapping[str, Any]) -> list[list[Run]]:
    """Why an edition is a draft, each as runs: who has not sent, what is not written or no longer fits, no number."""
    missing, found = content["data"]["missing"], []
    if missing:
        others = f" và {len(missing) - MANY} nơi khác, xem phụ lục" if len(missing) > MANY else ""
        told = f"thiếu báo cáo của {len(missing)} nơi gửi: {'; '.join(missing[:MANY])}{others}"
        found.append([{"text": told, "ref": "note"}])
    gaps = [section for section in content["sections"] if any("gap" in run for run in walk_runs(section["blocks"]))]
    if gaps and not missing:
        told = f"chưa đủ nội dung ở mục {', '.join(section['place'] for section in gaps)}"
        found.append([{"text": told, "ref": "note"}])
    for each in (each for section in content["sections"] for each in section["stale"]):
        found.append([{"text": "lời viết cần xem lại: "}, *each["runs"]])
    if content["number"] is None:
        found.append([{"text": "chưa có số, ngày ban hành"}])
    return found


def common_caveats(sections: Iterable[SectionOutput]) -> tuple[str, ...]:
    """The caveats that every figure of the sections' text carries: they are said once, not at each number."""
    printed = [set(run.get("caveats", ())) for each in sections for run in walk_runs(each.blocks) if "fact" in run]
    return ordered(set.intersection(*printed)) if printed else ()


def _chart(chart: dict[str, Any], everywhere: Collection[str]) -> dict[str, Any]:
    """A chart without what is said once for the whole report."""
    kept = [note for note in chart["legend"] if note["mark"] or note["code"] not in everywhere]
    return {**chart, "title": without_marks(chart["title"], everywhere), "legend": kept}


def numbered(blocks: list[Block]) -> list[Block]:
    """The blocks with their headings numbered 1., 2. in order, as the registry numbers sections."""
    count = 0
    result = []
    for block in blocks:
        if block["block"] == "heading":
            count += 1
            block = {**block, "label": f"{count}."}
        result.append(block)
    return result


def data_notes(context: Context) -> dict[str, Any]:
    """What readers should know of the data: who sent when and what beside the period before, who has not, rows set
    aside, totals that disagree, the notice."""
    intake = context.cleaned.intake
    rejects = context.cleaned.rejects
    return {
        **sending_notes(context),
        "missing": [listed_name(context, sender) for sender in context.cleaned.missing],
        "received": [listed_name(context, (each.office, each.sender)) for each in context.cleaned.receipts],
        "told": [_told(context, told) for told in intake["told"]],
        "clean": sum(reading["clean"] for reading in intake["readings"]),
        "rejected": len(rejects),
        "rules": _reject_counts(context),
        "findings": [*map(_finding, context.findings), *(f"{f}: {ignored_why(f)}" for f in intake["ignored"])],
        "notice": context.report.get("notice") or "",
    }


def _told(context: Context, told: Mapping[str, Any]) -> dict[str, str]:
    day = format_date(date.fromisoformat(told["date"]))
    sender = listed_name(context, (told["office"], told["sender"]))
    return {**told, "sender": sender, "table": context.contracts.table(told["table"]).title, "date": day}


def _finding(found: Mapping[str, str]) -> str:
    place = " › ".join(found[part] for part in ("file", "sheet", "cell") if found[part])
    return f"{place}: {found['reason']}"


def _reject_counts(context: Context) -> list[dict[str, Any]]:
    """Rows set aside by file, sheet and reason's rule, with the first place of each; values are not repeated."""
    rejects = context.cleaned.rejects
    counts = []
    for (file, sheet, rule), rows in rejects.groupby(["file", "sheet", "rule"], sort=True):
        first = rows.iloc[0]
        counts.append({"file": file, "sheet": sheet, "cell": first["cell"], "rule": rule, "rows": len(rows)})
    return counts
