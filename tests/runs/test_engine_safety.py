"""A notebook that dies, hangs or spoils what it can: told with its cell, kept as far as it came, harmless to others."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import papermill
import pytest
from runs.notebooks import notebook, run

from lib.runs.children import SUPPORTED, Preloaded, preloaded

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="no fork on this system")


def texts(cell: Any) -> dict[str, str]:
    return {output.name: output.text for output in cell.outputs if output.output_type == "stream"}


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("os.abort()", "SIGABRT"),
        ("os._exit(3)", "mã 3"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("os.kill(os.getpid(), 9)", "hết bộ nhớ"),
        ("os.closerange(3, 200)", ""),
    ],
)
def test_a_cell_that_kills_its_process(deed: str, words: str, tmp_path: Path) -> None:
    cells = ["print('well')", f"import os, sys\nprint('so far')\nsys.stderr.write('oh')\n{deed}", "print('never')"]
    made, failure = run(notebook(cells), tmp_path / "out.ipynb", "fresh")
    assert failure is not None
    assert (failure.cell_index, failure.exec_count, failure.ename) == (1, 2, "DeadKernelError")
    assert words in failure.evalue
    first, dead, after = (cell for cell in made.cells if cell.cell_type == "code")
    assert texts(first) == {"stdout": "well\n"}
    assert texts(dead)["stdout"] == "so far\n"
    assert texts(dead)["stderr"].startswith("oh")
    assert dead.outputs[-1].output_type == "error"
    assert dead.metadata.papermill.status == "failed"
    assert after.metadata.papermill.status == "pending"
    assert made.metadata.papermill.exception is True
    assert made.metadata.papermill.end_time


def test_death_between_cells_is_told_in_the_next(tmp_path: Path) -> None:
    cells = ["import os, threading\nthreading.Timer(.2, os._exit, [5]).start()", "import time\ntime.sleep(9)"]
    _, failure = run(notebook(cells), tmp_path / "out.ipynb", "fresh")
    assert failure is not None
    assert (failure.cell_index, failure.evalue) == (1, "tiến trình tự thoát với mã 5")


@pytest.mark.parametrize(
    "loop", ["while True: pass", "import time\nwhile True: time.sleep(1)", "import re\nre.match(r'(a+)+b', 'a' * 60)"]
)
def test_a_cell_without_end_is_stopped(loop: str, tmp_path: Path) -> None:
    source = notebook(["1", f"import subprocess\nsubprocess.Popen(['sleep', '1000'])\nprint('so far')\n{loop}", "2"])
    started = time.monotonic()
    made, failure = run(source, tmp_path / "out.ipynb", "fresh", execution_timeout=1)
    assert time.monotonic() - started < 20
    assert failure is not None
    assert (failure.cell_index, failure.ename, failure.evalue) == (1, "CellTimeoutError", "ô chạy quá 1 giây")
    assert texts(made.cells[3])["stdout"] == "so far\n"


def test_a_notebook_that_fills_the_memory_is_told_so(tmp_path: Path) -> None:
    cells = ["held = []\nwhile True: held.append(bytearray(1 << 24))", "1"]
    made, failure = run(notebook(cells), tmp_path / "out.ipynb", "fresh", memory=1 << 30)
    assert failure is not None
    assert (failure.cell_index, failure.ename) == (0, "MemoryError")
    assert made.metadata.papermill.exception is True


SPOIL = """
import builtins, os, sys, threading, time, warnings, decimal, locale, random, signal
import matplotlib, numpy, pandas
leaked = 1
builtins.leaked = 2
matplotlib.rcParams['font.size'] = 77
pandas.set_option('display.max_rows', 3)
numpy.random.seed(1); random.seed(1); numpy.set_printoptions(precision=1)
os.environ['LEAKED'] = '1'; os.chdir('/'); sys.path.insert(0, '/leaked'); os.umask(0)
sys.modules['json'] = None; pandas.DataFrame.sum = None
warnings.simplefilter('error'); decimal.getcontext().prec = 3; signal.signal(signal.SIGUSR1, signal.SIG_IGN)
threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
import lib.domain.numbers; lib.domain.numbers.format_count = None
import lib.indicators.registry; lib.indicators.registry.sections.cache_clear()
big = bytearray(1 << 28)
"""
LOOK = """
import builtins, json, os, sys, threading, warnings, decimal, signal, matplotlib, numpy, pandas, lib.domain.numbers
print('leaked' in globals(), hasattr(builtins, 'leaked'), matplotlib.rcParams['font.size'], numpy.get_printoptions())
print(pandas.get_option('display.max_rows'), os.environ.get('LEAKED'), os.getcwd(), sys.path, os.umask(0o22), json)
print(pandas.DataFrame.sum, warnings.filters[:1], decimal.getcontext().prec, signal.getsignal(signal.SIGUSR1))
print(threading.enumerate(), lib.domain.numbers.format_count, sorted(os.listdir('/proc/self/fd')))
"""


def test_nothing_is_left_for_the_next_notebook(tmp_path: Path) -> None:
    before, _ = run(notebook([LOOK]), tmp_path / "before.ipynb", "fresh")
    _, failure = run(notebook([SPOIL]), tmp_path / "spoil.ipynb", "fresh")
    after, _ = run(notebook([LOOK]), tmp_path / "after.ipynb", "fresh")
    assert failure is None
    assert texts(after.cells[0]) == texts(before.cells[0])
    assert texts(after.cells[0])["stdout"].startswith("False False 10.0")


def test_many_at_once_do_not_mix(tmp_path: Path) -> None:
    """Each notebook shows a number of its own in every way a notebook can show something."""

    def one(number: int) -> bool:
        draw = f"import matplotlib.pyplot as plt\nplt.title('{number}')\nplt.plot([{number}, 1]);"
        source = notebook(
            [f"n = {number}", "print(n)\ndisplay(n)\nn", draw, "import os\nos.write(1, str(n).encode());"]
        )
        made, failure = run(source, tmp_path / f"{number}.ipynb", "fresh")
        shown = made.cells[1].outputs
        seen = [
            shown[0].text.strip(),
            shown[1].data["text/plain"],
            shown[2].data["text/plain"],
            made.cells[3].outputs[0].text,
        ]
        drawn.add(made.cells[2].outputs[0].data["image/png"])
        return failure is None and seen == [str(number)] * 4

    drawn: set[str] = set()
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(one, range(2, 14)))
    assert len(drawn) == 12


def test_saved_once_or_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lib.runs import client

    saved: list[str] = []
    monkeypatch.setattr("papermill.execute.write_ipynb", lambda nb, path: saved.append(str(path)))
    papermill.execute_notebook(notebook(["1"] * 9), tmp_path / "a.ipynb", engine_name="fresh", progress_bar=False)
    assert saved == [str(tmp_path / "a.ipynb")]

    def stop(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(client.FreshClient, "process_message", stop)
    with pytest.raises(KeyboardInterrupt):
        papermill.execute_notebook(notebook(["1"]), tmp_path / "b.ipynb", engine_name="fresh", progress_bar=False)
    assert (tmp_path / "b.ipynb").is_file()


def test_interrupted_by_the_keyboard_nothing_runs_on(tmp_path: Path) -> None:
    """Ctrl-C reaches the caller alone; the notebook in its endless loop goes at once."""
    code = (
        "import papermill, signal, sys; sys.path.insert(0, sys.argv[1]); from runs.notebooks import notebook\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born deaf to it\n"
        "cell = f'import os; open({sys.argv[2]!r}, \"w\").write(str(os.getpid()))\\nwhile True: pass'\n"
        "papermill.execute_notebook(notebook([cell]), sys.argv[3], engine_name='fresh', progress_bar=False)"
    )
    told = tmp_path / "pid"
    arguments = [str(Path(__file__).parents[1]), str(told), str(tmp_path / "out.ipynb")]
    caller = subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE)
    while not (told.is_file() and told.read_text()):
        time.sleep(0.05)
        assert caller.poll() is None
    caller.send_signal(signal.SIGINT)
    try:
        _, errors = caller.communicate(timeout=60)
    finally:
        caller.kill()
    assert b"KeyboardInterrupt" in errors
    assert not Path(f"/proc/{told.read_text()}").exists()
    assert (tmp_path / "out.ipynb").is_file()


def test_code_that_cannot_be_imported_fails_in_the_cell_that_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    made = Preloaded(["runs.works:prepare_broken"])
    monkeypatch.setattr("lib.runs.client.preloaded", lambda: made)
    _, failure = run(notebook(["1", "import lib.no_such_floor"]), tmp_path / "out.ipynb", "fresh")
    made.close()
    assert failure is not None
    assert (failure.cell_index, failure.ename) == (1, "ModuleNotFoundError")


def test_a_killed_preloaded_process_is_started_again(tmp_path: Path) -> None:
    run(notebook(["1"]), tmp_path / "a.ipynb", "fresh")
    process, _ = preloaded()._running[-1]
    threading.Timer(1, os.kill, [process.pid, signal.SIGKILL]).start()
    _, failure = run(notebook(["import time\ntime.sleep(60)"]), tmp_path / "b.ipynb", "fresh")
    assert failure is not None
    assert failure.ename == "DeadKernelError"
    _, failure = run(notebook(["1"]), tmp_path / "c.ipynb", "fresh")
    assert failure is None
