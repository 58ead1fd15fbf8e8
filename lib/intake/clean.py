"""Clean tables on disk, made once per input: the folder's name is a digest of everything they depend on.

A folder is written aside and moved into place whole, and never changed after: a session in JupyterLab and a
scheduled run can read the same tables while another input is being cleaned.
"""

import gc
import hashlib
import importlib.metadata
import json
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib.contracts import DISTRICT, OWNERS, Contracts, contracts_of
from lib.contracts.model import Column, TableContract
from lib.domain.errors import ReportError
from lib.domain.periods import Period
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.intake.classes import misclassified
from lib.intake.doubts import with_doubts
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.period import ACCEPTED, WRITTEN, Intake, read_period, workbooks_in
from lib.intake.receipts import Receipt
from lib.intake.tables import Reject, TableReading

FLOORS = ("domain", "contracts", "intake")
REPORT = "report.yaml"
"""What people say about the report itself: no clean table rests on it."""
REJECTS, SUMMARY = "rejects.parquet", "intake.json"
ASIDE = ".cleaning-"
ABANDONED = 3600
"""Seconds after which a folder that was being written belongs to nobody: cleaning takes a few."""
ARROW: dict[str, pa.DataType] = {
    "count": pa.int64(),
    "money": pa.int64(),
    "percent": pa.decimal128(14, 10),
    "date": pa.date32(),
    "presence": pa.bool_(),
}


@dataclass(frozen=True)
class Cleaned:
    """The clean tables of one unit and period: a folder of parquet files and `intake.json`; by which contracts."""

    folder: Path
    unit: Unit
    period: Period
    contracts: Contracts = DISTRICT

    @cached_property
    def intake(self) -> dict[str, Any]:
        """Receipts, row counts per table and sheet, senders that are missing, findings, files passed over."""
        with (self.folder / SUMMARY).open(encoding="utf-8") as file:
            loaded: dict[str, Any] = json.load(file)
        return loaded

    def table(self, name: str) -> pd.DataFrame:
        """One clean table: typed columns by its contract, then source_file, source_sheet, source_row,
        source_number (the office's STT)."""
        table = pq.ParquetFile(self.folder / f"{name}.parquet").read(use_threads=False)
        # Tables are small: starting threads would take longer than reading.
        return table.to_pandas(
            types_mapper={pa.int64(): pd.Int64Dtype()}.get, date_as_object=True, ignore_metadata=True, use_threads=False
        )

    def columns(self, name: str, columns: Collection[str]) -> pa.Table:
        """Those of some columns that a clean table has, as they are stored."""
        file = pq.ParquetFile(self.folder / f"{name}.parquet")
        return file.read([column for column in file.schema_arrow.names if column in columns], use_threads=False)

    @cached_property
    def rejects(self) -> pd.DataFrame:
        """Rows set aside: file, sheet, cell, table, rule, value, reason, remedy."""
        return pq.read_table(self.folder / REJECTS).to_pandas()

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        return tuple(Receipt(**receipt) for receipt in self.intake["receipts"])

    def owing(self, communes: Iterable[str]) -> tuple[tuple[str, str | None], ...]:
        """Everyone who should send: (office, commune code or None), in order; `communes` are codes."""
        return tuple(self.contracts.owing(self.period.kind, communes))

    @cached_property
    def missing(self) -> tuple[tuple[str, str | None], ...]:
        """Senders that owe a workbook and sent none: (office, commune code or None)."""
        return tuple((office, sender) for office, sender in self.intake["missing"])


def cleaned(data: DataFolder, reference: Reference, unit: Unit, period: Period) -> Cleaned:
    """The clean tables of a unit and period, read from what is in the raw folder now.

    The same input gives the same folder, made at the first call. Raises ReportError when there is no raw folder or
    something in it cannot be read.
    """
    raw = data.raw(unit.slug, period.code)
    if not raw.is_dir():
        raise ReportError(
            f"chưa có số liệu của {unit.name} kỳ {period.code}",
            file=f"raw/{unit.slug}/{period.code}",
            remedy="tạo thư mục này và chép các báo cáo của các nơi gửi vào",
        )
    target = data.processed(unit.slug, period.code) / input_digest(raw, data.reference)
    contracts = contracts_of(reference, unit, period.end)
    if not _whole(target):
        communes = reference.units.children(unit, period.end)
        with _uncollected():
            intake = read_period(raw, period, tuple(communes), contracts)
            looked = with_doubts(intake, reference.norms, period.end)
            notes = (*looked.notes, *misclassified(intake.readings, reference.poverty, period.end))
            _publish(replace(looked, notes=notes), target)
    return Cleaned(target, unit, period, contracts)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the collector of cyclic garbage from walking through grids of cells, again and again as they grow: a cell
    refers to nothing, so there is nothing to find."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def input_digest(raw: Path, reference: Path) -> str:
    """A digest of the workbooks, what people wrote beside them, the reference data and the code that reads it all."""
    books, ignored = workbooks_in(raw)
    people = [raw / name for name in WRITTEN if name not in (REPORT, ACCEPTED) and (raw / name).is_file()]
    files: list[tuple[str, Path]] = [(f"raw/{path.name}", path) for path in (*books, *people)]
    files += [(f"reference/{path.name}", path) for path in sorted(reference.iterdir()) if path.is_file()]
    digest = hashlib.sha256(code_read())
    digest.update(f"ignored={ignored}\n".encode())
    digest.update(_lines(files))
    return digest.hexdigest()[:20]


