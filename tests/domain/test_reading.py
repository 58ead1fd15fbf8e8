"""Reference files: checked against their records' fields, refused with file, place and reason."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import ReportError
from lib.domain.reading import read_yaml, record, records

FILE = Path("list.yaml")


@dataclass(frozen=True)
class Entry:
    name: str
    amount: int
    day: date | None = None
    tags: tuple[str, ...] = ()
    words: dict[str, str] | None = None


def test_a_full_entry_and_its_defaults() -> None:
    data = {"name": "a", "amount": 1, "day": date(2021, 1, 1), "tags": ["x", "y"], "words": {"k": "v"}}
    assert record(data, Entry, FILE, "mục") == Entry("a", 1, date(2021, 1, 1), ("x", "y"), {"k": "v"})
    assert record({"amount": 1}, Entry, FILE, "mục", name="given") == Entry("given", 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"name": "a"}, 'mục: thiếu "amount"'),
        ({"name": "a", "amount": 1, "amonut": 2}, 'mục: khóa lạ "amonut"'),
        ({"name": "a", "amount": "1"}, 'giá trị của "amount" phải là số nguyên'),
        ({"name": "a", "amount": True}, 'giá trị của "amount" phải là số nguyên'),
        ({"name": "a", "amount": 1.0}, 'giá trị của "amount" phải là số nguyên'),
        ({"name": 1, "amount": 1}, 'giá trị của "name" phải là chữ'),
        ({"name": "a", "amount": 1, "day": "2021"}, 'giá trị của "day" phải là ngày (năm-tháng-ngày)'),
        ({"name": "a", "amount": 1, "tags": "x"}, 'giá trị của "tags" phải là danh sách chữ'),
        ({"name": "a", "amount": 1, "tags": [1]}, 'giá trị của "tags" phải là danh sách chữ'),
        ({"name": "a", "amount": 1, "words": {"k": 1}}, 'giá trị của "words" phải là các cặp'),
        (["a"], "mục: cần các cặp khóa: giá trị"),
        ({1: "a"}, "mục: cần các cặp khóa: giá trị"),
        (None, "mục: cần các cặp khóa: giá trị"),
    ],
)
def test_a_wrong_entry_is_refused(data: object, reason: str) -> None:
    with pytest.raises(ReportError) as caught:
        record(data, Entry, FILE, "mục")
    assert str(caught.value).startswith("list.yaml: ")
    assert reason in str(caught.value)


def test_an_entry_of_a_list_is_named_by_its_number() -> None:
    with pytest.raises(ReportError, match='tên › mục 2: thiếu "amount"'):
        records([{"name": "a", "amount": 1}, {"name": "b"}], Entry, FILE, "tên")
    with pytest.raises(ReportError, match="tên: cần một danh sách"):
        records({"name": "a"}, Entry, FILE, "tên")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a: 1\na: 2\n", 'khóa "a" ghi hai lần'),
        (b"a:\n  b: 1\n  b: 2\n", 'khóa "b" ghi hai lần'),
        (b"a: [1\n", "YAML sai (dòng "),
        (b"a: !!python/object/apply:os.getcwd []\n", "YAML sai (dòng 1)"),
        (b"a: 2021-13-45\n", "YAML sai: "),
        (b"? [a, b]\n: {c: [1\n", "YAML sai"),
        (b"a: \x00\n", "YAML sai"),
        (b"\xff\xfea\n", "tệp không phải UTF-8"),
    ],
)
def test_what_is_no_yaml_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "list.yaml"
    file.write_bytes(content)
    with pytest.raises(ReportError) as caught:
        read_yaml(file)
    assert str(caught.value).startswith("list.yaml: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_text_is_read_as_nfc_with_or_without_a_mark_at_its_start(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("tên: " + unicodedata.normalize("NFD", "Krông Pa"), encoding="utf-8-sig")
    assert read_yaml(file) == {"tên": "Krông Pa"}
