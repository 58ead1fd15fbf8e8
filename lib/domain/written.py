"""Files people write by hand: front matter, and YAML changed as text, so that their comments and order stay."""

import json

import yaml

from lib.domain.errors import ReportError

FENCE = "---"
STALE = "cũ, cần viết lại"
"""The status of a commentary that was copied from another period and not yet written anew."""
PROPOSED = "đề xuất, chưa duyệt"
"""The status of a commentary that was drawn up from the facts and that nobody has made their own yet."""


def compose(text: str, name: str) -> yaml.Node | None:
    """The nodes of a YAML text, each with its place. Raises ReportError, naming the file, where it is none."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        raise ReportError("sai cú pháp YAML", file=name, remedy="sửa tệp rồi chạy lại") from None


def child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """What stands under a key; None where nothing does."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def replaced(text: str, values: list[tuple[yaml.Node, str]]) -> str:
    """The text with values replaced where they stand, the last first so that places stay true."""
    for node, new in sorted(values, key=lambda each: -each[0].start_mark.index):
        start, end = node.start_mark.index, _last_leaf(node).end_mark.index
        text = text[:start] + ("" if start < end else " ") + new + text[end:]
    return text


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """The last word of a value: where a block ends before the comments and blank lines that follow it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not getattr(node, "flow_style", False):
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def with_keys(front: str, values: dict[str, str | dict[str, str]], name: str) -> str:
    r"""Front matter that says these things; the rest of it as it stands. A mapping takes a line for each of its texts.

    >>> print(with_keys("period: x # năm\ncited: {}\nauthor: A", {"period": "y", "cited": {"a.b": "1.779"}}, "II.md"))
    period: "y" # năm
    author: A
    cited:
      a.b: "1.779"
    """
    for key, value in values.items():
        there = child(compose(front, name), key)
        if there is not None and isinstance(value, str) and isinstance(there, yaml.ScalarNode):
            front = replaced(front, [(there, _quoted(value))])
            continue
        lines = [f"  {each}: {_quoted(text)}" for each, text in value.items()] if isinstance(value, dict) else []
        said = [f"{key}:", *lines] if lines else [f"{key}: {_quoted(value)}"] if isinstance(value, str) else []
        front = "\n".join([*_without(front, key, name), *said])
    return front.rstrip("\n")


def _without(front: str, key: str, name: str) -> list[str]:
    """The lines of front matter but for those of a key."""
    whole = compose(front, name)
    pairs = whole.value if isinstance(whole, yaml.MappingNode) else []
    own = [(at.start_mark.line, _last_leaf(value).end_mark.line) for at, value in pairs if at.value == key]
    lines = front.rstrip("\n").split("\n") if front.strip() else []
    return [line for number, line in enumerate(lines) if not any(first <= number <= last for first, last in own)]


def _quoted(text: str) -> str:
    """A text as YAML: JSON is YAML, and quotes every text."""
    return json.dumps(text, ensure_ascii=False)
