"""The page of all editions, `index.html` in the folder of reports: what stands there, in which state, with its headline
figures and links. Made from what stands in that folder alone, so that it can be carried on a USB stick.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from jinja2 import Template

from lib.domain.dates import format_date
from lib.domain.pages import policy
from lib.domain.text import steady
from lib.editions.approvals import read_approvals, signed_folder
from lib.editions.history import FINAL, failure_page, pdf_of
from lib.editions.status import Published, State, published

TEMPLATES = Path(__file__).resolve().parents[1] / "report" / "templates"
READ = {"report.html": "Trang báo cáo", "report.docx": "Word", "annex.xlsx": "Phụ lục Excel"}
CHECK = {"review.html": "Trang rà soát", "facts.csv": "Số liệu CSV", "facts.json": "Sổ chỉ tiêu JSON"}
CHECK |= {"manifest.json": "Kê khai nguồn"}
"""Files of an edition that are linked where they stand, departments' forms between them, and what readers call them."""
KINDS: Mapping[str, type] = {
    **dict.fromkeys(("unit", "period", "end", "number", "replaces", "draft", "notice"), str),
    **dict.fromkeys(("headlines", "legend", "missing"), list),
    "expected": int,
    "forms": dict,
}
"""What a manifest says of a report, and of which kind it is."""


@dataclass(frozen=True)
class Link:
    """A file and what readers call it; `href` is relative to the folder of reports."""

    title: str
    href: str


@dataclass(frozen=True)
class Entry:
    """One unit and period as the page shows it. `report` is what its manifest says of the report."""

    unit: str
    period: str
    state: str
    final: bool
    made: str
    report: Mapping[str, Any]
    links: tuple[Link, ...]
    failure: Link | None
    previous: Link | None
    approved: str = ""
    signed: tuple[Link, ...] = ()
    """Signed editions that another one has taken the place of, or that stand."""

    @property
    def anchor(self) -> str:
        return f"{self.unit}-{self.period}"

    @property
    def title(self) -> str:
        """The period in words; its code where the edition does not say them."""
        title: str = self.report.get("period") or self.period
        return title[:1].upper() + title[1:]

    @property
    def sent(self) -> str:
        """How many senders have sent, of how many; '' where the edition does not say."""
        expected, missing = self.report.get("expected"), self.report.get("missing")
        return "" if expected is None or missing is None else f"{expected - len(missing)}/{expected}"


@dataclass(frozen=True)
class Group:
    """A unit and its entries, the latest period first."""

    title: str
    entries: tuple[Entry, ...]


def index_page(reports: Path) -> str:
    """The page of a folder of reports."""
    groups = tuple(_groups(reports))
    notices = [entry.report["notice"] for group in groups for entry in group.entries if entry.report.get("notice")]
    style = (TEMPLATES / "page" / "style.css").read_text(encoding="utf-8")
    own = (TEMPLATES / "index" / "index.css").read_text(encoding="utf-8")
    return steady(
        _template().render(groups=groups, sample=bool(notices), style=style + own, policy=policy(style + own))
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader  # commands that only record a run need not wait for it

    loader = FileSystemLoader(TEMPLATES / "index")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "index.html.j2"
    )


def _groups(reports: Path) -> Iterator[Group]:
    for folder in sorted(reports.iterdir() if reports.is_dir() else ()):
        if folder.is_dir() and not folder.name.startswith("."):
            entries = sorted(_entries(reports, folder), key=_age, reverse=True)
            if entries:
                named = (str(entry.report["unit"]) for entry in entries if entry.report.get("unit"))
                yield Group(next(named, folder.name), tuple(entries))


def _age(entry: Entry) -> tuple[str, str]:
    """Later periods are greater: by the last day, then by the code."""
    return str(entry.report.get("end") or entry.period[:4]), entry.period


def _entries(reports: Path, folder: Path) -> Iterator[Entry]:
    """The unit's editions, and periods whose only trace is that they failed."""
    found = {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")}
    ending = failure_page(reports, folder.name, "").name
    found |= {path.name.removesuffix(ending) for path in folder.glob(f"*{ending}")} - {""}
    for period in sorted(found):
        edition = published(reports, folder.name, period)
        failure = failure_page(reports, folder.name, period)
        failed = Link("xem lý do", _href(reports, failure)) if failure.is_file() else None
        links = (*_links(reports, folder / period, _report(edition)), *_pdf(reports, folder.name, period))
        if edition or failed or links:
            yield Entry(
                unit=folder.name,
                period=period,
                state=_state(edition).value,
                approved=edition.approved if edition else "",
                signed=tuple(_signed(reports, folder.name, period)),
                final=edition is not None and edition.status == FINAL,
                made=format_date(edition.day) if edition else "",
                report=_report(edition),
                links=links,
                failure=failed,
                previous=_previous(reports, folder, period),
            )


def _state(edition: Published | None) -> State:
    return State.NEVER if edition is None else edition.state


def _signed(reports: Path, unit: str, period: str) -> Iterator[Link]:
    """Every signed edition of the period as it is kept, the latest first."""
    known = read_approvals(reports, unit, period)
    for act in reversed(known.signed):
        page = signed_folder(reports, act) / "report.html"
        after = known.replacing(act.edition)
        gone = f", đã được số {after.number} thay thế" if after else ""
        if page.is_file():
            title = f"số {act.number} ngày {format_date(date.fromisoformat(act.date))}, {act.signatory}{gone}"
            yield Link(title, _href(reports, page))


def _report(edition: Published | None) -> Mapping[str, Any]:
    """What a manifest says of the report, of the kinds the page shows; nothing where it is older than that."""
    said = edition.manifest.get("report") if edition else None
    if not isinstance(said, dict):
        return {}
    known: dict[str, Any] = {name: value for name, value in said.items() if isinstance(value, KINDS.get(name, ()))}
    known["headlines"] = [row for row in known.get("headlines", []) if isinstance(row, dict)]
    return known


def _links(reports: Path, edition: Path, report: Mapping[str, Any]) -> Iterator[Link]:
    """Links to what stands there."""
    for name, title in {**READ, **report.get("forms", {}), **CHECK}.items():
        path = edition / name
        if path.is_file() and edition in path.resolve().parents:
            yield Link(str(title), _href(reports, path))


def _pdf(reports: Path, unit: str, period: str) -> Iterator[Link]:
    """A link to the edition's PDF, if somebody has made one."""
    path = pdf_of(reports, unit, period)
    if path.is_file():
        yield Link("PDF", _href(reports, path))


def _previous(reports: Path, folder: Path, period: str) -> Link | None:
    """The edition before, which `restore` would bring back."""
    kept = folder / ".previous"
    edition, page = published(kept.parent, kept.name, period), kept / period / "report.html"
    if edition is None or not page.is_file():
        return None
    return Link(f"{_state(edition).value}, lập ngày {format_date(edition.day)}", _href(reports, page))


def _href(reports: Path, path: Path) -> str:
    """A relative address, every odd letter of it quoted."""
    return quote(path.relative_to(reports).as_posix())
