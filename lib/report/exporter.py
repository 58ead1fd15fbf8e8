"""The page: nbconvert with our template over the executed report notebook. One file, no external request."""

from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat.v4 import new_notebook
from traitlets.config import Config

from lib.domain.errors import ReportError
from lib.domain.numbers import format_count
from lib.domain.pages import policy
from lib.domain.text import steady
from lib.narrative.html import blocks_html, legend_html, marks_html, runs_html, stale_html
from lib.narrative.phrases import lower_first
from lib.narrative.runs import DOCUMENT_MIME, plain_text
from lib.report.answers import Answers
from lib.report.executed import outputs

TEMPLATES = Path(__file__).parent / "templates"


class ReportExporter(TemplateExporter):
    """Exports the executed `report` notebook as the finished page. Only the assembled document is shown; code
    never is."""

    export_from_notebook = "Báo cáo HTML"
    output_mimetype = "text/html"

    def __init__(self, **options: Any) -> None:
        config = Config({"TemplateExporter": {"extra_template_basedirs": [str(TEMPLATES)], "template_name": "page"}})
        super().__init__(config=config, **options)
        self.environment.bytecode_cache = FileSystemBytecodeCache()  # Jinja's own, for this user on this machine

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_extension_default(self) -> str:
        return ".html.j2"

    def default_filters(self) -> Any:
        yield from super().default_filters()
        yield from {
            "blocks_html": blocks_html,
            "legend_html": legend_html,
            "marks_html": marks_html,
            "stale_html": stale_html,
            "runs_html": runs_html,
            "plain_text": plain_text,
            "lower_first": lower_first,
            "count": format_count,
        }.items()

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
        """The page and nbconvert's resources. Raises ReportError when the notebook holds no assembled document."""
        documents = list(outputs(nb, DOCUMENT_MIME))
        if not documents:
            raise ReportError("sổ tay báo cáo chưa ghép xong, không có gì để xuất", file="report.ipynb")
        resources = self._init_resources(resources)
        resources["document"] = documents[-1]
        resources["answers"] = Answers(documents[-1])
        styles = (TEMPLATES / "page" / name for name in ("style.css", "summary.css", "answers.css"))
        resources["style"] = "".join(path.read_text(encoding="utf-8") for path in styles)
        resources["script"] = (TEMPLATES / "page" / "contents.js").read_text(encoding="utf-8")
        resources["policy"] = policy(resources["style"], resources["script"])
        shown = new_notebook(metadata=nb["metadata"])  # nbconvert copies what it is given several times
        page, resources = super().from_notebook_node(shown, resources, **options)
        return steady(page), resources
