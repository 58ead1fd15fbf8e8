"""Clean tables on disk: one folder per input, whole or not at all, typed as contracted."""

import os
import threading
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from intake.sheets import Layout, full_book, row, write

from lib.contracts import CONTRACTS, OWNERS, table_contract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.intake import clean
from lib.intake.clean import Cleaned, cleaned, stored_columns
from lib.intake.folders import REPOSITORY, DataFolder, data_folder

BY_OFFICE = {contract.office: contract for contract in CONTRACTS}


@pytest.fixture
def data(tmp_path: Path, unit: Unit, period: Period) -> DataFolder:
    """A data folder with a bank, a labour office and one commune."""
    folder = DataFolder(tmp_path / "data")
    raw = folder.raw(unit.slug, period.code)
    raw.mkdir(parents=True)
    for office in ("policy_bank", "labour", "commune"):
        write(raw / f"{office}.xlsx", full_book(BY_OFFICE[office]))
    return folder


@pytest.fixture
def make(data: DataFolder, reference: Reference, unit: Unit, period: Period) -> Any:
    return lambda: cleaned(data, reference, unit, period)


def raw_of(data: DataFolder, unit: Unit, period: Period) -> Path:
    return data.raw(unit.slug, period.code)


def test_the_same_input_is_read_once(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make()
    before = {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    monkeypatch.setattr(clean, "read_period", lambda *_: pytest.fail("read again"))
    again = make()
    assert again.folder == first.folder
    assert {path: path.stat().st_mtime_ns for path in first.folder.iterdir()} == before


def test_another_input_makes_another_folder_and_leaves_the_first(
    make: Any, data: DataFolder, unit: Unit, period: Period
) -> None:
    raw = raw_of(data, unit, period)
    folders = [make().folder]
    (raw / "labour.xlsx").rename(raw / "P. LDTBXH.xlsx")
    folders.append(make().folder)
    (raw / "Thumbs.db").write_bytes(b"")
    folders.append(make().folder)
    write(raw / "policy_bank.xlsx", [Layout(table_contract("loans"), [["I", "Cho vay hộ nghèo"]]).sheet()])
    folders.append(make().folder)
    assert len(set(folders)) == 4
    assert all(folder.is_dir() for folder in folders)
    (raw / "Thumbs.db").unlink()
    (raw / "report.yaml").write_text("x: 1", encoding="utf-8")
    assert make().folder not in folders, "loans differ from those of the first three"


def test_files_that_are_passed_over_are_told(make: Any, data: DataFolder, unit: Unit, period: Period) -> None:
    (raw_of(data, unit, period) / "công văn.docx").write_bytes(b"")
    assert make().intake["ignored"] == ["công văn.docx"]


def test_tables_are_typed_as_contracted(make: Any) -> None:
    made = make()
    for name in OWNERS:
        schema = pq.read_schema(made.folder / f"{name}.parquet")
        columns = stored_columns(table_contract(name))
        assert schema.names == [*(column.name for column in columns), *clean_extra()]
        for column in columns:
            assert schema.field(column.name).type == clean.ARROW.get(column.type, pa.string())


def clean_extra() -> tuple[str, ...]:
    return ("source_file", "source_sheet", "source_row", "source_number")


def test_values_come_back_as_they_were_read(make: Any) -> None:
    loans = make().table("loans")
    record = loans.iloc[0]
    assert record["date"] == date(2021, 3, 1)
    assert (record["amount"], record["programme"], record["commune"]) == (50, "poor", "24076")
    assert (record["source_file"], record["source_sheet"], record["source_row"]) == ("policy_bank.xlsx", "Cho vay", 5)
    assert str(loans["amount"].dtype) == str(loans["source_number"].dtype) == "Int64"
    documents = make().table("documents")
    assert documents["rate"].iloc[0] == Decimal("3.3")
    assert make().table("exit_register")["has_helper"].tolist() == [True, False, True]


def test_an_empty_table_keeps_its_columns_and_types(make: Any) -> None:
    made = make()
    empty, full = made.table("population"), made.table("electricity")
    assert len(empty) == 0
    assert empty["households_end"].dtype == full["households"].dtype
    assert len(made.rejects) == 0
    assert list(made.rejects.columns) == ["file", "sheet", "cell", "table", "rule", "value", "reason", "remedy"]


def test_optional_cells_are_missing_values_not_zeros(data: DataFolder, unit: Unit, period: Period, make: Any) -> None:
    sheets = full_book(BY_OFFICE["labour"])
    table = table_contract("targets")
    sheets[0] = Layout(table, [(1, row(table, 0, adjusted="-", adjustment="-")), (2, row(table, 1))]).sheet()
    write(raw_of(data, unit, period) / "labour.xlsx", sheets)
    targets = make().table("targets")
    assert targets["adjusted"].isna().tolist() == [True, False]
    assert targets["adjustment"].isna().tolist() == [True, False]
    assert targets["adjusted"].sum() == 3


def test_receipts_and_missing_senders_come_back(make: Any) -> None:
    made = make()
    assert [(receipt.office, receipt.sender) for receipt in made.receipts] == [
        ("commune", "24079"), ("labour", None), ("policy_bank", None),
    ]  # fmt: skip
    assert len(made.receipts[0].sha256) == 64
    assert ("commune", "24076") in made.missing
    assert ("finance", None) in made.missing


def test_counts_prove_that_no_row_is_lost(make: Any) -> None:
    for reading in make().intake["readings"]:
        assert reading["read"] == reading["clean"] + reading["rejected"] + sum(reading["furniture"].values())


def test_no_raw_folder_stops(tmp_path: Path, reference: Reference, unit: Unit, period: Period) -> None:
    with pytest.raises(ReportError) as caught:
        cleaned(DataFolder(tmp_path), reference, unit, period)
    assert str(caught.value) == (
        "raw/krong-pa/2021-H1: chưa có số liệu của Krông Pa kỳ 2021-H1. "
        "Cách sửa: tạo thư mục này và chép các báo cáo của các nơi gửi vào"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_refused_input_leaves_nothing_behind(make: Any, data: DataFolder, unit: Unit, period: Period) -> None:
    (raw_of(data, unit, period) / "x.xlsx").write_bytes(b"garbage")
    with pytest.raises(ReportError):
        make()
    processed = data.processed(unit.slug, period.code)
    assert not processed.exists() or list(processed.iterdir()) == []


def test_two_at_once_end_in_one_folder(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = threading.Barrier(4, timeout=30)
    publish = clean._publish

    def together(*arguments: Any) -> None:
        meeting.wait()
        publish(*arguments)

    monkeypatch.setattr(clean, "_publish", together)
    made: list[Cleaned] = []
    threads = [threading.Thread(target=lambda: made.append(make())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    (folder,) = {each.folder for each in made}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert all(len(each.table("loans")) == 3 for each in made)


class Killed(BaseException):
    """What no `except Exception` stops."""


def test_a_run_killed_while_writing_leaves_nothing_that_is_read(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(clean, "_write_rejects", killed)
        patch.setattr(clean.shutil, "rmtree", lambda *_, **__: None)  # a killed process cleans nothing up
        with pytest.raises(Killed):
            make()
    assert len(make().table("loans")) == 3


def test_what_killed_runs_left_is_swept_and_what_is_being_written_is_not(
    make: Any, data: DataFolder, unit: Unit, period: Period
) -> None:
    processed = data.processed(unit.slug, period.code)
    old, young = processed / ".cleaning-old", processed / ".cleaning-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "loans.parquet").write_bytes(b"PAR1")
    os.utime(old, (time.time() - 90_000,) * 2)
    make()
    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("lost", ["loans.parquet", "rejects.parquet", "intake.json"])
def test_a_folder_somebody_damaged_is_made_again(lost: str, make: Any) -> None:
    first = make()
    (first.folder / lost).unlink()
    again = make()
    assert again.folder == first.folder
    assert (len(again.table("loans")), len(again.rejects), len(again.receipts)) == (3, 0, 3)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_others_may_read_the_clean_tables(make: Any) -> None:
    assert make().folder.stat().st_mode & 0o055 == 0o055


def test_a_data_folder_uses_its_own_reference_data_or_the_repositorys(tmp_path: Path) -> None:
    assert data_folder("").root == REPOSITORY / "data"
    folder = data_folder(str(tmp_path))
    assert folder.reference == REPOSITORY / "data" / "reference"
    (tmp_path / "reference").mkdir()
    assert folder.reference == tmp_path.resolve() / "reference"
