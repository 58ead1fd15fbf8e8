"""The Python that does the work: the locked packages, the kernel. It is asked, not imported: it may be broken.

What asks runs under any Python from 3.11, with the standard library alone.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from lib import bootstrap
from lib.doctor.check import Check
from lib.pins import LOCK, installed_as_locked, read_lock

SECONDS = 60
SETUP = "chạy python -m lib setup"
MANY = 4
"""How many packages are named before the rest are counted."""

ASK = """
import json, sys
from importlib import metadata
from pathlib import Path
found = {d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]}
spec = Path(sys.prefix, "share", "jupyter", "kernels", "python3", "kernel.json")
broken = ""
try:
    import ipykernel, jupyter_client, papermill, zmq
except Exception as error:
    broken = f"{type(error).__name__}: {error}"
print(json.dumps({"packages": found, "spec": spec.is_file(), "kernel": broken}))
"""
"""What the working Python tells of itself."""


@dataclass(frozen=True)
class Told:
    """What the working Python answered, or why it did not."""

    python: str
    answer: Mapping[str, Any] | None
    reason: str = ""


def ask() -> Told | None:
    """The answers of the environment's Python; None where there is no environment yet."""
    inside = bootstrap.python()
    used = str(inside) if inside.exists() else sys.executable if installed_as_locked() else ""
    if not used:
        return None
    command = [used, "-X", "utf8", "-c", ASK]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Told(used, None, str(error))
    if done.returncode:
        return Told(used, None, (done.stderr.strip().splitlines() or [f"mã {done.returncode}"])[-1])
    return Told(used, json.loads(done.stdout))


def python() -> Check:
    """The Python that was called: can it make an environment? (That it is new enough is asked before anything else.)"""
    found = f"{sys.version.split()[0]}, {sys.executable}"
    missing = [name for name in ("venv", "ensurepip") if find_spec(name) is None]
    if missing and not bootstrap.python().exists():
        remedy = "Debian, Ubuntu: apt install python3-venv python3-pip; nơi khác: cài lại Python từ python.org"
        return Check("python", "Python", "warn", f"{found}; thiếu {', '.join(missing)}", remedy)
    if sys.maxsize < 2**32:
        return Check("python", "Python", "fail", f"{found}; bản 32 bit", "cài Python bản 64 bit")
    return Check("python", "Python", "ok", found)


def packages(told: Told | None) -> Check:
    """Whether the working Python has every package of the lock, in its version."""
    title = "Thư viện"
    if told is None:
        return Check("packages", title, "fail", "chưa có môi trường .venv", SETUP)
    if told.answer is None:
        remedy = f"xóa thư mục .venv rồi {SETUP}"
        return Check("packages", title, "fail", f"{told.python} không chạy được: {told.reason}", remedy)
    if not LOCK.is_file():
        return Check("packages", title, "fail", f"không có tệp {LOCK.name}", "lấy lại kho mã đầy đủ")
    wrong = differences(LOCK.read_text(encoding="utf-8"), told.answer["packages"])
    if wrong:
        named = "; ".join(wrong[:MANY]) + (f"; và {len(wrong) - MANY} gói khác" if len(wrong) > MANY else "")
        return Check(
            "packages", title, "fail", f"khác {LOCK.name}: {named}", f"xóa .venv/{bootstrap.STAMP.name} rồi {SETUP}"
        )
    if bootstrap.python().exists() and not bootstrap.current():
        return Check("packages", title, "warn", "đủ, nhưng chưa ghi nhận đã cài xong", SETUP)
    count = len([pin for pin in read_lock(LOCK.read_text(encoding="utf-8")) if not pin.marker])
    return Check("packages", title, "ok", f"{count} gói đúng phiên bản trong {LOCK.name}")


def differences(lock: str, installed: Mapping[str, str]) -> list[str]:
    r"""What an environment has otherwise than a lock says; packages wanted only on other systems are left out.

    >>> differences("six==1.17.0 \\\nPyYAML==6.0 \\\nappnope==1.0 ; os_name == 'nt' \\\n", {"six": "1.16.0"})
    ['six 1.16.0, cần 1.17.0', 'thiếu PyYAML 6.0']
    """
    known = {_plain(name): version for name, version in installed.items()}
    wrong = []
    for pin in read_lock(lock):
        has = known.get(_plain(pin.name))
        if has != pin.version and not pin.marker:
            wrong.append(f"{pin.name} {has}, cần {pin.version}" if has else f"thiếu {pin.name} {pin.version}")
    return wrong


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def kernel(told: Told | None) -> Check:
    """Whether JupyterLab and papermill can start a Python for the notebooks."""
    title = "Nhân Jupyter"
    if told is None or told.answer is None:
        return Check("kernel", title, "fail", "chưa xét được khi chưa có môi trường", SETUP)
    remedy = f"xóa thư mục .venv rồi {SETUP}"
    if told.answer["kernel"]:
        return Check("kernel", title, "fail", f"không nạp được: {told.answer['kernel']}", remedy)
    if not told.answer["spec"]:
        return Check("kernel", title, "fail", "không thấy khai báo nhân python3", remedy)
    return Check("kernel", title, "ok", "python3 (ipykernel) nạp được")
