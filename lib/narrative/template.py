"""The narrative template: sandboxed Jinja over facts. `if`, `for`, `given` and phrase functions only; undefined is
an error.

What `{{ … }}` puts into the text never becomes markup or template again: it is held as a numbered mark while
Markdown is read and turned into a run afterwards, so a fact stays a fact and a cell's text stays text.
"""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context as JinjaContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lib.domain.errors import ReportError
from lib.facts.fact import Fact
from lib.narrative.runs import DIGIT, Blocks, Ref, Run, Runs

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
LIST_MARKER = re.compile(r"^[ \t]*\d+[.)](?=\s)", re.MULTILINE)
RECORD = "_record"
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.Call, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Tuple, nodes.List,
    nodes.Keyword, nodes.CondExpr,
)  # fmt: skip


class Given(Extension):
    """`{% given a, b %}…{% endgiven %}`: the sentence when all these facts were reported, else a sentence that
    says who has not."""

    tags = {"given"}  # noqa: RUF012 (the base class declares it so)

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        expression = parser.parse_tuple()
        facts = list(expression.items) if isinstance(expression, nodes.Tuple) else [expression]
        body = parser.parse_statements(("name:endgiven",), drop_needle=True)
        test = nodes.Call(nodes.Name("_reported", "load"), facts, [], None, None)
        told = nodes.Call(nodes.Name("_not_reported", "load"), facts, [], None, None)
        # The newline after the closing tag is trimmed: without one of its own, the next sentence would stick to it.
        return nodes.If(test, body, [], [nodes.Output([told, nodes.TemplateData("\n")])]).set_lineno(line)


@pass_context
def _finalize(context: JinjaContext, value: Any) -> str:
    """Holds a value as a run and leaves its mark in the text."""
    record: list[Run | Blocks] = context[RECORD]
    held = [value] if isinstance(value, Blocks) else value if isinstance(value, Runs) else [to_run(value)]
    first = len(record)
    record.extend(held)
    return "".join(f"{OPEN}{index}{CLOSE}" for index in range(first, len(record)))


def to_run(value: Any) -> Run:
    """A run from what a template printed. Raises ReportError for a number that is no fact and for an absent fact."""
    if isinstance(value, Fact):
        if value.absence is not None and value.absence.kind == "not_reported":
            return {"text": "(chưa có số liệu)", "gap": [value.id]}
        if value.absence is not None:
            why = value.absence.reason or value.absence.kind
            raise ReportError(
                f"«{value.title}» ({value.id}) không có giá trị ở kỳ này ({why})",
                remedy=f"đặt câu trong {{% if {value.id} %}} … {{% endif %}}",
            )
        run: Run = {"text": value.printed, "fact": value.id}
        return {**run, "incomplete": True} if value.incomplete else run
    if isinstance(value, Ref):
        return {"text": str(value), "ref": value.kind}
    if isinstance(value, dict):
        return value
    if isinstance(value, StrictUndefined):
        str(value)  # raises UndefinedError naming what is undefined
    if not isinstance(value, str):
        raise ReportError(f"{value!r} là số không có chỉ tiêu đứng sau", remedy="dùng {{ nhóm.chỉ_tiêu }}")
    if DIGIT.search(value):
        raise ReportError(
            f'"{value}" có chữ số mà không phải chỉ tiêu hay dẫn chiếu đã khai', remedy="dùng ref(…) hoặc chỉ tiêu"
        )
    return {"text": value}


ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    finalize=_finalize,
    extensions=[Given],
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=False,
    autoescape=False,
)
ENVIRONMENT.globals.clear()
ENVIRONMENT.filters.clear()


def render_marks(source: str, names: Mapping[str, Any], where: str) -> tuple[str, list[Run | Blocks]]:
    """The text with numbered marks, and what each mark stands for.

    `names` are the groups of facts, words and phrase functions the template may use; `where` begins error messages
    ("I.3.1-credit.ipynb › %%narrative"). Raises ReportError with the line.
    """
    try:
        tree = ENVIRONMENT.parse(source)
        _check(tree, where)
        record: list[Run | Blocks] = []
        text = ENVIRONMENT.from_string(tree).render({**names, RECORD: record})
    except TemplateSyntaxError as error:
        raise ReportError(f"sai cú pháp mẫu câu: {error.message}", file=where, cell=f"dòng {error.lineno}") from error
    except UndefinedError as error:
        raise ReportError(f"tên không có: {error.message}", file=where, cell=_line(error)) from error
    except SecurityError as error:
        raise ReportError(f"mẫu câu dùng điều không được phép: {error.message}", file=where) from error
    except ReportError as error:
        if error.file:
            raise
        raise ReportError(error.reason, file=where, cell=_line(error), remedy=error.remedy) from error
    except (TemplateError, TypeError) as error:
        raise ReportError(f"không dựng được câu: {error}", file=where, cell=_line(error)) from error
    return text, record


def _line(error: Exception) -> str | None:
    """The template's line an error came through, told by the innermost frame Jinja compiled."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"dòng {line}" if line else None


def _check(tree: nodes.Template, where: str) -> None:
    """Refuses whatever the narrative has no use for, and digits typed into the text."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.TemplateData):
            typed = DIGIT.search(LIST_MARKER.sub("", node.data))
            if typed:
                line = node.lineno + node.data[: node.data.find(typed[0])].count("\n")
                near = node.data.strip()[:60]
                raise ReportError(
                    f'chữ số gõ thẳng vào câu: "{near}…"',
                    file=where,
                    cell=f"dòng {line}",
                    remedy="dùng chỉ tiêu {{ nhóm.tên }}, hoặc khai trong references",
                )
        elif not isinstance(node, ALLOWED) or (isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name)):
            kind = type(node).__name__.lower()
            raise ReportError(f"mẫu câu không được dùng «{kind}»", file=where, cell=f"dòng {node.lineno}")
