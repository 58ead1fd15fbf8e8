"""A copy of a period to practise on: whatever is done there, the data stay as they were."""

import shutil
import tempfile
from pathlib import Path

from lib.domain.errors import ReportError
from lib.intake.folders import data_folder


def practice_copy(unit: str, period: str, folder: str = "", data: str = "") -> Path:
    """Copies what was sent for a period, and the reference data, and returns the folder with `data/` in it.

    `folder` is where (empty: a new temporary folder); `data` the data folder to copy from (empty: the repository's).
    Raises ReportError where the period has nothing, or the folder holds something already.

    Example:
        >>> home = practice_copy("krong-pa", "2021-H1")
        >>> (home / "data" / "raw" / "krong-pa" / "2021-H1" / "report.yaml").is_file()
        True
        >>> shutil.rmtree(home)
    """
    source = data_folder(data)
    raw = source.raw(unit, period)
    if not raw.is_dir():
        raise ReportError(
            "không có số liệu để chép", file=f"raw/{unit}/{period}", remedy="xem periods() để biết các kỳ"
        )
    home = Path(folder).resolve() if folder else Path(tempfile.mkdtemp(prefix="tap-"))
    if home.is_dir() and any(home.iterdir()):
        raise ReportError("thư mục tập đã có tệp", file=home.name, remedy="chọn thư mục khác, hoặc để trống")
    shutil.copytree(raw, home / "data" / "raw" / unit / period)
    shutil.copytree(source.reference, home / "data" / "reference")
    return home
