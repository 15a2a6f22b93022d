"""Building the page's own markup. Whatever a document or a person wrote goes through ``text``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from app.ui.words import Language, say
from kb.contract import Citation
from kb.records import Status

_WARNED: tuple[Status, ...] = ("draft", "period_over", "superseded")


class Markup(str):
    """Markup that is safe to put into the page; plain ``str`` is text and gets escaped."""

    __slots__ = ()


def text(value: object) -> Markup:
    """Anything as text: no character of it is markup afterwards."""
    return value if isinstance(value, Markup) else Markup(html.escape(str(value), quote=True))


def join(parts: Iterable[object], separator: str = "") -> Markup:
    """Parts one after the other, each escaped unless it is markup."""
    return Markup(separator.join(text(part) for part in parts))


def tag(name: str, content: object = "", **attributes: object) -> Markup:
    """An element. ``class_`` is class, ``data_x`` is data-x; attributes that are None are left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{text(content)}</{name}>")


def action(
    label: object, name: str, value: str = "", *, class_: str = "link", title: str | None = None
) -> Markup:
    """A button that reports ``name`` and ``value`` to the page (see ``clicks``)."""
    return tag("button", label, type="button", class_=class_, data_action=name, data_value=value, title=title)


def badge(status: Status, language: Language) -> Markup:
    """The warning that belongs to a document's status; nothing for a document without one."""
    if status not in _WARNED:
        return Markup("")
    return tag("span", say(language, f"status.{status}"), class_=f"badge {status.replace('_', '-')}")


def place(citation: Citation) -> str:
    """Where a citation stands, as the value of an action."""
    return f"{citation.document}:{citation.start}:{citation.end}"


def reference(citation: Citation) -> Markup:
    """The small number that opens a citation."""
    title = " > ".join((citation.title, *citation.section))
    return action(citation.n, "cite", place(citation), class_="ref", title=title)


def with_references(line: str, citations: Sequence[Citation]) -> Markup:
    """A line of an answer in which [1] opens the citation with that number."""
    by_number = {citation.n: citation for citation in citations}
    parts: list[object] = []
    for piece in re.split(r"(\[\d{1,3}\])", line):
        number = int(piece[1:-1]) if re.fullmatch(r"\[\d{1,3}\]", piece) else 0
        parts.append(reference(by_number[number]) if number in by_number else piece)
    return join(parts)


def table(header: Sequence[object], rows: Iterable[Sequence[object]], *, class_: str = "facts") -> Markup:
    """A table; on a narrow screen each row becomes a block with the column names as labels."""
    names = [
        html.unescape(re.sub(r"<[^>]*>", "", name)) if isinstance(name, Markup) else str(name)
        for name in header
    ]
    head = tag("tr", join(tag("th", name) for name in header))
    body = join(
        tag(
            "tr",
            join(
                tag("td", cell, data_label=name)
                for cell, name in zip(row, names, strict=True)
                if cell is not None
            ),
        )
        for row in rows
    )
    return tag(
        "div", tag("table", join([tag("thead", head), tag("tbody", body)]), class_=class_), class_="scroll"
    )


def details(summary: object, content: object, *, class_: str = "fold") -> Markup:
    """Content that opens on a click."""
    return tag("details", join([tag("summary", summary), text(content)]), class_=class_)
