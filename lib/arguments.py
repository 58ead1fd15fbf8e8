"""argparse in Vietnamese. Standard library only: commands are read before anything is installed."""

import argparse
import difflib
import re
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """argparse that speaks Vietnamese and answers a mistake with one line."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**{**settings, "allow_abbrev": False, "add_help": False})  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện phần trợ giúp này")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "cách dùng:", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        """Exit with code 2 and one line: what is wrong, the nearest right spelling, where to read more."""
        for pattern, vietnamese in _MISTAKES:
            if found := re.fullmatch(pattern, message):
                message = vietnamese.format(*found.groups())
                message += self._nearest(found[1])
                break
        self.exit(2, f"Lỗi: {message}. Cách sửa: xem {self.prog} --help\n")

    def _nearest(self, typed: str) -> str:
        known = [name for action in self._actions for name in (*action.option_strings, *(action.choices or ()))]
        near = difflib.get_close_matches(typed.split()[0].partition("=")[0], map(str, known), 1)
        return f" (có phải {near[0]}?)" if near and near[0] not in typed.split() else ""


_MISTAKES = (
    (r"unrecognized arguments: (.*)", "không hiểu tham số {}"),
    (r"the following arguments are required: (.*)", "còn thiếu {}"),
    (r"argument (.*): expected one argument", "{} cần một giá trị"),
    (r"argument (.*): invalid int value: '(.*)'", "{} cần một số, không phải “{}”"),
    (r"argument .*: invalid choice: '(.*?)' .*", "không có lựa chọn “{}”"),
)
