"""A published edition as PDF: the Word file through LibreOffice, or the page through Chromium. It stands beside the
edition, never in it: an edition is not touched once it is published."""

import json
import os
import tempfile
from pathlib import Path

from lib.domain.errors import ReportError
from lib.programs import BROWSER, OFFICE, run

SOURCES = {"docx": ("report.docx", OFFICE), "page": ("report.html", BROWSER)}
"""What a PDF can be made from, the one that is handed in first, and the program that does it."""


def make_pdf(edition: Path, target: Path, source: str = "") -> Path:
    """Makes `target` from the edition in a folder and returns its path.

    `source` is "docx" or "page"; empty takes the first whose program this machine has. The target is replaced in one
    step, and only by a whole PDF. Raises ReportError where there is no edition or no program, or the program fails.
    """
    if not (edition / "manifest.json").is_file():
        command = f"python -m lib run --unit {edition.parent.name} --period {edition.name}"
        raise ReportError("chưa có bản báo cáo", file=f"{edition.parent.name}/{edition.name}", remedy=f"chạy {command}")
    if target.resolve().is_relative_to(edition.resolve()):
        raise ReportError("bản đã lập không nhận thêm tệp", file=str(target), remedy="chọn nơi khác bằng --to")
    name = source or next((each for each, (_, program) in SOURCES.items() if program.find()), "")
    if not name:
        raise ReportError(
            "máy này không có LibreOffice, cũng không có Chromium, Chrome hay Edge để lập PDF",
            remedy="cài một trong các chương trình đó, hoặc mở report.docx bằng Word rồi lưu thành PDF",
        )
    file, program = SOURCES[name]
    path = program.find()
    if path is None:
        other = "page" if name == "docx" else "docx"
        reason = f"máy này không có {program.title}"
        raise ReportError(reason, remedy=f"cài đặt, đặt biến {program.variable}, hoặc thử --from {other}")
    with tempfile.TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True) as scratch:
        made = (_by_office if name == "docx" else _by_browser)(path, edition / file, Path(scratch))
        content = made.read_bytes() if made.is_file() else b""
    if not content.startswith(b"%PDF"):
        raise ReportError(f"{program.title} không làm ra tệp PDF", file=file, remedy="mở thử tệp bằng chương trình đó")
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.new")
    aside.write_bytes(content)
    aside.replace(target)
    return target


def _by_office(path: str, file: Path, scratch: Path) -> Path:
    """Tagged for screen readers; facts as text, not as fields to fill in. The profile is new, so an office that is open
    does not matter."""
    options = {"ExportFormFields": False, "UseTaggedPDF": True}
    said = json.dumps({key: {"type": "boolean", "value": str(value).lower()} for key, value in options.items()})
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    how = ("--headless", "--norestore", "--convert-to", f"pdf:writer_pdf_Export:{said}", "--outdir", str(scratch))
    run(OFFICE, [path, profile, *how, str(file)])
    return scratch / file.with_suffix(".pdf").name


def _by_browser(path: str, file: Path, scratch: Path) -> Path:
    made = scratch / "page.pdf"
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()  # it refuses to start otherwise
    how = ("--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer", *root)
    run(BROWSER, [path, *how, f"--user-data-dir={scratch / 'profile'}", f"--print-to-pdf={made}", file.as_uri()])
    return made
