"""What `00_clean` shows: who sent what, that no row is lost, what was set aside and what looks odd."""

import pandas as pd
from IPython.display import HTML

from lib.contracts import table_contract
from lib.indicators.context import Context
from lib.intake.entered import ENTERED
from lib.intake.receipts import ignored_why
from lib.narrative.phrases import office_name


def senders(context: Context) -> HTML:
    """Every sender that owes a workbook: its file, its SHA-256, or that it has not sent."""
    rows = [
        (office_name(context, (receipt.office, receipt.sender)), receipt.file, receipt.sha256[:12])
        for receipt in context.cleaned.receipts
    ]
    told = dict.fromkeys((each["office"], each["sender"]) for each in context.cleaned.intake["told"])
    late = dict.fromkeys(context.cleaned.missing, "CHƯA GỬI")
    late |= dict.fromkeys(told, f"CHƯA GỬI TỆP; có số nhập tay trong {ENTERED}")
    rows += [(office_name(context, sender), words, "") for sender, words in late.items()]
    return _table(pd.DataFrame(rows, columns=["Nơi gửi", "Tệp", "SHA-256"]))


def conservation(context: Context) -> HTML:
    """Rows read, clean, set aside and furniture, by table, and whether they agree (law 1)."""
    readings = pd.DataFrame(context.cleaned.intake["readings"])
    readings["furniture"] = readings["furniture"].map(lambda counts: sum(counts.values()))
    summed = readings.groupby("table", sort=False)[["read", "clean", "rejected", "furniture"]].sum()
    agrees = summed["read"] == summed["clean"] + summed["rejected"] + summed["furniture"]
    summed.insert(0, "title", [table_contract(str(name)).title for name in summed.index])
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
    shown = pd.DataFrame([*intake["findings"], *passed], columns=["file", "sheet", "cell", "reason"])
    return _table(shown.set_axis(["Tệp", "Trang", "Ô", "Nội dung"], axis=1), "Không có.")


def _table(frame: pd.DataFrame, empty: str = "") -> HTML:
    """A table with every text escaped."""
    return HTML(frame.to_html(index=False, border=0, escape=True) if len(frame) else f"<p>{empty}</p>")
