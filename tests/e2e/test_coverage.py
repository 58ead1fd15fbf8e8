"""Who sent, who was late, who is missing; beside the period before; what is written to them."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from e2e.conftest import PERIODS, UNIT

from lib.editions.fresh import state
from lib.indicators.context import Context, open_context
from lib.intake.folders import REPOSITORY
from lib.intake.sending import send_by, sendings
from lib.narrative.runs import plain_text
from lib.report import coverage
from lib.report.reminders import main_remind, reminders, write_reminders
from lib.report.sent import change, sending_notes
from lib.report.sent_chart import sent_chart

PERIOD, BEFORE = PERIODS
RECEIVED = {
    "P. Noi vu.xlsx": ("home_affairs", "2021-06-14", "on_time"),
    "P. LDTBXH.xlsx": ("labour", "2021-06-15", "after_cutoff"),
    "BHXH huyen.xlsx": ("social_insurance", "2021-06-16", "after_cutoff"),
    "Hoi Nong dan.xlsx": ("farmers", "2021-06-17", "overdue"),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one commune and two offices have not sent; of one of these half was told."""
    data = tmp_path_factory.mktemp("sent")
    raw = data / "raw" / UNIT / PERIOD
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / PERIOD, raw)
    for name in ("12. Uar.xlsx", "Hoi LHPN.xlsx", "TT GDNN-GDTX.xlsx"):
        (raw / name).unlink()
    lines = [
        f"{name}: {{office: {office}, received: {day}, status: {'tạm' if office == 'farmers' else 'chính thức'}}}"
        for name, (office, day, _) in RECEIVED.items()
    ]
    (raw / "receipts.yaml").write_text("\n".join(lines), encoding="utf-8")
    told = "women,toilets_women,Uar,households,5,chị Rơ Chăm H'Bia,anh Kpă Thuyên,14/6/2021,sổ trực"
    head = "office,table,commune,column,value,told_by,told_to,date,evidence"
    (raw / "entered.csv").write_text(f"{head}\n{told}\n", encoding="utf-8")
    assert opened(data).cleaned
    return data


