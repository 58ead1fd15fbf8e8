"""The same bytes each time, and nothing else than what is committed."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sample.reading import PERIODS, RAW, YEARS, files

from lib.sample.context import load_context
from lib.sample.generate import REFERENCE, books, main
from lib.sample.workbook import write


@pytest.fixture(scope="module")
def made(once_per_run: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The sample made afresh in a data folder where somebody has written a report file."""
    return once_per_run("sample", make) / "raw" / RAW.name


def make(folder: Path) -> None:
    written = folder / "raw" / RAW.name / PERIODS[0] / "report.yaml"
    written.parent.mkdir(parents=True)
    written.write_text("kept", encoding="utf-8")
    main(folder)


def members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    """What a workbook holds, whichever zlib has packed it."""
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


@pytest.mark.parametrize("period", [*PERIODS, *YEARS])
def test_what_is_committed_is_what_is_made(made: Path, period: str) -> None:
    assert sorted(path.name for path in (made / period).glob("*.xlsx")) == files(period)
    for file in files(period):
        assert members(made / period / file) == members(RAW / period / file), file


def test_a_second_making_has_the_same_bytes(made: Path, tmp_path: Path) -> None:
    period = max(YEARS)
    context = load_context(period, REFERENCE)
    for book in books(context):
        write(book, tmp_path / book.file, context.rng(book.file), context.setting)
        assert (made / period / book.file).read_bytes() == (tmp_path / book.file).read_bytes(), book.file


def test_a_workbook_does_not_depend_on_the_others(tmp_path: Path) -> None:
    context = load_context("2021-H1", REFERENCE)
    alone = next(book for book in reversed(books(context)) if book.file == "Hoi LHPN.xlsx")
    write(alone, tmp_path / alone.file, context.rng(alone.file), context.setting)
    assert members(tmp_path / alone.file) == members(RAW / "2021-H1" / alone.file)


def test_what_people_wrote_is_left_alone(made: Path) -> None:
    assert (made / PERIODS[0] / "report.yaml").read_text(encoding="utf-8") == "kept"


def test_the_communes_half_year_is_what_is_made(made: Path) -> None:
    own, committed = made.parent / "uar" / "2026-H1", RAW.parent / "uar" / "2026-H1"
    names = sorted(path.name for path in committed.glob("*.xlsx"))
    assert sorted(path.name for path in own.glob("*.xlsx")) == names
    assert len(names) == 22
    for name in names:
        assert members(own / name) == members(committed / name), name
