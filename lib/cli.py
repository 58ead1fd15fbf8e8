"""What people type: `python -m lib <command>`. Thin: each command calls the floor that does the work.

Standard library only up to `bootstrap.enter`; what needs more is imported inside the command.
"""

import argparse
import importlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from lib import bootstrap, pins
from lib.arguments import Parser
from lib.domain.errors import ReportError
from lib.options import (
    add_adopt_options,
    add_approval_options,
    add_audit_options,
    add_bench_options,
    add_bench_units_options,
    add_collect_options,
    add_diff_options,
    add_explain_options,
    add_folder_options,
    add_pdf_options,
    add_report_options,
    add_run_options,
    add_schedule_options,
    add_verify_options,
)

CHECKS = {"format": ("ruff", "format", "--check", "."), "lint": ("ruff", "check", "."), "types": ("mypy",)}
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "build")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 an error said in one line, 2 a mistyped command."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if sys.getfilesystemencoding() != "utf-8":  # a name with Vietnamese letters could not even be listed
        return bootstrap.start_again(given, sys.executable)
    try:
        options = _parse(given)
        code = bootstrap.enter(given) if options.needs_environment else None
        return int(options.function(options)) if code is None else code
    except ReportError as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read has seen enough: `explain … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        told = f"Lỗi: {place}máy báo lỗi {error.strerror or error}. Cách sửa: kiểm tra chỗ trống và quyền ghi"
        print(told, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu.", file=sys.stderr)
        return 130


def due(options: argparse.Namespace) -> int:
    """Say which periods are due."""
    from lib.runs.commands import main_due

    return main_due(options.today, options.data, options.reports)


def status(options: argparse.Namespace) -> int:
    """Say how every unit and period stands."""
    from lib.runs.commands import main_status

    return main_status(options.today, options.data, options.reports)


def index(options: argparse.Namespace) -> int:
    """Make the page of all editions anew."""
    from lib.runs.commands import main_index

    return main_index(options.reports)


def schedule(options: argparse.Namespace) -> int:
    """Have what is due run every day, or no longer."""
    from lib.runs.schedule import main_schedule

    return main_schedule(options.action, options.facility, options.at, options.data, options.reports)


def watch(options: argparse.Namespace) -> int:
    """Show a preview that follows every saved file."""
    from lib.runs.watch import main_watch

    return main_watch(options.unit, options.period, options.data, options.reports, options.port)


def restore(options: argparse.Namespace) -> int:
    """Put the edition before the present one back."""
    from lib.runs.run import main_restore

    return main_restore(options.unit, options.period, options.reports)


def explain(options: argparse.Namespace) -> int:
    """Say where a printed value comes from."""
    from lib.editions.explain import main_explain

    places = (options.unit, options.period, options.data, options.reports)
    return main_explain(options.fact, *places, as_json=options.json)


def pdf(options: argparse.Namespace) -> int:
    """Make a PDF of the published edition."""
    from lib.runs.commands import main_pdf

    return main_pdf(options.unit, options.period, options.reports, options.source, options.to)


def audit(options: argparse.Namespace) -> int:
    """Audit a finished text, alone or against the ledger of a unit and period."""
    from lib.checks.audit.command import main_audit

    places = (options.unit, options.period, options.data, options.reports)
    return main_audit(options.file, *places, as_json=options.json)


def bench(options: argparse.Namespace) -> int:
    """Measure a whole run."""
    from lib.runs.bench import main_bench

    return main_bench(options.unit, options.period, options.data, options.reports)


def bench_runs(options: argparse.Namespace) -> int:
    """Measure runs against the stock tools."""
    from lib.runs.bench_runs import main_bench_runs

    return main_bench_runs(options.unit, options.period, options.rounds)


def bench_intake(options: argparse.Namespace) -> int:
    """Measure intake beside a bare read of the same workbooks."""
    from lib.runs.bench_intake import main_bench_intake

    return main_bench_intake(options.unit, options.period, options.data, options.rounds, options.rows)


def forms(options: argparse.Namespace) -> int:
    """Make each office's and commune's blank form."""
    from lib.intake.forms import main_forms

    return main_forms(options.unit, options.period, options.data, options.to)


def confirm(options: argparse.Namespace) -> int:
    """Record what the facts in people's text are now that somebody has read it."""
    from lib.narrative.confirm import main_confirm

    return main_confirm(options.unit, options.period, options.sections, options.data)


def remind(options: argparse.Namespace) -> int:
    """Write a reminder to each office and commune whose workbook has not come, came late or is not final."""
    from lib.report.reminders import main_remind

    return main_remind(options.unit, options.period, options.today, options.data)


def new(options: argparse.Namespace) -> int:
    """Prepare a period: folder, forms, report.yaml and commentary to start from."""
    from lib.intake.new import main_new

    return main_new(options.unit, options.period, options.data)


def sample(options: argparse.Namespace) -> int:
    """Write the made-up workbooks of data/raw again, byte for byte the same."""
    from lib.sample.generate import main as generate

    generate(pins.ROOT / "data")
    return 0


def docs(options: argparse.Namespace) -> int:
    """Write the pages of docs/ that are made from the program: the data dictionary and docs/reference/."""
    from lib.contracts.dictionary import dictionary
    from lib.domain.reference import Reference
    from lib.report.handbook import pages
    from lib.sample.provenance import provenance

    reference, folder = Reference.load(pins.ROOT / "data" / "reference"), pins.ROOT / "docs"
    made = {"data-dictionary.md": dictionary(reference, provenance())}
    for name, text in (made | {f"reference/{name}": text for name, text in pages(reference.norms).items()}).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(folder / name)
    return 0


def test(options: argparse.Namespace) -> int:
    """Run pytest with whatever follows the command."""
    return _tool("pytest", *options.rest)


def lab(options: argparse.Namespace) -> int:
    """Open JupyterLab at the notebooks, with whatever follows the command."""
    places = (f"--ServerApp.root_dir={pins.ROOT}", "--LabApp.default_url=/lab/tree/notebooks/start.ipynb")
    return _tool("jupyterlab", *places, *options.rest)


def check(options: argparse.Namespace) -> int:
    """Run the named checks, or all."""
    return max([_tool(*CHECKS[name]) for name in (CHECKS if "all" in options.names else options.names)])


def setup(options: argparse.Namespace) -> int:
    """Say where the environment is; `main` has prepared it."""
    print(f"Môi trường: {sys.prefix}")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Say whether this machine is fit, also where nothing else runs."""
    from lib.doctor import main_doctor

    return main_doctor(options.data, options.reports, options.json)


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


def _main(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """The command that a module's `main_<name>` is; the module is imported when somebody types it."""

    def command(options: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(module), f"main_{name}")(options))

    command.__name__ = name
    return command


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
    names = ("period",) if wanted.get("units") else ("unit", "period")
    missing = [f"--{name}" for name in names if wanted.get(name, "") is None]
    if missing and not wanted.get("due"):
        parser.error(f"the following arguments are required: {', '.join(missing)}")
    options.rest = rest[1:] if rest[:1] == ["--"] else rest
    return options


def _parser() -> Parser:
    parser = Parser(prog="python -m lib", description="Báo cáo chương trình giảm nghèo bền vững.")
    parser.set_defaults(passes=False, needs_environment=True)
    commands = parser.add_subparsers(title="các lệnh", metavar="<lệnh>", required=True)

    def add(function: Callable[[argparse.Namespace], int], help: str, **settings: bool) -> Parser:
        child = commands.add_parser(function.__name__.replace("_", "-"), help=help, description=help.capitalize())
        child.set_defaults(function=function, parser=child, **settings)
        return child

    running = add(_main("lib.runs.run_command", "run"), "lập báo cáo: một đơn vị, nhiều đơn vị, hoặc mọi kỳ đến hạn")
    add_run_options(running)
    _add_edition_commands(add)
    add_report_options(add(new, "chuẩn bị một kỳ mới: thư mục, biểu mẫu, tệp chép từ kỳ trước"), reports=False)
    add_report_options(add(remind, "viết lời nhắc nơi chưa gửi, gửi muộn, mới gửi bản tạm"), today=True, reports=False)
    proposing = add(_main("lib.narrative.propose", "propose"), "đề xuất lời đánh giá (mục II) từ số liệu, để viết lại")
    add_report_options(proposing, reports=False)
    add_report_options(confirming := add(confirm, "xác nhận lời viết còn đúng với số liệu"), reports=False)
    confirming.add_argument("sections", nargs="*", metavar="MỤC", help="mục có lời viết, ví dụ II (mặc định: mọi mục)")
    add_report_options(forming := add(forms, "lập biểu mẫu trắng gửi các cơ quan, xã"), reports=False)
    forming.add_argument("--to", default="", metavar="THƯ-MỤC", help="nơi để biểu mẫu, thay cho data/processed/…/forms")
    add_folder_options(add(due, "xem các kỳ đến hạn"), today=True)
    add_folder_options(add(status, "xem tình trạng từng đơn vị, từng kỳ"), today=True)
    add_folder_options(add(index, "lập lại trang liệt kê các báo cáo đã lập (reports/index.html)"), data=False)
    add_schedule_options(add(schedule, "đặt hoặc gỡ lịch tự chạy hằng ngày"))
    add_report_options(watching := add(watch, "xem trước, tự lập lại mỗi khi lưu một tệp"))
    watching.add_argument("--port", type=int, metavar="CỔNG", help="cổng trên máy này (mặc định 8787)")
    add(lab, "mở sổ tay trong JupyterLab (tham số còn lại chuyển cho JupyterLab)", passes=True)
    add(test, "chạy kiểm thử (tham số còn lại chuyển cho pytest)", passes=True)
    names = ("all", *CHECKS)
    add(check, "kiểm tra trình bày, lỗi mã và kiểu dữ liệu").add_argument(
        "names", nargs="*", default="all", choices=names, metavar="|".join(names), help="mặc định all"
    )
    _add_bench_commands(add)
    add(sample, "tạo lại bộ số liệu mẫu trong data/raw")
    add(docs, "viết lại từ điển dữ liệu và các trang tra cứu trong docs/reference/")
    add(setup, "chỉ chuẩn bị môi trường")
    examining = add(doctor, "khám máy: thư viện, quyền ghi, đường dẫn, bảng mã … và cách sửa", needs_environment=False)
    add_folder_options(examining)
    examining.add_argument("--json", action="store_true", help="in thành JSON, để chương trình khác đọc")
    cleaning = add(clean, "xóa những gì tạo lại được (không xóa reports/)", needs_environment=False)
    cleaning.add_argument("--all", action="store_true", help="xóa cả .venv")
    locking = add(lock, "ghi lại requirements.lock và environment.yml")
    locking.add_argument("--upgrade", action="store_true", help="lấy phiên bản mới nhất của các gói phụ thuộc")
    return parser


def _add_bench_commands(add: Callable[[Callable[[argparse.Namespace], int], str], Parser]) -> None:
    """What measures the rest."""
    add_bench_options(add(bench_runs, "so thời gian với papermill và nbconvert nguyên bản"))
    measuring = _main("lib.runs.many.bench_units", "bench_units")
    add_bench_units_options(add(measuring, "đo việc lập báo cáo của nhiều đơn vị, so với papermill và nbconvert"))
    add_bench_options(add(bench_intake, "so thời gian từ tệp gửi đến bảng sạch với chỉ đọc ô bằng calamine"), rows=True)
    add_report_options(add(bench, "đo thời gian và bộ nhớ khi lập báo cáo"))


def _add_edition_commands(add: Callable[[Callable[[argparse.Namespace], int], str], Parser]) -> None:
    """What is done with an edition that stands."""
    add_report_options(add(restore, "khôi phục bản báo cáo trước bản hiện tại"))
    add_approval_options(
        add(_main("lib.runs.approve_commands", "review"), "ghi nhận ai đã rà soát bản báo cáo hiện tại"), "review"
    )
    add_approval_options(
        add(_main("lib.runs.approve_commands", "sign"), "ghi số, ngày, người ký vào bản đã rà soát rồi khóa lại"),
        "sign",
    )
    add_approval_options(
        add(
            _main("lib.runs.approve_commands", "amend"), "lập bản sửa đổi thay thế bản đã ký; bản đã ký được giữ nguyên"
        ),
        "amend",
    )
    add_verify_options(
        add(
            _main("lib.editions.verify", "verify"),
            "kiểm tra một bản còn nguyên như khi ký và số liệu còn tính lại được",
        )
    )
    add_diff_options(
        add(_main("lib.editions.diff", "diff"), "so hai bản hoặc hai kỳ: số nào đổi vì đâu, câu nào đổi ra sao")
    )
    rebuilding = add(_main("lib.editions.rebuild", "rebuild"), "dựng lại một kỳ cũ theo địa bàn ngày nay, có đối chiếu")
    add_report_options(rebuilding)
    add_adopt_options(
        add(
            _main("lib.editions.adopt", "adopt"),
            "nhận lại lời sửa trong tệp Word; số sửa thì từ chối hoặc ghi rõ ai, vì sao",
        )
    )
    collecting = _main("lib.editions.collect", "collect")
    add_collect_options(add(collecting, "thu sổ số liệu của các đơn vị cấp dưới để tổng hợp lên tỉnh, lên cả nước"))
    add_explain_options(add(explain, "nói một con số trong báo cáo từ đâu ra: câu, cách tính, tệp, trang, ô"))
    add_pdf_options(add(pdf, "lập PDF từ bản báo cáo đã có"))
    add_audit_options(add(audit, "kiểm tra một văn bản đã xong, kể cả đã sửa tay, trước khi trình ký"))
