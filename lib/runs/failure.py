"""What a failure leaves for people: a page beside the edition, and a call of their own program (mail, chat).

The page is `reports/<unit>/<period>.failed.html`; the edition in `reports/<unit>/<period>/` is never touched. The next
success removes it.
"""

import html
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lib.domain.dates import format_date
from lib.domain.pages import policy
from lib.domain.text import steady
from lib.domain.workdays import VIETNAM
from lib.editions.history import failure_page

HOOK_VARIABLE = "REPORT_ON_FAILURE"
HOOK_SECONDS = 60

_STYLE = """
body { font: 1.05rem/1.6 system-ui, sans-serif; margin: 0; background: #fff; color: #1c1c1c; }
h1 { font-size: 1.6rem; line-height: 1.3; text-wrap: balance; }
main { max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
.reason { border-left: .3rem solid #b00020; padding: .5rem 1rem; background: #fdf0f0; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
a { color: #0b5394; }
@page { size: A4; margin: 20mm; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Chưa lập được báo cáo: {unit}, kỳ {period}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Chưa lập được báo cáo</h1>
<p>Đơn vị {unit}, kỳ {period}, lúc {time}.</p>
<p class="reason">{reason}</p>
<p>{standing}</p>
<p>Sửa xong, chạy lại: <code>python -m lib run --unit {unit} --period {period}</code>.
Trang này tự mất khi lập được.</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Failure:
    """A failed run: whose, when, why (one line), and the page that says so."""

    unit: str
    period: str
    reason: str
    time: datetime
    page: Path


def show_failure(reports: Path, unit: str, period: str, reason: str, time: datetime) -> Failure:
    """Writes the page, whole or not at all.

    Raises:
        OSError: it could not be written.
    """
    failure = Failure(unit, period, reason, time, failure_page(reports, unit, period))
    moment = time.astimezone(VIETNAM)
    stands = (reports / unit / period / "report.html").is_file()
    text = _PAGE.format(
        style=_STYLE,
        policy=policy(_STYLE),
        unit=html.escape(unit),
        period=html.escape(period),
        time=f"{moment:%H:%M} ngày {format_date(moment.date())}",
        reason=html.escape(reason),
        standing=f'Bản lập trước vẫn còn nguyên: <a href="{html.escape(period)}/report.html">mở bản đó</a>.'
        if stands
        else "Kỳ này chưa có bản nào.",
    )
    write_whole(failure.page, steady(text))
    return failure


def write_whole(path: Path, text: str) -> None:
    """Writes a text file in one step: whoever reads it sees the old one or the new one. OSError if it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def clear_failure(reports: Path, unit: str, period: str) -> None:
    """Removes the page, if there is one."""
    failure_page(reports, unit, period).unlink(missing_ok=True)


def hook_of(configured: Sequence[str], environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The program to call on failure: the machine's (REPORT_ON_FAILURE), else the unit's (`on_failure`); () for none.

    Example:
        >>> hook_of(["notify", "--urgent"], {}), hook_of([], {HOOK_VARIABLE: "mail 'the office'"})
        (('notify', '--urgent'), ('mail', 'the office'))
    """
    own = environment.get(HOOK_VARIABLE, "").strip()
    if not own:
        return tuple(configured)
    if os.name == "nt":  # backslashes part folders there
        return tuple(word.strip('"') for word in shlex.split(own, posix=False))
    return tuple(shlex.split(own))


def call_hook(hook: Sequence[str], failure: Failure) -> None:
    """Calls the program, without a shell: the reason on its standard input and, with the rest, in REPORT_UNIT,
    REPORT_PERIOD, REPORT_REASON and REPORT_PAGE. That the call failed is a line on standard error, nothing more."""
    if not hook:
        return
    said = {
        "REPORT_UNIT": failure.unit,
        "REPORT_PERIOD": failure.period,
        "REPORT_REASON": failure.reason.replace("\0", ""),
        "REPORT_PAGE": str(failure.page),
    }
    try:
        done = subprocess.run(
            list(hook),
            input=f"{failure.reason}\n".encode(),
            env={**os.environ, **said},
            stdout=subprocess.DEVNULL,
            timeout=HOOK_SECONDS,
            check=False,
        )
        problem = f"thoát với mã {done.returncode}" if done.returncode else ""
    except subprocess.TimeoutExpired:
        problem = f"chạy quá {HOOK_SECONDS} giây"
    except (OSError, ValueError) as error:
        problem = str(error)
    if problem:
        print(f"Cảnh báo: không báo lỗi được bằng {hook[0]}: {problem}", file=sys.stderr)
