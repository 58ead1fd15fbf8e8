"""The narrative template: sandboxed Jinja over facts. `if`, `for`, `given` and phrase functions only; undefined is
an error.

What `{{ … }}` puts into the text never becomes markup or template again: it is held as a numbered mark while
Markdown is read and turned into a run afterwards, so a fact stays a fact and a cell's text stays text.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context as JinjaContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lib.domain.errors import ReportError
from lib.facts.fact import Fact
from lib.narrative.runs import DIGIT, Block, Blocks, Ref, Run, Runs, walk_runs

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
        if not value.printed:
            raise ReportError(
                f"«{value.title}» ({value.id}) không có gì để in ở kỳ này",
                remedy=f"đặt câu trong {{% if {value.id} %}} … {{% endif %}}",
            )
        noted = {"caveats": list(value.caveats)} if value.caveats else {}
        return {"text": value.printed, "fact": value.id, **noted}
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
        found = list(_walk(tree, frozenset()))
        _check([node for node, _ in found], where)
        _check_names(found, names, where)
        record: list[Run | Blocks] = []
        text = ENVIRONMENT.from_string(tree).render({**names, RECORD: record})
    except TemplateSyntaxError as error:
        raise ReportError(f"sai cú pháp mẫu câu: {error.message}", file=where, cell=f"dòng {error.lineno}") from error
    except UndefinedError as error:
        raise ReportError(_undefined(error.message or ""), file=where, cell=_line(error)) from error
    except SecurityError as error:
        raise ReportError(f"mẫu câu dùng điều không được phép: {error.message}", file=where) from error
    except ReportError as error:
        if error.file:
            raise
        raise ReportError(error.reason, file=where, cell=_line(error), remedy=error.remedy) from error
    except (TemplateError, TypeError, AttributeError) as error:
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


def _walk(node: nodes.Node, own: frozenset[str]) -> Iterator[tuple[nodes.Node, frozenset[str]]]:
    """What is under a node at any depth, each with the names that the loops around it give."""
    inner: frozenset[str] = own
    within: tuple[str, ...] = ()
    if isinstance(node, nodes.For):
        targets = (node.target, *node.target.find_all(nodes.Name))
        inner = own | {"loop"} | {target.name for target in targets if isinstance(target, nodes.Name)}
        within = ("target", "test", "body")
    for names, children in ((own, node.iter_child_nodes(exclude=within)), (inner, node.iter_child_nodes(only=within))):
        for child in children:
            yield child, names
            yield from _walk(child, names)


def _check(found: Iterable[nodes.Node], where: str) -> None:
    """Refuses whatever the narrative has no use for, and digits typed into the text."""
    for node in found:
        if isinstance(node, nodes.TemplateData):
            _check_digits(node, where)
        elif not isinstance(node, ALLOWED) or (isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name)):
            kind = type(node).__name__.lower()
            raise ReportError(f"mẫu câu không được dùng «{kind}»", file=where, cell=f"dòng {node.lineno}")
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise ReportError(f"mẫu câu không được dùng «{node.attr}»", file=where, cell=f"dòng {node.lineno}")


def _check_digits(node: nodes.TemplateData, where: str) -> None:
    typed = DIGIT.search(LIST_MARKER.sub(lambda marker: " " * len(marker[0]), node.data))
    if typed is None:
        return
    line = node.data.count("\n", 0, typed.start())
    near = node.data.split("\n")[line].strip()
    raise ReportError(
        f'chữ số gõ thẳng vào câu: "{near[:60]}"',
        file=where,
        cell=f"dòng {node.lineno + line}",
        remedy="dùng chỉ tiêu {{ nhóm.tên }}, hoặc khai trong references",
    )


def _check_names(found: Iterable[tuple[nodes.Node, Collection[str]]], names: Mapping[str, Any], where: str) -> None:
    """Refuses names that nothing has, also where this period's data would not come by."""
    for node, own in found:
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in own and node.name not in names:
            said = f"không có tên «{node.name}»"
            near = _near(node.name, [name for name in names if not name.startswith("_")])
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name not in own:
            group = node.node.name
            known = dir(names[group]) if group in names else [node.attr]
            if node.attr in known:
                continue
            said = f"không có chỉ tiêu hay từ {group}.{node.attr}"
            near = _near(node.attr, [name for name in known if not name.startswith("_")])
        else:
            continue
        raise ReportError(said, file=where, cell=f"dòng {node.lineno}", remedy=near)


def _near(name: str, known: Collection[str]) -> str | None:
    near = difflib.get_close_matches(name, known)
    return f"có phải là {', '.join(near)}?" if near else None


def _undefined(message: str) -> str:
    """Jinja's message about something undefined, in Vietnamese: only what is missing, no Python names."""
    named = re.findall(r"'([^']+)'", message)
    return f"không có tên «{named[-1]}»" if named else "dùng tên không có"


def refuse_typed_digits(blocks: list[Block], where: str) -> list[Block]:
    """The blocks, if each digit in them is a fact's or a declared reference's (law 2). Raises ReportError otherwise."""
    for run in walk_runs(blocks):
        if DIGIT.search(run["text"]) and not run.keys() & {"fact", "ref", "gap"}:
            raise ReportError(
                f'chữ số không có chỉ tiêu đứng sau: "{run["text"].strip()[:60]}"',
                file=where,
                remedy="dùng chỉ tiêu {{ nhóm.tên }}, hoặc khai trong references",
            )
    return blocks
