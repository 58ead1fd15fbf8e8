"""A new period: what people wrote last time, without what cannot hold again; nothing that stands is replaced."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.domain.units import Unit
from lib.domain.written import STALE
from lib.intake.folders import REPOSITORY, DataFolder
from lib.intake.last_period import last_period
from lib.intake.new import emptied, main_new, marked_stale, prepare
from lib.narrative.commentary import FOLDER

RAW = REPOSITORY / "data" / "raw" / "krong-pa" / "2021-H1"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """A data folder where the last period has its report.yaml and commentary, and no workbook."""
    target = tmp_path / "data" / "raw" / "krong-pa" / "2021-H1"
    shutil.copytree(RAW, target, ignore=shutil.ignore_patterns("*.xlsx"))
    return DataFolder(tmp_path / "data")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def front(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def test_report_and_commentary_are_copied_without_what_cannot_hold_again(
    data: DataFolder, reference: Reference, unit: Unit
) -> None:
    period = reference.periods.parse("2021-Y")
    written = list(prepare(data, reference, unit, period))
    raw = data.raw("krong-pa", "2021-Y")
    assert {each.path for each in written} == {path for path in raw.rglob("*") if path.is_file()}
    old, new = (yaml.safe_load((folder / "report.yaml").read_text(encoding="utf-8")) for folder in (RAW, raw))
    assert new["document"] == {**old["document"], "number": None, "date": None}
    assert new["made_up"] is None
    assert new["notice"] is None
    emptied_keys = {"document", "made_up", "notice"}
    assert {key: new[key] for key in old if key not in emptied_keys} == {
        key: old[key] for key in old if key not in emptied_keys
    }
    for path in sorted((RAW / FOLDER).glob("*.md")):
        copied = raw / FOLDER / path.name
        assert front(copied) == {**front(path), "status": STALE}
        assert (
            copied.read_text(encoding="utf-8").split("---\n", 2)[2]
            == path.read_text(encoding="utf-8").split("---\n", 2)[2]
        )


def test_nothing_that_stands_is_replaced(data: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    raw = data.raw("krong-pa", "2021-Y")
    (raw / FOLDER).mkdir(parents=True)
    (raw / FOLDER / "II.md").write_text("Đang viết.", encoding="utf-8")
    before = tree(data.raw("krong-pa", "2021-H1"))
    assert main_new("krong-pa", "2021-Y", str(data.root)) == 0
    assert "commentary/II.md: đã có, giữ nguyên" in capsys.readouterr().out
    assert (raw / FOLDER / "II.md").read_text(encoding="utf-8") == "Đang viết."
    first = tree(data.root)
    assert main_new("krong-pa", "2021-Y", str(data.root)) == 0
    assert tree(data.root) == first
    assert tree(data.raw("krong-pa", "2021-H1")) == before
    said = capsys.readouterr().out
    assert said.count("đã có, giữ nguyên") == len(tree(raw))
    assert "Giữ nguyên 28 tệp đã có" in said


def test_forms_stand_beside_the_clean_tables_not_where_intake_reads(data: DataFolder) -> None:
    main_new("krong-pa", "2021-Y", str(data.root))
    assert len(list((data.processed("krong-pa", "2021-Y") / "forms").glob("*.xlsx"))) == 28
    assert not list(data.raw("krong-pa", "2021-Y").rglob("*.xlsx"))


def test_a_unit_that_never_reported_starts_from_a_few_lines(tmp_path: Path, reference: Reference) -> None:
    period = reference.periods.parse("2023-H1")
    unit = reference.units.get("krong-pa", period.end)
    (written,) = prepare(DataFolder(tmp_path), reference, unit, period)
    report = yaml.safe_load(written.path.read_text(encoding="utf-8"))
    assert report["addressee"] == "Sở Lao động – Thương binh và Xã hội tỉnh Gia Lai"
    assert report["document"]["number"] is None
    assert set(report) >= {"document", "addressee", "legal_bases", "recipients", "signatory"}


def test_the_last_period_is_the_latest_of_its_kind_before(tmp_path: Path, reference: Reference) -> None:
    raw = tmp_path / "raw" / "krong-pa"
    for name in ("2019-H1", "2020-H1", "2020-Y", "2021-05", "2022-H1", "ghi chú"):
        (raw / name).mkdir(parents=True)
    periods = reference.periods

    def before(code: str) -> str | None:
        found = last_period(DataFolder(tmp_path), periods, "krong-pa", periods.parse(code))
        return found.code if found else None

    assert [before(code) for code in ("2021-H1", "2021-Y", "2021-Q2", "2020-H1", "2019-H1")] == [
        "2020-H1",
        "2020-Y",
        "2021-05",
        "2019-H1",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("document:\n  number: 7 # số\n  date: 2023-06-15\n", {"number": None, "date": None}),
        ("document: {number: , date: }\n", {"number": None, "date": None}),
        ('document: {number: "07", place: Ba Vì}\n', {"number": None, "place": "Ba Vì"}),
        ("document:\n", None),
        ("addressee: Sở\n", None),
    ],
)
def test_number_and_date_are_emptied_however_they_are_written(text: str, document: Any) -> None:
    result = emptied(text)
    assert (yaml.safe_load(result) or {}).get("document") == document
    assert ("# số" in result) == ("# số" in text)


@pytest.mark.parametrize(
    "made_up", ["all", "{facts: [a.b]}", "\n  facts:\n    - a.b\n    - c.d", "\n  parts:\n    commune: all", ""]
)
def test_what_was_made_up_is_not_made_up_for_ever(made_up: str) -> None:
    result = emptied(f"document: {{number: 7}}\n# Dựng:\nmade_up: {made_up} # mẫu\n\n# Ghi chú.\nnotice: Mẫu.\n")
    assert yaml.safe_load(result) == {"document": {"number": None}, "made_up": None, "notice": None}
    assert [line for line in result.split("\n") if "#" in line][-1] == "# Ghi chú."


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ có lời.",
        "---\nauthor: A\n---\nLời.",
        "---\nstatus: đã duyệt # lần 2\nauthor: A\n---\n\nLời --- lời.",
        '---\nstatus: "đã duyệt"\n---\nLời.',
        "---\nstatus:\nauthor: A\n---\nLời.",
        "---\n---\nLời.",
    ],
)
def test_every_commentary_is_marked_once(text: str) -> None:
    marked = marked_stale(text)
    assert yaml.safe_load(marked.split("---\n")[1])["status"] == STALE
    assert marked.rstrip().endswith(text.split("---\n", 2)[-1].strip())
    assert marked_stale(marked) == marked


def test_a_broken_file_of_the_last_period_is_one_line(data: DataFolder, reference: Reference, unit: Unit) -> None:
    (data.raw("krong-pa", "2021-H1") / "report.yaml").write_text("document: {", encoding="utf-8")
    with pytest.raises(ReportError, match="sai cú pháp YAML"):
        list(prepare(data, reference, unit, reference.periods.parse("2021-Y")))
