"""The command: audits a file and says what it found."""

import json
import re
from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path

from lib.checks.audit.compare import compare
from lib.checks.audit.document import ANNEX, Document
from lib.checks.audit.findings import ERROR, Finding, lines, record
from lib.checks.audit.ledger import Edition, open_edition
from lib.checks.audit.reading import read_document
from lib.checks.audit.rules import check_genre, in_order
from lib.domain.errors import ReportError
from lib.domain.reference import Reference
from lib.intake.folders import data_folder, reports_folder


def audit(document: Document, edition: Edition | None, known: Collection[str] = ()) -> tuple[list[Finding], list[str]]:
    """The findings about a text, in its order, and what a reader should know about the audit itself.

    With an edition, what the published text itself would be found guilty of is not held against the edited one again.
    """
    found = check_genre(document, known)
    notes: list[str] = []
    if any(each.region == ANNEX for each in document.paragraphs):
        notes.append("Phụ lục của văn bản không kiểm tra.")
    if edition is None:
        return found, notes
    if edition.published is None:
        notes.append("Kỳ này chưa có bản phát hành: đối chiếu với chỉ tiêu tính lại, không biết số nào bị bỏ đi.")
    else:
        before = {_essence(each) for each in edition.findings}
        found = [each for each in found if _essence(each) not in before]
    compared = compare(document, edition)
    if edition.published is not None:
        notes.append(
            f"So với bản phát hành {edition.unit}, kỳ {edition.period}: {compared.kept} chỗ dẫn chỉ tiêu còn nguyên, "
            f"{len(compared.findings)} chỗ khác."
        )
    return in_order([*compared.findings, *found]), notes


def _essence(found: Finding) -> tuple[str, str, str]:
    """A finding without its place."""
    placeless = re.sub(r"(?:mục [\w.]+, )?đoạn \d+", "", found.message)
    return found.kind, placeless, re.sub(r"(?:mục [\w.]+, )?đoạn \d+", "", found.arithmetic)


def main_audit(
    file: str, unit: str = "", period: str = "", data: str = "", reports: str = "", as_json: bool = False
) -> int:
    """Prints the findings about a file; returns 1 if one of them is an error, else 0.

    Raises ReportError for a file that cannot be read, or a unit without a period.
    """
    if bool(unit) != bool(period):
        raise ReportError(
            "--unit và --period phải đi cùng nhau", remedy="ghi cả hai, hoặc bỏ cả hai để chỉ kiểm tra văn bản"
        )
    document = read_document(Path(file))
    folder = reports_folder(reports)
    edition = open_edition(unit, period, data, folder) if unit else None
    text = "\n".join(each.text for each in document.paragraphs)
    found, notes = audit(document, edition, _known_names(data, unit, period, text))
    if as_json:
        about = {"unit": unit or None, "period": period or None, "notes": notes}
        print(json.dumps(record(document, found, **about), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(document, found, notes)))
    return int(any(each.level == ERROR for each in found))


def _known_names(data: str, unit: str, period: str, text: str) -> frozenset[str]:
    """Names of units that are known to be right: with an edition, of its unit, those above and those right below it;
    else of every unit of the year the text names most, or of all."""
    reference = Reference.load(data_folder(data).reference)
    if unit:
        day = reference.periods.parse(period).end
        here = reference.units.get(unit, day)
        around = (*reference.units.above(here, day), *reference.units.children(here, day))
        return frozenset(each.name for each in (here, *around))
    years = Counter(re.findall(r"\b(?:19|20)\d\d\b", text)).most_common(1)
    days = [date(int(year), month, 1) for year, _ in years for month in (1, 12)]
    units = [each for versions in reference.units.by_slug.values() for each in versions]
    return frozenset(each.name for each in units if not days or any(map(each.in_force, days)))