@pytest.fixture
def period(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that folder to change, its clean tables with it."""
    return shutil.copytree(prepared, tmp_path / "data")


def opened(data: Path) -> Context:
    return open_context(UNIT, PERIOD, str(data))


def with_earlier(data: Path) -> Path:
    """The data folder with the sample's other period in it; its folder there."""
    target = data / "raw" / UNIT / BEFORE
    shutil.copytree(REPOSITORY / "data" / "raw" / UNIT / BEFORE, target)
    return target


def test_every_sender_stands_once_on_its_side_of_the_days(period: Path) -> None:
    context = opened(period)
    found = sendings(context.cleaned, context.communes, send_by(context.data, context.unit, context.period))
    assert len({each.sender for each in found}) == len(found) == len(context.communes) + 13
    by_file = {each.file: each for each in found}
    for name, (office, day, said) in RECEIVED.items():
        one = by_file[name]
        assert (one.sender, str(one.received), one.state) == ((office, None), day, said)
        assert (one.late, one.provisional) == (said != "on_time", office == "farmers")
    waited = {each.sender: each for each in found if each.state == "missing"}
    assert set(waited) == {("commune", "24109"), ("women", None), ("vocational", None)} == set(context.cleaned.missing)
    assert waited["women", None].told == ("toilets_women",)
    assert {each.state for each in found} == {"on_time", "after_cutoff", "overdue", "undated", "missing"}
    assert sum(each.rows for each in found) == sum(each["clean"] for each in context.cleaned.intake["readings"])


def test_one_period_alone_says_who_and_when(period: Path) -> None:
    notes = sending_notes(opened(period))
    assert (notes["cutoff"], notes["deadline"], notes["dated"], notes["earlier"]) == (
        "14/6/2021",
        "16/6/2021",
        True,
        None,
    )
    assert notes["late"] == [
        "Phòng Lao động – Thương binh và Xã hội huyện (ngày 15/6/2021)",
        "Bảo hiểm xã hội huyện (ngày 16/6/2021)",
        "Hội Nông dân huyện (ngày 17/6/2021)",
    ]
    said = {each["sender"]: (each["state"], each["rows"]) for each in notes["senders"] if each["late"]}
    assert said == {
        "UBND Uar": ("chưa gửi", "–"),
        "Phòng Lao động – Thương binh và Xã hội huyện": ("sau ngày chốt 1 ngày", "119"),
        "Bảo hiểm xã hội huyện": ("sau ngày chốt 2 ngày", "104"),
        "Hội Nông dân huyện": ("quá hạn gửi 3 ngày, bản tạm", "12"),
        "Hội Liên hiệp Phụ nữ huyện": ("chưa gửi tệp; nhập tay một phần", "1"),
        "Trung tâm Giáo dục nghề nghiệp – Giáo dục thường xuyên huyện": ("chưa gửi", "–"),
    }
    assert notes["tables"] == []
    assert "Không có kỳ trước để so." in coverage.against_last(opened(period)).data


def test_the_chart_has_a_mark_for_every_sender_and_says_how_many_came(period: Path) -> None:
    context = opened(period)
    chart = sent_chart(context)
    head, *rows = chart["table"]
    assert head == ["Nơi gửi", "Đã gửi", "Gửi muộn", "Chưa gửi"]
    counts = {row[0]: row[1:] for row in rows}
    assert counts["UBND các xã, thị trấn"] == ["13/14", "0/14", "1/14"]
    assert counts["Hội Nông dân huyện"] == ["0/1", "1/1", "0/1"]
    assert counts["Hội Liên hiệp Phụ nữ huyện"] == ["0/1", "0/1", "1/1"]
    assert plain_text(chart["title"]) == "24/27 nơi gửi đã gửi số liệu"
    marks = [len(re.findall("<use ", group)) for group in re.findall(r"<g clip-path.*?</g>", chart["svg"], re.DOTALL)]
    assert sum(marks) == 27
    assert sum(int(each.partition("/")[0]) for row in rows for each in row[1:]) == 27


def test_the_period_before_stands_beside_it(period: Path) -> None:
    with_earlier(period)
    context = opened(period)
    notes = sending_notes(context)
    assert notes["earlier"] == {"title": "6 tháng đầu năm 2020", "why": ""}
    by_sender = {each["sender"]: each for each in notes["senders"]}
    before = open_context(UNIT, BEFORE, str(period)).cleaned.intake["readings"]
    uar, town = by_sender["UBND Uar"], by_sender["UBND Phú Túc"]
    assert uar["before"] == str(sum(each["clean"] for each in before if each["file"] == "12. Uar.xlsx"))
    assert (uar["change"], town["change"]) == ("", change(int(town["rows"]), int(town["before"]), share=False))
    tables = {table["table"]: table["lines"] for table in notes["tables"]}
    amount = next(line for line in tables["Hỗ trợ tiền điện hộ nghèo"] if line["measure"] == "Kinh phí (đồng)")
    assert (amount["now"], amount["before"]) == ("587.118.000", "651.210.000")
    assert tables["Danh sách hộ đăng ký thoát nghèo"][0]["now"] == "634†"
    assert notes["partial"]
    (training,) = [lines for name, lines in tables.items() if name.startswith("Kế hoạch và tình trạng")]
    assert {line["now"] for line in training} == {"–"}
    row = next(each for each in notes["communes"]["rows"] if each["name"] == "Uar")
    assert {cell["now"] for cell in row["cells"]} == {"–"}
    shown = coverage.by_commune(context).data
    assert shown.count("<details>") > 20
    assert "<b>chưa gửi</b>" in coverage.senders(context).data
    assert "651.210.000" in coverage.against_last(context).data


def test_a_period_before_that_cannot_be_read_stops_nothing(period: Path) -> None:
    earlier = with_earlier(period)
    (earlier / "P. GDDT.xlsx").write_bytes(b"%PDF-1.7")
    context = opened(period)
    notes = sending_notes(context)
    assert "P. GDDT.xlsx: tệp này là PDF" in notes["earlier"]["why"]
    assert notes["tables"] == []
    assert "Không so được với 6 tháng đầu năm 2020: P. GDDT.xlsx" in coverage.senders(context).data


def test_what_came_for_the_period_before_is_part_of_the_state(period: Path) -> None:
    made = [state(period, UNIT, PERIOD)]
    earlier = with_earlier(period)
    made.append(state(period, UNIT, PERIOD))
    (earlier / "Hoi LHPN.xlsx").unlink()
    made.append(state(period, UNIT, PERIOD))
    (earlier / "report.yaml").write_text("notice: x", encoding="utf-8")
    assert len(set(made)) == 3
    assert state(period, UNIT, PERIOD) == made[-1]
    of_earlier = state(period, UNIT, BEFORE)
    (period / "raw" / UNIT / PERIOD / "P. GDDT.xlsx").unlink()
    assert state(period, UNIT, BEFORE) == of_earlier


# --- reminders


def test_a_reminder_names_what_is_owed_on_which_form_until_when(period: Path) -> None:
    context = opened(period)
    written = {each.file: each.text for each in reminders(context, date(2021, 6, 15))}
    vocational = context.reference.office("vocational", context.unit, context.period.end).short_name
    assert set(written) == {
        "12. Uar.txt", "Phòng LĐTBXH huyện.txt", "BHXH huyện.txt", "Hội Nông dân huyện.txt", "Hội LHPN huyện.txt",
        f"{vocational}.txt",
    }  # fmt: skip
    uar = written["12. Uar.txt"]
    assert "Kính gửi: Ủy ban nhân dân xã Uar." in uar
    assert "Phòng Lao động – Thương binh và Xã hội huyện Krông Pa đề nghị quý cơ quan gửi" in uar
    assert "theo biểu mẫu «12. Uar.xlsx», gồm 4 bảng:\n- Danh sách hộ nghèo" in uar
    assert "chậm nhất ngày 16/6/2021. Đến ngày 15/6/2021" in uar
    assert "quá hạn" not in uar
    women = written["Hội LHPN huyện.txt"]
    assert "Số liệu của bảng «Nhà tiêu hỗ trợ hội viên phụ nữ» hiện chỉ nghe qua điện thoại" in women
    farmers = written["Hội Nông dân huyện.txt"]
    assert "ngày 17/6/2021, sau ngày chốt số liệu (14/6/2021) 3 ngày, quá hạn gửi (16/6/2021) 1 ngày" in farmers
    assert "gửi bản chính thức chậm nhất ngày 16/6/2021" in farmers
    own = written["Phòng LĐTBXH huyện.txt"]
    assert own.endswith("Trân trọng./.\n\nBộ phận tổng hợp báo cáo giảm nghèo\n")
    assert not any(name in text for text in written.values() for name in ("H'Bia", "Thuyên", "H’Bia"))


def test_a_reminder_after_the_deadline_says_by_how_much(period: Path) -> None:
    written = {each.file: each.text for each in reminders(opened(period), date(2021, 6, 18))}
    assert "đã quá hạn 2 ngày; đề nghị gửi ngay" in written["12. Uar.txt"]
    assert "gửi bản chính thức ngay, hoặc" in written["Hội Nông dân huyện.txt"]


def test_answered_reminders_go(period: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write_reminders(opened(period), date(2021, 6, 18))
    assert all(path.is_file() for path in first)
    source = REPOSITORY / "data" / "raw" / UNIT / PERIOD / "12. Uar.xlsx"
    shutil.copyfile(source, period / "raw" / UNIT / PERIOD / source.name)
    assert main_remind(UNIT, PERIOD, "2021-06-18", str(period)) == 0
    told = capsys.readouterr().out
    assert not first[0].exists()
    assert f"── {first[1]}\n\nV/v gửi số liệu" in told
    assert f"{len(first) - 1} nơi cần nhắc." in told
    assert f"{len(opened(period).cleaned.receipts) - len(RECEIVED)} tệp chưa ghi ngày nhận" in told
