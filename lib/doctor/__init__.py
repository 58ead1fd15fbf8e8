"""Is this machine fit to work on? What `python -m lib doctor` looks at, each thing with what to do about it.

It answers where nothing else runs: standard library alone, the environment's Python is asked from outside.
"""

from collections.abc import Callable
from pathlib import Path

from lib.doctor import environment, machine, places
from lib.doctor.check import Check, as_json, as_text, worst
from lib.pins import ROOT


def examine(data: str = "", reports: str = "") -> list[Check]:
    """Every check, in the order a person would mend things. `data` and `reports` are folders (empty: the
    repository's)."""
    data_folder = Path(data).resolve() if data else ROOT / "data"
    reports_folder = Path(reports).resolve() if reports else ROOT / "reports"
    written = (data_folder / "processed", reports_folder)
    told = environment.ask()
    return [
        environment.python(),
        environment.packages(told),
        environment.kernel(told),
        _guarded("writing", "Quyền ghi", lambda: places.writing(written)),
        places.names(reports_folder),
        places.paths(),
        machine.encoding(),
        _guarded("clock", "Đồng hồ", lambda: machine.clock(data_folder)),
        _guarded("disk", "Đĩa", lambda: machine.disk(written)),
        machine.fonts(),
        machine.programs(),
    ]


def _guarded(name: str, title: str, look: Callable[[], Check]) -> Check:
    """A check that the machine would not let finish is itself a finding."""
    try:
        return look()
    except OSError as error:
        return Check(name, title, "fail", f"máy không cho xem: {error}", "kiểm tra quyền đọc của thư mục này")


def main_doctor(data: str = "", reports: str = "", as_json_text: bool = False) -> int:
    """What `python -m lib doctor` does. Returns 1 if something has to be mended before reports can be made."""
    checks = examine(data, reports)
    print(as_json(checks) if as_json_text else f"Máy này: {machine.system()}\n\n{as_text(checks)}")
    return int(worst(checks) == "fail")
