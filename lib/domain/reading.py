"""Reference files into checked records: a key too many, too few or of a wrong type stops with its place."""

from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml

from lib.domain.errors import ReportError
from lib.domain.text import nfc

# The loader of libyaml; where PyYAML was built without it, its own, which is slower.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

R = TypeVar("R")

_KINDS = {str: "chữ", int: "số nguyên", date: "ngày (năm-tháng-ngày)", bool: "true hoặc false"}


class _Loader(SafeLoader):
    """Safe YAML in which a key given twice is an error, not the last one's victory."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for position, key in enumerate(keys) if key in keys[:position]), None)
        if twice is not None:
            raise yaml.MarkedYAMLError(problem=f'khóa "{twice}" ghi hai lần', problem_mark=node.start_mark)
        return super().construct_mapping(node, deep=deep)


def read_text(file: Path) -> str:
    """The file's text in NFC.

    Raises:
        ReportError: the file is not there or is not UTF-8.
    """
    try:
        return nfc(file.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ReportError("không mở được tệp", file=file, remedy="kiểm tra thư mục dữ liệu tham chiếu") from None
    except UnicodeDecodeError:
        raise ReportError("tệp không phải UTF-8", file=file, remedy="lưu lại tệp ở dạng UTF-8") from None


def read_yaml(file: Path) -> Any:
    """What a YAML file says, in plain lists, dicts, texts, integers and dates, NFC.

    Raises:
        ReportError: no such file, not UTF-8, not YAML, or a key given twice.
    """
    text = read_text(file)
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f" (dòng {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise ReportError(f"YAML sai{line}: {error.problem}", file=file) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ReportError(f"YAML sai: {error}", file=file) from None


def mapping(data: object, file: Path, place: str = "tệp") -> dict[str, Any]:
    """The data, if it is a mapping with text keys; `place` names it in the error."""
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise ReportError(f"{place}: cần các cặp khóa: giá trị", file=file)
    return data


def records(data: object, cls: type[R], file: Path, place: str, **given: object) -> tuple[R, ...]:
    """A YAML list as records of a dataclass; see `record`."""
    if not isinstance(data, list):
        raise ReportError(f"{place}: cần một danh sách", file=file)
    return tuple(record(item, cls, file, f"{place} › mục {number}", **given) for number, item in enumerate(data, 1))


def record(data: object, cls: type[R], file: Path, place: str, **given: object) -> R:
    """A YAML mapping as a record of a dataclass, whose fields are the schema; lists become tuples.

    Args:
        place: names the record in errors.
        given: fields that do not stand in the mapping.

    Raises:
        ReportError: a key that is no field, a missing field without default, or a value of a wrong type.
    """
    values = mapping(data, file, place)
    named = {field.name: field for field in fields(cls) if field.init}  # type: ignore[arg-type]
    allowed = [name for name in named if name not in given]
    for key in values:
        if key not in allowed:
            raise ReportError(f'{place}: khóa lạ "{key}"', file=file, remedy=f"dùng một trong: {', '.join(allowed)}")
    hints = get_type_hints(cls)
    for name in allowed:
        field = named[name]
        if name in values and not _fits(values[name], hints[name]):
            raise ReportError(f'{place}: giá trị của "{name}" phải là {_kind(hints[name])}', file=file)
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            raise ReportError(f'{place}: thiếu "{name}"', file=file)
    return cls(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}, **given)


def _fits(value: object, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is UnionType:
        return any(_fits(value, part) for part in get_args(hint))
    if origin is tuple:
        return isinstance(value, list) and all(_fits(item, get_args(hint)[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            _fits(part, wanted) for pair in value.items() for part, wanted in zip(pair, get_args(hint), strict=True)
        )
    return type(value) is hint


def _kind(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is UnionType:
        return " hoặc ".join(_kind(part) for part in get_args(hint) if part is not NoneType)
    if origin is tuple:
        return f"danh sách {_kind(get_args(hint)[0])}"
    return "các cặp khóa: giá trị" if origin is dict else _KINDS.get(hint, str(hint))