@cache
def code_read() -> bytes:
    """The code that reads workbooks, and the packages it reads them by: a line and a digest each. Once in a process,
    which goes on with the code that it has imported."""
    versions = [f"{name}={importlib.metadata.version(name)}\n" for name in ("python-calamine", "pyarrow")]
    found = [path for floor in FLOORS for path in sorted((REPOSITORY / "lib" / floor).rglob("*.py"))]
    return "".join(versions).encode() + _lines((path.relative_to(REPOSITORY).as_posix(), path) for path in found)


def _lines(files: Iterable[tuple[str, Path]]) -> bytes:
    return b"".join(f"{name}={hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode() for name, path in files)


def _whole(folder: Path) -> bool:
    """Whether a folder of clean tables has all its files: it is moved into place whole, but people can delete."""
    return all((folder / name).is_file() for name in (*(f"{table}.parquet" for table in OWNERS), REJECTS, SUMMARY))


def _publish(intake: Intake, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=target.parent))
    try:
        for name in OWNERS:
            readings = [reading for reading in intake.readings if reading.contract.name == name]
            _write_table(aside / f"{name}.parquet", intake.contracts.table(name), readings)
        _write_rejects(aside / REJECTS, intake.rejects)
        summary = json.dumps(_summary(intake), ensure_ascii=False, indent=1)
        (aside / SUMMARY).write_text(summary, encoding="utf-8")
        aside.chmod(0o755)
        if target.is_dir() and not _whole(target):
            target.replace(aside.with_name(f"{aside.name}-damaged"))
        aside.replace(target)
    except OSError:
        if not _whole(target):
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Removes what killed runs left half-written; folders of runs under way are younger."""
    for folder in parent.glob(f"{ASIDE}*"):
        try:
            abandoned = time.time() - folder.stat().st_mtime > ABANDONED
        except FileNotFoundError:
            continue  # another run swept it first
        if abandoned:
            shutil.rmtree(folder, ignore_errors=True)


def stored_columns(contract: TableContract) -> list[Column]:
    """The columns of a clean table in order: the sender's commune, the group, then the sheet's own."""
    columns = [contract.sender] if OWNERS[contract.name].per_commune else []
    columns += [contract.group] if contract.group else []
    return columns + [column for column in contract.columns if column.stored]


def _write_table(path: Path, contract: TableContract, readings: Sequence[TableReading]) -> None:
    kinds = {column.name: ARROW.get(column.type, pa.string()) for column in stored_columns(contract)}
    kinds |= dict.fromkeys(("source_file", "source_sheet"), pa.string())
    kinds |= dict.fromkeys(("source_row", "source_number"), pa.int64())
    arrays = {}
    for name, kind in kinds.items():
        values = chain.from_iterable(_values(reading, name) for reading in readings)
        arrays[name] = pa.array(list(values), kind)
    pq.write_table(pa.table(arrays), path)


def _values(reading: TableReading, name: str) -> list[Any]:
    """One column of a sheet's clean rows, that of the file's or the sheet's name included."""
    origin = {"source_file": reading.file, "source_sheet": reading.sheet}
    return [origin[name]] * len(reading.rows) if name in origin else reading.rows.column(name)


def _write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    names = ("file", "sheet", "cell", "table", "rule", "value", "reason", "remedy")
    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    pq.write_table(pa.Table.from_pylist([asdict(reject) for reject in rejects], schema=schema), path)


def _summary(intake: Intake) -> dict[str, Any]:
    return {
        "receipts": [asdict(receipt) for receipt in intake.receipts],
        "missing": list(intake.missing),
        "ignored": list(intake.ignored),
        "files": dict(intake.files),
        "told": [asdict(told) for told in intake.told],
        "findings": [asdict(finding) for finding in intake.findings],
        "readings": [
            {
                "table": reading.contract.name,
                "sender": reading.sender,
                "file": reading.file,
                "sheet": reading.sheet,
                "read": reading.read,
                "clean": len(reading.rows),
                "rejected": len(reading.rejects),
                "furniture": dict(sorted(reading.furniture.items())),
                "columns": reading.letters,
                "scales": reading.scales,
                "headings": reading.headings,
                "corrected": dict(sorted(reading.corrected.items())),
                "lines": reading.lines,
            }
            for reading in intake.readings
        ],
    }
