"""What a unit received from its units: which ledgers may be added, which are refused by name, how they are got."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from indicators.conftest import UNIT, Opened

from lib.domain.errors import ReportError
from lib.editions.collect import collect
from lib.facts.ledger import dump_ledger, fact_record, ledger
from lib.indicators import Context
from lib.indicators.units_sent import RECEIVED
from lib.intake.folders import REPOSITORY, DataFolder

ABOVE, PERIOD = "gia-lai", "2021-H1"
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """A province whose figures come from its units; none have come."""
    raw = tmp_path / "data" / "raw" / ABOVE / PERIOD
    raw.mkdir(parents=True)
    (raw / "report.yaml").write_text("source: units\nmade_up: all\n", encoding="utf-8")
    return DataFolder(tmp_path / "data")


@pytest.fixture(scope="session")
def content(opened: Opened) -> dict[str, Any]:
    context = opened(PERIOD)
    entity = {"code": context.unit.code, "slug": context.unit.slug, "name": context.unit.name}
    period = {"code": PERIOD, "start": "", "end": "", "title": context.period.title}
    standard = context.reference.poverty.at(context.period.end).legal_basis
    return ledger(map(fact_record, context.all_facts()), entity, period, {}, standard)


def edition(reports: Path, content: dict[str, Any], slug: str = UNIT, change: Change | None = None) -> Path:
    """A published edition, as much of it as is collected."""
    told = json.loads(json.dumps(content))
    if change:
        change(told)
    folder = reports / slug / PERIOD
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.json").write_text(dump_ledger(told), encoding="utf-8", newline="\n")
    digest = sha256((folder / "facts.json").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"outputs": {"facts.json": digest}}), encoding="utf-8")
    return folder


def opening(data: DataFolder) -> Context:
    return Context(ABOVE, PERIOD, data)


def refused(data: DataFolder) -> str:
    with pytest.raises(ReportError) as caught:
        opening(data).group("credit")
    return str(caught.value)


def test_what_was_collected_is_added(data: DataFolder, tmp_path: Path, content: dict[str, Any], opened: Opened) -> None:
    edition(tmp_path, content)
    found = collect(opening(data), [tmp_path])
    assert [unit.slug for unit in found.new] == [UNIT]
    assert [unit.slug for unit in found.drafts] == [UNIT]
    assert len(found.missing) == 16
    here, there = opening(data), opened(PERIOD)
    assert here.fact("credit.poor_share").value == there.fact("credit.poor_share").value
    assert here.fact("credit.poor_total").parts == {"commune": {"637": 2342}}
    coverage = here.fact("credit.poor_share").coverage
    assert coverage is not None
    assert (coverage.expected, len(coverage.missing)) == (17, 16)
    assert [(each.file, each.column) for each in here.fact("credit.poor_total").sources] == [
        ("units/krong-pa.json", "credit.poor_total")
    ]
    assert here.cleaned.missing[0] == ("units", "622")


def test_nothing_collected_says_how(data: DataFolder) -> None:
    assert "chạy python -m lib collect --unit gia-lai --period 2021-H1" in refused(data)


def test_collecting_again_says_what_changed(data: DataFolder, tmp_path: Path, content: dict[str, Any]) -> None:
    edition(tmp_path, content)
    collect(opening(data), [tmp_path])
    assert [unit.slug for unit in collect(opening(data), [tmp_path]).same] == [UNIT]

    def more(told: dict[str, Any]) -> None:
        next(each for each in told["facts"] if each["id"] == "credit.amount")["value"] = "1"

    edition(tmp_path, content, change=more)
    assert [unit.slug for unit in collect(opening(data), [tmp_path]).changed] == [UNIT]
    assert opening(data).fact("credit.amount").value == 1
    shutil.rmtree(tmp_path / UNIT)
    assert [unit.slug for unit in collect(opening(data), [tmp_path]).kept] == [UNIT]


def other_period(told: dict[str, Any]) -> None:
    told["period"]["code"] = "2020-H1"


def other_unit(told: dict[str, Any]) -> None:
    told["entity"]["code"] = "622"


def other_standard(told: dict[str, Any]) -> None:
    told["standard"] = "Nghị định cũ"


def other_format(told: dict[str, Any]) -> None:
    told["format"] = "poverty-report-facts/0"


def other_definition(told: dict[str, Any]) -> None:
    next(each for each in told["facts"] if each["id"] == "credit.amount")["definition"] = "Đếm khác"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (other_period, "sổ của kỳ 2020-H1, không phải kỳ 2021-H1"),
        (other_unit, "sổ của Krông Pa (mã 622), không phải của Krông Pa (mã 637)"),
        (other_standard, "chuẩn nghèo Nghị định cũ"),
        (other_format, "poverty-report-facts/0"),
        (other_definition, "định nghĩa khác chỉ tiêu credit.amount"),
    ],
)
def test_a_ledger_that_may_not_be_added_is_not_collected(
    data: DataFolder, tmp_path: Path, content: dict[str, Any], change: Change, why: str
) -> None:
    edition(tmp_path, content, change=change)
    with pytest.raises(ReportError) as caught:
        collect(opening(data), [tmp_path])
    assert why in str(caught.value)
    assert str(caught.value).startswith(f"{UNIT}/{PERIOD}/facts.json: ")
    assert not (opening(data).raw / "units").exists()


def test_a_ledger_changed_since_it_was_made_is_not_collected(
    data: DataFolder, tmp_path: Path, content: dict[str, Any]
) -> None:
    folder = edition(tmp_path, content)
    (folder / "facts.json").write_text(dump_ledger({**content, "facts": content["facts"][:-1]}), encoding="utf-8")
    with pytest.raises(ReportError, match="đã bị sửa sau khi lập"):
        collect(opening(data), [tmp_path])


def test_a_ledger_changed_since_it_was_collected_stops_the_run(
    data: DataFolder, tmp_path: Path, content: dict[str, Any]
) -> None:
    edition(tmp_path, content)
    collect(opening(data), [tmp_path])
    path = opening(data).raw / "units" / f"{UNIT}.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"2342"', '"2343"'), encoding="utf-8")
    assert "đã bị sửa sau khi thu" in refused(data)


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        ("phu-can", "Xã Phú Cần nằm trong Huyện Krông Pa; cộng cả hai là tính hai lần"),
        ("ia-dreh", "không có vào ngày 14/6/2021 (từ 01/7/2025); cộng cả mã cũ và mã mới"),
        ("viet-nam", "không phải đơn vị ngay dưới Tỉnh Gia Lai"),
        ("nowhere", 'không có đơn vị "nowhere"'),
    ],
)
def test_overlapping_land_is_refused_by_name(
    data: DataFolder, tmp_path: Path, content: dict[str, Any], slug: str, why: str
) -> None:
    edition(tmp_path, content)
    collect(opening(data), [tmp_path])
    units = opening(data).raw / "units"
    shutil.copyfile(units / f"{UNIT}.json", units / f"{slug}.json")
    assert why in refused(data)
    assert f"units/{slug}.json" in refused(data)


def test_the_same_unit_twice_is_refused(data: DataFolder, tmp_path: Path, content: dict[str, Any]) -> None:
    edition(tmp_path, content)
    collect(opening(data), [tmp_path])
    units = opening(data).raw / "units"
    shutil.copyfile(units / f"{UNIT}.json", units / "kbang.json")
    received = json.loads((units / RECEIVED).read_text(encoding="utf-8"))
    (units / RECEIVED).write_text(json.dumps({**received, "kbang": received[UNIT]}), encoding="utf-8")
    assert "mỗi đơn vị chỉ được một sổ" in refused(data)


def test_a_period_of_its_own_workbooks_collects_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="source: units"):
        collect(Context(UNIT, PERIOD, DataFolder(REPOSITORY / "data")), [tmp_path])
