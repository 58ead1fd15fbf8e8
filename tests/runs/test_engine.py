"""The engine `fresh` against papermill's own: the same outputs, counts, errors and metadata, in hard cases too."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from runs.notebooks import notebook, run, same

from lib.intake.folders import REPOSITORY

RAISES = "raises-exception"
COMM = "target_name='jupyter.widget'"
SLIDER = "{'_model_name': 'IntSliderModel', '_model_module': '@jupyter-widgets/controls', 'value': 3}"
OUTPUT = "{'_model_name': 'OutputModel', '_model_module': '@jupyter-widgets/output', 'outputs': [], 'msg_id': ''}"

CASES: dict[str, list[str | tuple[str, str]]] = {
    "values": ["x = 1\nx + 1", "_", "None", "'ạ ộ 😀'", "# nothing", "", "1;", "print(In[1], Out)", "'x' * 300_000"],
    "errors": [
        ("def f():\n    return 1 / 0\nprint('before')\nf()", RAISES),
        ("a = \n", RAISES),
        ("if 1:\nprint(2)", RAISES),
        ("import nothing_such", RAISES),
        ("import os\nos.makedirs('/proc/x/y')", RAISES),
        ("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('vì\\nthế') from e", RAISES),
        ("raise ExceptionGroup('g', [ValueError(1), TypeError('b')])", RAISES),
        ("raise KeyboardInterrupt", RAISES),
        ("import sys\nsys.exit(3)", RAISES),
        ("from IPython.core.error import UsageError\nraise UsageError('x')", RAISES),
        ("class B:\n    def __repr__(self): raise ValueError('no')\nB()", RAISES),
        ("class C:\n    def _repr_html_(self): raise ValueError('no')\nC()", RAISES),
        ("input('?')", RAISES),
        ("import getpass\ngetpass.getpass()", RAISES),
        ("breakpoint()", RAISES),
        ("%xmode Plain\n1 / 0", RAISES),
        "print('still here')",
    ],
    "custom errors": [
        "class E(Exception): pass\nget_ipython().set_custom_exc((E,), lambda *a, tb_offset=None: print('own', a[2]))",
        ("raise E(1)", RAISES),
        "print(1)",
    ],
    "display": [
        "from IPython.display import *\nh = display('a', display_id=True)\nh.update('b')",
        "display(HTML('<b>1</b>'), display_id='k')\ndisplay('z')",
        "update_display(HTML('<b>2</b>'), display_id='k')\nupdate_display('nothing', display_id='unknown')",
        "display({'text/plain': 'p', 'text/html': '<i>h</i>'}, raw=True, metadata={'text/html': {'x': 1}})",
        "display(Markdown('# x'), Latex('$x$'), JSON({'a': [1]}), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))",
        "class B:\n    def _repr_mimebundle_(self, **kw): return {'application/x+json': {'a': (1, 2)}}\nB()",
        "class P:\n    def _repr_png_(self): return b'\\x89PNG\\r\\n\\x1a\\n123'\nP()",
        "print('a')\nclear_output()\nprint('b')",
        "print('a')\nclear_output(wait=True)\nprint('b')",
        "print('a')\nclear_output(wait=True)",
        "display('q', display_id='z')\nclear_output()\ndisplay('r', display_id='z')",
    ],
    "streams": [
        "import os, sys, time\nprint('o1')\nprint('e1', file=sys.stderr)\nprint('o2')",
        "sys.stdout.write('no newline')",
        "print('a', end='', flush=True)\nprint('b')\ndisplay(1)\nprint('c')",
        "print('a')\ntime.sleep(.5)\nprint('e', file=sys.stderr)\ntime.sleep(.5)\nprint('c')",
        "for i in range(3): print(f'\\r{i}', end='', flush=True)",
        "from tqdm import tqdm\nfor i in tqdm(range(3)): pass",
        "for i in range(20_000): print('dòng', i)",
        "sys.stdin.readline(), sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.closed",
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as b: print('in')\nb.getvalue()",
        "import warnings\nwarnings.warn('careful')\nwarnings.warn('old', DeprecationWarning)",
        "import logging\nlogging.warning('w')\nlogging.info('no')",
    ],
    "under Python": [
        "import ctypes, os, subprocess, time\nprint('p')\nos.write(1, b'c\\n')\ntime.sleep(.3)",
        "os.system('echo out; sleep .3; echo err >&2')\ntime.sleep(.3)",
        "subprocess.run(['echo', 'sub'])\ntime.sleep(.3)",
        "c = ctypes.CDLL(None)\nc.puts(b'puts'), c.fflush(None)\ntime.sleep(.3)",
        "!echo hi; sleep .3; echo err >&2; exit 3",
        "_exit_code",
        "x = !echo a; echo b\nx",
        "kept = os.dup(1)\nos.dup2(os.open(os.devnull, os.O_WRONLY), 1)\nprint('seen')\nos.dup2(kept, 1)\nprint('too')",
        "%%bash\necho from bash\nsleep .3\necho e >&2",
        ("%%bash\nexit 4", RAISES),
        "if (pid := os.fork()) == 0:\n    print('child', flush=True); os._exit(0)\nos.waitpid(pid, 0)[1]",
    ],
    "magics": [
        "%precision 3\n3.14159",
        "%%capture out\nprint('x')\ndisplay(3)",
        "out.show()\nout.stdout, len(out.outputs)",
        "%env FOO=bar",
        "%who",
        "%pwd",
        "%cd /\n%pwd",
        "%lsmagic",
        "%history",
        "len?",
        "%time 1",
        "%%html\n<b>x</b>",
        "%%python\nprint(1)",
        "%load_ext autoreload\n%autoreload 2",
        "%reset -f",
        ("%nosuch", RAISES),
        ("%%nosuch\nx", RAISES),
        ("%load_ext nothing_here", RAISES),
    ],
    "async": [
        "import asyncio\nasync def f():\n    await asyncio.sleep(.01)\n    return 5\nawait f()",
        "asyncio.get_running_loop().is_running()",
        "async with asyncio.timeout(1):\n    print('in')",
        ("asyncio.run(f())", RAISES),
        "async def tick():\n    for i in range(5):\n        print('tick', i); await asyncio.sleep(.05)\n"
        "t = asyncio.create_task(tick())\nawait asyncio.sleep(.02)",
        "await asyncio.sleep(.12)\nprint('here')",
        "await t\ndisplay('x')",
        "import contextvars\nv = contextvars.ContextVar('v', default=0)\nv.set(5)",
        "await asyncio.sleep(0); v.set(7)\nv.get()",
        "v.get()",
    ],
    "threads": [
        "import threading, time\nt = threading.Thread(target=print, args=('in thread',)); t.start(); t.join()",
        "def late():\n    time.sleep(.1); print('late')\nt = threading.Thread(target=late); t.start()",
        "t.join()",
        "t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
        "from concurrent.futures import ThreadPoolExecutor as P\nwith P(2) as p: r = list(p.map(abs, [-1, 2]))\nr",
    ],
    "tables": [
        "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', 'ế']})",
        "pd.DataFrame({n: range(100) for n in range(30)})",
        "pd.DataFrame({'a': [1]}).style",
        ("pd.DataFrame({'a': [1]}).nosuch", RAISES),
    ],
    "plots": [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "fig, ax = plt.subplots()\nax.bar([1], [2])\nprint('x')",
        "fig",
        "plt.figure()\nplt.show()\nprint('after')",
        "import pandas as pd\npd.Series([1, 2]).plot()",
        "%config InlineBackend.figure_formats = ['svg']\nimport matplotlib\nmatplotlib.rcParams['svg.hashsalt'] = 'x'",
        "plt.plot([1, 2]);",
        "plt.get_backend(), plt.isinteractive(), plt.get_fignums()",
        "matplotlib.use('agg')\nplt.plot([1])\nplt.show()",
    ],
    "widgets": [
        f"import comm\nc = comm.create_comm({COMM}, comm_id='one', data={{'state': {SLIDER}}})",
        "c.send({'method': 'update', 'state': {'value': 9}})",
        "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'one'}}, raw=True)",
        f"o = comm.create_comm({COMM}, comm_id='two', data={{'state': {OUTPUT}}})\nheard = []\n"
        "o.on_msg(lambda m: heard.append(m['content']['data']))",
        "def state(id): o.send({'method': 'update', 'state': {'msg_id': id}})\n"
        "state(get_ipython().kernel.get_parent()['header']['msg_id'])\n"
        "print('captured', flush=True)\ndisplay('too')\nstate('')\nprint('free')",
        "heard",
    ],
    "events": [
        "ip = get_ipython()\nip.events.register('post_run_cell', lambda r: print('post'))\n1",
        "ip.set_next_input('x')",
        "ip.run_line_magic('time', '1')",
    ],
    "skipped": [("bad bad", "skip-execution"), "x = 5 # papermill_description=ABC", "x"],
    "surroundings": [
        "[name for name in sorted(globals()) if not name.startswith('_i')], __name__, _dh",
        "import os\nsorted(i for i in os.environ.items() if i[0] not in ('JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL'))",
        "import sys\nsys.path, sys.argv[1:2], sys.flags, sys.getrecursionlimit(), sys.dont_write_bytecode",
        "sys.modules['__main__'].__dict__ is globals()",
        "import matplotlib\nimport matplotlib.pyplot\nsorted((k, repr(v)) for k, v in matplotlib.rcParams.items())",
        "import pandas\npandas.describe_option(_print_desc=False)",
        "import numpy\nnumpy.geterr(), numpy.get_printoptions()",
        "import lib.report.charts, warnings\nsorted(map(repr, warnings.filters))",
        "import logging\nlogging.root.handlers, logging.root.level",
        "import gc, signal\ngc.get_threshold(), [(s, h) for s in signal.valid_signals() if (h := signal.getsignal(s))]",
        "import decimal, locale, time\ndecimal.getcontext(), locale.setlocale(locale.LC_ALL), time.tzname, os.getcwd()",
        "import pickle\nclass P: pass\npickle.loads(pickle.dumps(P())).__class__ is P",
        "import inspect\ndef f(): return 1\ninspect.getsource(f)",
        "import multiprocessing, threading\nmultiprocessing.current_process().name, threading.current_thread().name",
    ],
}

FAILURES: dict[str, list[str | tuple[str, str]]] = {
    "an error": ["print('before')", "def f():\n    1 / 0\nf()", "print('never')"],
    "a magic that fails": ["%%bash\nexit 4"],
    "an error without an output": ["raise ExceptionGroup('g', [ValueError(1)])"],
    "input": ["input('?')"],
    "sys.exit": ["import sys\nsys.exit(3)"],
}


@pytest.mark.parametrize("name", CASES)
def test_both_engines_leave_the_same(name: str, tmp_path: Path) -> None:
    same(notebook(CASES[name]), tmp_path)


@pytest.mark.parametrize("name", FAILURES)
def test_both_engines_fail_the_same(name: str, tmp_path: Path) -> None:
    same(notebook(FAILURES[name]), tmp_path)


def test_a_report_error_is_one_line_under_both(tmp_path: Path) -> None:
    raising = "from lib.domain.errors import ReportError\nraise ReportError('thiếu bảng', file='a.xlsx', remedy='thêm')"
    made = same(notebook(["%load_ext lib.narrative", raising]), tmp_path)
    [error] = made.cells[-1].outputs
    assert error.traceback == ["Lỗi: a.xlsx: thiếu bảng. Cách sửa: thêm"]


def test_parameters_are_papermills(tmp_path: Path) -> None:
    source = notebook([("a = 1\nb: str = 'x'", "parameters"), "a, b"])
    made = same(source, tmp_path, parameters={"a": 7, "b": "010 ế"})
    assert made.cells[2].outputs[0].data["text/plain"] == "(7, '010 ế')"


def test_stock_papermill_finds_it_by_name(tmp_path: Path) -> None:
    nbformat.write(notebook(["print('ạ')", "1 / 0"]), tmp_path / "in.ipynb")
    command = ["papermill", "in.ipynb", "out.ipynb", "--engine", "fresh", "--log-output"]
    ran = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "ZeroDivisionError" in ran.stderr
    assert "\nạ\n" in ran.stderr
    made = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert made.cells[1].outputs[0].text == "ạ\n"
    assert made.metadata.papermill.exception is True


@pytest.mark.parametrize("module", ["lib.runs.engine", "lib.runs.client", "lib.runs.execute", "papermill"])
def test_whichever_is_imported_first(module: str) -> None:
    code = f"import {module}; from papermill.engines import papermill_engines; papermill_engines.get_engine('fresh')"
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)


def test_the_kernel_named_is_what_runs(tmp_path: Path) -> None:
    """`python3` is this Python, which a child can stand in for; any other kernel is started as papermill does."""
    shows = notebook(["import sys\nsys.argv[2] == '/dev/null'"])
    made, _ = run(shows, tmp_path / "out.ipynb", "fresh")
    assert made.cells[0].outputs[0].data["text/plain"] == "True"
    with pytest.raises(NoSuchKernel):
        run(shows, tmp_path / "out.ipynb", "fresh", kernel_name="another")
