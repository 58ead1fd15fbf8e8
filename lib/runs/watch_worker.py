"""The process that makes the reports for `watch`, kept running so that the next one is quick, and started anew when the
code has changed. Requests and answers are lines of JSON on its standard input and output.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from lib.domain.errors import ReportError
from lib.intake.folders import REPOSITORY

LEAVING_SECONDS = 5


class Worker:
    """Runs reports in a process of its own, which is started when first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def run(self, unit: str, period: str, data: str, reports: str) -> Path:
        """Makes one report and returns its page. Raises ReportError with the reason in one line when it fails."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps([unit, period, data, reports]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.stop()
            raise ReportError("tiến trình lập báo cáo đã dừng đột ngột", remedy="lưu lại tệp để chạy lần nữa")
        said = json.loads(answer)
        if "error" in said:
            raise ReportError(said["error"])
        return Path(said["page"])

    def stop(self) -> None:
        """Ends the process; the next run starts a new one, which reads the code again."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(LEAVING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "lib.runs.watch_worker"],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self._process


def main() -> None:
    """Answers requests until the input ends. Whatever else prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for `watch`, which ends this process
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        _answer(answers, _made(*json.loads(line)))


def _made(unit: str, period: str, data: str, reports: str) -> dict[str, str]:
    from lib.runs.record import reason_of
    from lib.runs.run import run_report

    try:
        return {"page": str(run_report(unit, period, data, reports))}
    except Exception as error:  # noqa: BLE001 the page shows it; the next run may succeed
        return {"error": reason_of(error)}


def _answer(answers: IO[str], said: dict[str, str]) -> None:
    answers.write(json.dumps(said) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
