"""Units × periods × state."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from runs.offices import UNIT, Office, office

from lib.domain.errors import ReportError
from lib.editions.owed import calendar
from lib.editions.status import State, Status, status, table

PERIOD = "2021-H1"
IN_TIME, LATE = "2021-06-16", "2021-06-17"


@pytest.fixture
def place(tmp_path: Path) -> Office:
    return office(tmp_path)


def stands(place: Office, day: str, period: str = PERIOD) -> Status:
    known = calendar(place.data, date.fromisoformat(day))
    (owed,) = (owed for owed in known.owed if owed.period.code == period)
    return status(owed, place.reports, place.history(), date.fromisoformat(day))


def test_never_run_until_the_sending_day_late_after_it(place: Office) -> None:
    place.receive(PERIOD)
    assert stands(place, "2021-03-01").state is State.NEVER
    assert stands(place, IN_TIME).state is State.NEVER
    assert stands(place, LATE).state is State.LATE


def test_draft_and_final(place: Office) -> None:
    place.receive(PERIOD)
    place.run(UNIT, PERIOD)
    assert (stands(place, IN_TIME).state, stands(place, IN_TIME).note) == (State.DRAFT, "")
    assert (stands(place, LATE).state, stands(place, LATE).note) == (State.DRAFT, "quá hạn gửi")
    place.publish(UNIT, PERIOD, "final")
    assert (stands(place, LATE).state, stands(place, LATE).note) == (State.FINAL, "")


def test_failed_until_the_next_success(place: Office) -> None:
    place.receive(PERIOD)
    place.run(UNIT, PERIOD)
    place.fail(PERIOD, "Bieu 1.xlsx: hỏng")
    with pytest.raises(ReportError):
        place.run(UNIT, PERIOD)
    assert stands(place, LATE).state is State.FAILED
    assert stands(place, LATE).note == "Bieu 1.xlsx: hỏng; bản lập ngày 05/01/2026 vẫn còn; quá hạn gửi"
    place.failing.clear()
    place.run(UNIT, PERIOD)
    assert stands(place, LATE).state is State.DRAFT


def test_without_data(place: Office) -> None:
    place.plan("{kinds: [half_year], first: 2021-H1, sending_days: 1}")
    assert stands(place, "2021-06-15").note == "chưa có số liệu"
    late = stands(place, "2021-06-16")
    assert (late.state, late.note) == (State.LATE, "chưa có số liệu")
    place.receive(PERIOD, name="~$P. LDTBXH.xlsx")  # Excel's own, while a workbook is open
    assert not stands(place, LATE).has_data


@pytest.mark.parametrize("change", ["edited", "added", "commentary", "report.yaml"])
def test_data_changed_since_the_run(place: Office, change: str) -> None:
    place.receive(PERIOD)
    place.run(UNIT, PERIOD)
    assert not stands(place, LATE).changed
    raw = place.data.raw(UNIT, PERIOD)
    if change == "edited":
        place.receive(PERIOD, "other rows")
    elif change == "added":
        place.receive(PERIOD, name="2. Uar.xlsx")
    elif change == "commentary":
        (raw / "commentary").mkdir()
        (raw / "commentary" / "I.1.md").write_text("Lời.", encoding="utf-8")
    else:
        (raw / "report.yaml").write_text("{}", encoding="utf-8")
    assert stands(place, LATE).changed
    assert "số liệu đã đổi" in stands(place, LATE).note


def test_an_edition_that_was_restored_is_not_taken_for_old(place: Office) -> None:
    place.receive(PERIOD)
    place.run(UNIT, PERIOD)
    earlier = (place.reports / UNIT / PERIOD / "manifest.json").read_bytes()
    place.receive(PERIOD, "other rows")
    place.run(UNIT, PERIOD)
    (place.reports / UNIT / PERIOD / "manifest.json").write_bytes(earlier)
    assert not stands(place, LATE).changed


@pytest.mark.parametrize("damage", ["{", "[]", '{"run": {}}', '{"run": 3}'])
def test_a_manifest_that_cannot_be_read_counts_as_none(place: Office, damage: str) -> None:
    place.receive(PERIOD)
    place.run(UNIT, PERIOD)
    (place.reports / UNIT / PERIOD / "manifest.json").write_text(damage, encoding="utf-8")
    assert stands(place, LATE).state is State.LATE


def test_the_state_stands_without_history(place: Office) -> None:
    place.receive(PERIOD)
    place.run(UNIT, PERIOD)
    (place.reports / "history.jsonl").unlink()
    assert stands(place, IN_TIME).state is State.DRAFT
    shutil.rmtree(place.reports)
    assert stands(place, IN_TIME).state is State.NEVER


def test_the_table(place: Office) -> None:
    assert table([], place.history()) == "Chưa có đơn vị, kỳ báo cáo nào trong data/raw."
    place.receive(PERIOD)
    place.receive("2020-H1")
    place.run(UNIT, "2020-H1")
    with (place.reports / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"run": "')
    known = calendar(place.data, date(2021, 6, 17)).owed
    lines = table([status(owed, place.reports, place.history(), date(2021, 6, 17)) for owed in known], place.history())
    assert lines.splitlines() == [
        "ĐƠN VỊ    KỲ       CHỐT SỐ LIỆU  HẠN GỬI    TRẠNG THÁI  GHI CHÚ",
        "krong-pa  2020-H1  14/6/2020     16/6/2020  dự thảo     quá hạn gửi",
        "krong-pa  2021-H1  14/6/2021     16/6/2021  quá hạn",
        "Nhật ký history.jsonl có 1 dòng hỏng, đã bỏ qua.",
    ]
