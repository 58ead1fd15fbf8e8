"""What `00_clean` shows: who sent what and when, how it compares with the period before, that no row is lost, what was
set aside and what looks odd."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
from IPython.display import HTML

from lib.indicators.context import Context
from lib.intake.compared import Line
from lib.intake.receipts import RECEIPTS, ignored_why
from lib.narrative.phrases import capital
from lib.narrative.runs import CHART_MIME
from lib.report import sent
from lib.report.annex import PARTIAL
from lib.report.sent import sending_notes
from lib.report.sent_chart import sent_chart

FROM_UNITS = "Số liệu lấy từ sổ của các đơn vị gửi; bảng, dòng và ô nằm ở báo cáo của từng đơn vị."
NUMBER = re.compile(r"[−+–\d., ()%/†]*|không đổi")


class Senders(HTML):
    """Who has sent, as a chart and a table; the chart is left in the notebook for the report's annex."""

    def __init__(self, chart: Mapping[str, Any], table: str) -> None:
        super().__init__(f"<figure style='max-width:38rem'>{chart['svg']}</figure>{table}")
        self.chart = chart

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {CHART_MIME: self.chart}


def senders(context: Context) -> Senders:
    """Every sender that owes a workbook: its file, when it came, how many rows, how many the period before; or that it
    has not sent."""
    notes = sending_notes(context)
    before = notes["earlier"]
    dated = {"received": "Nhận ngày"} if notes["dated"] else {}
    columns = {"sender": "Nơi gửi", "file": "Tệp", **dated, "state": "Tình trạng"}
    columns |= {"rows": "Dòng hợp lệ", "rejected": "Để riêng"}
    if before and not before["why"]:
        columns |= {"before": f"Dòng, {before['title']}", "change": "Tăng, giảm"}
    rows = [[_late(each, key) for key in columns] for each in notes["senders"]]
    said = f"Chốt số liệu ngày {notes['cutoff']}, hạn gửi ngày {notes['deadline']}."
    if not notes["dated"]:
        said += f" Chưa ghi ngày nhận tệp nào vào {RECEIPTS}, nên không biết nơi nào gửi muộn."
    if before and before["why"]:
        said += f" Không so được với {before['title']}: {before['why']}."
    return Senders(sent_chart(context), f"<p>{escape(said)}</p>{_cells(list(columns.values()), rows)}")


def _late(sender: Mapping[str, Any], key: str) -> str:
    text = escape(str(sender[key]))
    return f"<b>{text}</b>" if sender["late"] and key in ("sender", "state") else text


def against_last(context: Context) -> HTML:
    """Rows and sums of every table beside the period before; what at least doubled or halved stands out."""
    notes = sending_notes(context)
    before = notes["earlier"]
    if not notes["tables"]:
        return HTML("<p>Không có kỳ trước để so.</p>")
    heads = ["Nơi gửi, bảng, số", "Kỳ này", capital(before["title"]), "Tăng, giảm"]
    rows: list[list[str]] = []
    for table in notes["tables"]:
        rows.append([f"<b>{escape(table['sender'])} – {escape(table['table'])}</b>"])
        for line in table["lines"]:
            changed = _jump(line["change"], line["jumps"])
            rows.append([f"&emsp;{escape(line['measure'])}", line["now"], line["before"], changed])
    said = f"<p>{escape(PARTIAL)}</p>" if notes["partial"] else ""
    return HTML(said + _cells(heads, rows))


def by_commune(context: Context) -> HTML:
    """Rows and sums of each table by commune, the period before in parentheses; a table opens when clicked."""
    parts = []
    for title, lines in sent.lines_by_commune(context):
        measures = list(dict.fromkeys(sent.measure(line, context.contracts) for line in lines))
        jumps = sum(line.jumps for line in lines)
        places = list(dict.fromkeys(line.place for line in lines))
        cells = {(line.place, sent.measure(line, context.contracts)): line for line in lines}
        rows = [
            [escape(context.commune_names[place]), *(_pair(cells[place, name]) for name in measures)]
            for place in places
        ]
        noted = f" – {jumps} số tăng hoặc giảm từ hai lần" if jumps else ""
        table = _cells([capital(context.level.children), *measures], rows)
        parts.append(f"<details><summary>{escape(title)}{noted}</summary>{table}</details>")
    return HTML("".join(parts) or "<p>Không có kỳ trước để so.</p>")


def _pair(line: Line) -> str:
    return _jump(f"{sent.shown(line.now)} ({sent.shown(line.before)})", line.jumps)


def _jump(text: str, jumps: bool) -> str:
    return f"<b style='color:#8a4b00'>{text}</b>" if jumps else text


def conservation(context: Context) -> HTML:
    """Rows read, clean, set aside and furniture, by table, and whether they agree (law 1)."""
    readings = pd.DataFrame(context.cleaned.intake["readings"])
    if readings.empty:
        return HTML(f"<p>Không có bảng nào. {escape(FROM_UNITS) if context.sent else ''}</p>")
    readings["furniture"] = readings["furniture"].map(lambda counts: sum(counts.values()))
    summed = readings.groupby("table", sort=False)[["read", "clean", "rejected", "furniture"]].sum()
    agrees = summed["read"] == summed["clean"] + summed["rejected"] + summed["furniture"]
    summed.insert(0, "title", [context.contracts.table(str(name)).title for name in summed.index])
    summed["agrees"] = agrees.map({True: "đủ", False: "THIẾU"})
    summed.columns = pd.Index(["Bảng", "Đọc", "Hợp lệ", "Để riêng", "Trình bày", "Đối chiếu"])
    return _table(summed)


def rejects(context: Context) -> HTML:
    """Rows set aside: place, reason and what to do. Values that may identify somebody were never kept."""
    shown = context.cleaned.rejects[["file", "sheet", "cell", "reason", "remedy"]]
    return _table(shown.set_axis(["Tệp", "Trang", "Ô", "Lý do", "Cách sửa"], axis=1), "Không có dòng nào để riêng.")


def findings(context: Context) -> HTML:
    """Oddities that set no row aside, such as a total that disagrees with its rows; then files passed over."""
    intake = context.cleaned.intake
    passed = [{"file": name, "sheet": "", "cell": "", "reason": ignored_why(name)} for name in intake["ignored"]]
    shown = pd.DataFrame([*context.findings, *passed], columns=["file", "sheet", "cell", "reason"])
    return _table(shown.set_axis(["Tệp", "Trang", "Ô", "Nội dung"], axis=1), "Không có.")


def _cells(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are HTML already; numbers stand at the right."""
    head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in heads)
    body = "".join("<tr>" + "".join(_cell(text, len(heads) - len(row) + 1) for text in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str, span: int) -> str:
    """A cell; the only one of a row stands across the table."""
    number = NUMBER.fullmatch(re.sub(r"<[^>]*>", "", text))
    across = f" colspan='{span}'" if span > 1 else ""
    return f"<td{across} style='text-align:{'right' if number else 'left'}'>{text}</td>"


def _table(frame: pd.DataFrame, empty: str = "") -> HTML:
    """A table with every text escaped."""
    return HTML(frame.to_html(index=False, border=0, escape=True) if len(frame) else f"<p>{empty}</p>")
