"""What people type: `python -m lib <command>`. Thin: each command calls the floor that does the work.

Standard library only up to `bootstrap.enter`; what needs more is imported inside the command.
"""

import argparse
import difflib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from lib import bootstrap, pins
from lib.domain.errors import ReportError

CHECKS = {"format": ("ruff", "format", "--check", "."), "lint": ("ruff", "check", "."), "types": ("mypy",)}
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "build")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 an error said in one line, 2 a mistyped command."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parse(given)
        code = bootstrap.enter(given) if options.needs_environment else None
        return int(options.function(options)) if code is None else code
    except ReportError as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu.", file=sys.stderr)
        return 130


def run(options: argparse.Namespace) -> int:
    """Make one unit's report for one period; nothing changed since the last one is told at once."""
    places = (options.unit, options.period, options.data, options.reports)
    if not (options.force or options.explain):
        from lib.editions.fresh import standing

        if page := standing(options.data, options.reports, options.unit, options.period):
            print("Không có gì thay đổi từ lần chạy trước.", file=sys.stderr)
            print(page)
            return 0
    from lib.runs.run import main_run

    return main_run(*places, force=options.force, wait=options.wait, explain=options.explain)


def restore(options: argparse.Namespace) -> int:
    """Put the edition before the present one back."""
    from lib.runs.run import main_restore

    return main_restore(options.unit, options.period, options.reports)


def bench(options: argparse.Namespace) -> int:
    """Measure a whole run."""
    from lib.runs.bench import main_bench

    return main_bench(options.unit, options.period, options.data, options.reports)


def sample(options: argparse.Namespace) -> int:
    """Write the made-up workbooks of data/raw again, byte for byte the same."""
    from lib.sample.generate import main as generate

    generate(pins.ROOT / "data")
    return 0


def docs(options: argparse.Namespace) -> int:
    """Write docs/data-dictionary.md again from the contracts and the sample's provenance."""
    from lib.contracts.dictionary import dictionary
    from lib.domain.reference import Reference
    from lib.sample.provenance import provenance

    page = pins.ROOT / "docs" / "data-dictionary.md"
    text = dictionary(Reference.load(pins.ROOT / "data" / "reference"), provenance())
    page.write_text(text, encoding="utf-8", newline="\n")
    print(page)
    return 0


def test(options: argparse.Namespace) -> int:
    """Run pytest with whatever follows the command."""
    return _tool("pytest", *options.rest)


def lab(options: argparse.Namespace) -> int:
    """Open JupyterLab at the notebooks, with whatever follows the command."""
    places = (f"--ServerApp.root_dir={pins.ROOT}", "--LabApp.default_url=/lab/tree/notebooks")
    return _tool("jupyterlab", *places, *options.rest)


def check(options: argparse.Namespace) -> int:
    """Run the named checks, or all."""
    names = CHECKS if "all" in options.names else options.names
    return max([_tool(*CHECKS[name]) for name in names])


def setup(options: argparse.Namespace) -> int:
    """Say where the environment is; `main` has prepared it."""
    print(f"Môi trường: {sys.prefix}")
    return 0


def clean(options: argparse.Namespace) -> int:
    """Remove what can be made again; published reports stay."""
    root = pins.ROOT
    doomed = [root / name for name in CACHES]
    doomed += [path for path in (root / "data" / "processed").glob("*") if path.name != ".gitkeep"]
    doomed += [path for folder in ("lib", "tests") for path in (root / folder).rglob("__pycache__")]
    doomed += (root / "notebooks").rglob(".ipynb_checkpoints")
    doomed += [bootstrap.VENV] if options.all else []
    try:
        for path in doomed:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(f"không xóa được {error.filename}", remedy="đóng chương trình đang dùng nó") from error
    return 0


def lock(options: argparse.Namespace) -> int:
    """Resolve pyproject.toml into requirements.lock and environment.yml."""
    return pins.write_lock(upgrade=options.upgrade)


def _tool(module: str, *arguments: str) -> int:
    return subprocess.call([sys.executable, "-m", module, *arguments], cwd=pins.ROOT)


def _speak_utf8() -> None:
    """Vietnamese on any console, here and in every process started from here."""
    os.environ["PYTHONUTF8"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse a command line; a word not understood is told before what is missing, being the likely reason."""
    options, rest = _parser().parse_known_args(arguments)
    parser, wanted = options.parser, vars(options)
    if rest and not options.passes:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if missing := [f"--{name}" for name in ("unit", "period") if wanted.get(name, "") is None]:
        parser.error(f"the following arguments are required: {', '.join(missing)}")
    options.rest = rest[1:] if rest[:1] == ["--"] else rest
    return options


def _parser() -> "_Parser":
    parser = _Parser(prog="python -m lib", description="Báo cáo chương trình giảm nghèo bền vững.")
    parser.set_defaults(passes=False, needs_environment=True)
    commands = parser.add_subparsers(title="các lệnh", metavar="<lệnh>", required=True)

    def add(function: Callable[[argparse.Namespace], int], help: str, **settings: bool) -> "_Parser":
        child = commands.add_parser(function.__name__, help=help, description=help.capitalize())
        child.set_defaults(function=function, parser=child, **settings)
        return child

    running = add(run, "lập báo cáo của một đơn vị, một kỳ")
    _add_report_options(running)
    running.add_argument("--force", action="store_true", help="chạy lại mọi sổ tay, kể cả khi không có gì thay đổi")
    running.add_argument("--wait", action="store_true", help="đợi nếu một lần chạy khác của kỳ này chưa xong")
    running.add_argument("--explain", action="store_true", help="nói vì sao từng sổ tay phải chạy")
    _add_report_options(add(restore, "khôi phục bản báo cáo trước bản hiện tại"))
    add(lab, "mở sổ tay trong JupyterLab (tham số còn lại chuyển cho JupyterLab)", passes=True)
    add(test, "chạy kiểm thử (tham số còn lại chuyển cho pytest)", passes=True)
    choices = ("all", *CHECKS)
    checking = add(check, "kiểm tra trình bày, lỗi mã và kiểu dữ liệu")
    checking.add_argument(
        "names", nargs="*", default="all", choices=choices, metavar="|".join(choices), help="mặc định: all"
    )
    _add_report_options(add(bench, "đo thời gian và bộ nhớ khi lập báo cáo"))
    add(sample, "tạo lại bộ số liệu mẫu trong data/raw")
    add(docs, "viết lại từ điển dữ liệu docs/data-dictionary.md")
    add(setup, "chỉ chuẩn bị môi trường")
    cleaning = add(clean, "xóa những gì tạo lại được (không xóa reports/)", needs_environment=False)
    cleaning.add_argument("--all", action="store_true", help="xóa cả .venv")
    locking = add(lock, "ghi lại requirements.lock và environment.yml")
    locking.add_argument("--upgrade", action="store_true", help="lấy phiên bản mới nhất của các gói phụ thuộc")
    return parser


def _add_report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", metavar="ĐƠN-VỊ", help="mã đơn vị: tên thư mục trong data/raw (bắt buộc)")
    parser.add_argument("--period", metavar="KỲ", help="mã kỳ báo cáo: tên thư mục con của đơn vị (bắt buộc)")
    parser.add_argument("--data", default="", metavar="THƯ-MỤC", help="dùng thay cho data/ của kho mã")
    parser.add_argument("--reports", default="", metavar="THƯ-MỤC", help="dùng thay cho reports/ của kho mã")


class _Parser(argparse.ArgumentParser):
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
    (r"argument .*: invalid choice: '(.*?)' .*", "không có lựa chọn “{}”"),
)
