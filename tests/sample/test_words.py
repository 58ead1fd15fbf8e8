"""What the sample says of itself, what people wrote for it, and whom it must not name."""

import hashlib
import re
import unicodedata
from typing import Any

import pytest
import yaml
from sample.reading import BANK, PERIODS, RAW, ROOT, YEARS, book, cells, files, folded, start, targets

NOTES = {
    "2021-H1": "Ghi chú: số liệu chi tiết là dữ liệu mẫu, dựng lại cho khớp số tổng đã công bố; tên người là hư cấu.",
    "2020-H1": "Ghi chú: toàn bộ là dữ liệu mẫu, dựng lên; tên người là hư cấu.",
    "2021-Y": "Ghi chú: cả năm là dữ liệu mẫu, dựng tiếp từ số liệu 6 tháng; không phải số đã công bố; "
    "tên người là hư cấu.",
    "2020-Y": "Ghi chú: toàn bộ là dữ liệu mẫu, dựng lên; tên người là hư cấu.",
}
# The person who signed the published report, by a digest, so that the name stands nowhere in the repository.
SIGNED = "dd2c302b6bb855103c51011142cc45db8cbd42c97442686b0ca5bb109f6ebb81"
EVERY = pytest.mark.parametrize("period", PERIODS)
WRITTEN = pytest.mark.parametrize("period", [*PERIODS, *YEARS])
CITED = re.compile(r"\{\{ (\w+\.\w+) \}\}")


def everything(period: str) -> list[Any]:
    """All filled cells of a period."""
    return [value for file in files(period) for sheet in book(period, file) for value in cells(period, file, sheet)]


def texts(period: str) -> set[str]:
    """The different texts among them."""
    return {value for value in everything(period) if isinstance(value, str)}


@WRITTEN
def test_every_sheet_ends_in_its_note(period: str) -> None:
    some = [name for name in files(period) if period not in YEARS or (not name[0].isdigit() and name != BANK)]
    for file in some:
        for sheet in book(period, file):
            assert cells(period, file, sheet)[-1] == NOTES[period], (file, sheet)


@EVERY
def test_nobody_published_is_named(period: str) -> None:
    written = [path.read_text(encoding="utf-8") for path in (RAW / period).rglob("*.[ym]*")]
    lists = [path.read_text(encoding="utf-8") for path in (ROOT / "lib" / "sample").rglob("*.yaml")]
    for text in (*texts(period), *written, *lists):
        words = re.findall(r"\w+", text)
        for place in range(len(words) - 2):
            name = folded("".join(words[place : place + 3]))
            assert hashlib.sha256(name.encode()).hexdigest() != SIGNED


@EVERY
def test_text_is_composed(period: str) -> None:
    for text in texts(period):
        assert unicodedata.is_normalized("NFC", text), text


@EVERY
def test_sheets_look_like_different_offices(period: str) -> None:
    kinds = {type(value) for value in everything(period)}
    assert {str, int, float} <= kinds
    typed = texts(period)
    assert "-" in typed
    assert any(re.fullmatch(r"\d{1,3}(\.\d{3})+", text) for text in typed)
    assert any(re.fullmatch(r"\d+,5", text) for text in typed)
    assert any(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text) for text in typed)
    assert {"(1)", "A", "Tổng cộng", "Cộng", "STT"} <= typed
    starts = {start(page) for file in files(period) for page in book(period, file).values()}
    assert len({row for row, _ in starts}) > 2
    assert {column for _, column in starts} == {0, 1}


@WRITTEN
def test_report_file(period: str) -> None:
    report = yaml.safe_load((RAW / period / "report.yaml").read_text(encoding="utf-8"))
    assert set(report) == {"document", "addressee", "legal_bases", "recipients", "signatory", "made_up", "notice"}
    assert set(report["document"]) == {"number", "symbol", "place", "date"}
    assert (report["document"]["number"] is None) == (report["document"]["date"] is None) == (period != "2021-H1")
    assert (report["made_up"] == "all") == (period != "2021-H1")
    assert report["signatory"]["invented"] is True
    assert all(set(base) == {"type", "number", "date", "issuer", "about"} for base in report["legal_bases"])


@WRITTEN
def test_commentary_cites_facts_and_declares_its_references(period: str) -> None:
    facts = targets(YEARS.get(period, period))
    written = sorted((RAW / period / "commentary").glob("*.md"))
    assert {"II", "III", "IV"} < {path.stem for path in written}
    for path in written:
        _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
        front = yaml.safe_load(head)
        assert set(front) - {"period", "cited"} == {"author", "date", "status", "references"}
        assert front.get("period", period) == period
        for fact in CITED.findall(text):
            assert facts.get(fact, {"kind": "counted"} if period in YEARS else {})["kind"] not in (
                "not_applicable",
                "state",
            ), (path, fact)
        bare = CITED.sub("", text)
        for reference in front["references"]:
            assert reference in bare, (path, reference)
            bare = bare.replace(reference, "")
        bare = re.sub(r"^1\. ", "", bare, flags=re.MULTILINE)
        assert not re.search(r"\d", bare), (path, bare)
        assert "{" not in bare
        assert unicodedata.is_normalized("NFC", text)


def test_only_the_generator_and_the_tests_open_the_targets() -> None:
    sources = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "notebooks").rglob("*.ipynb")]
    for path in sources:
        if (ROOT / "lib" / "sample") in path.parents:
            continue
        text = path.read_text(encoding="utf-8")
        assert "targets.csv" not in text, path
        if path.name not in ("cli.py", "__main__.py"):
            assert "lib.sample" not in text, path
