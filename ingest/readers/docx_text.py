"""The text of one Word paragraph as it reads with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.docx_numbering import W, Xml, is_on

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DROPPED = frozenset(
    {
        W + tag
        for tag in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sectPr", "footnoteRef")
    }
)
_BOX = frozenset({W + "drawing", W + "pict", W + "object"})
_SYMBOLS = {
    "F0A8": "□",
    "F06F": "□",
    "F0FE": "☑",
    "F052": "☑",
    "F0FC": "✓",
    "F0D6": "√",
    "00A8": "□",
    "0052": "☑",
}

PAGE_BREAK = "\f"


def paragraph_text(paragraph: Xml) -> str:
    """Runs in order; line breaks as \\n, page breaks as \\f, tabs as \\t; text boxes are left out."""
    return "".join(_pieces(paragraph))


def text_boxes(paragraph: Xml) -> Iterator[Xml]:
    """The contents of text boxes that hang on the paragraph, each once, outermost only."""
    for child in paragraph:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == _MC + "AlternateContent":
            yield from _boxes_of_choice(child)
        elif child.tag not in _DROPPED:
            yield from text_boxes(child)


def _boxes_of_choice(element: Xml) -> Iterator[Xml]:
    """The same box stands in both branches, for new and old programs."""
    for branch in element:
        found = list(text_boxes(branch))
        if found:
            yield from found
            return


def _pieces(element: Xml) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _DROPPED or tag in _BOX or not isinstance(tag, str):
            continue
        if tag == W + "r" and is_on(child.find(W + "rPr"), "vanish"):
            continue
        if tag in (W + "t", _M + "t"):
            yield child.text or ""
        elif tag == _MC + "AlternateContent":
            branch = child.find(_MC + "Choice")
            yield from _pieces(child if branch is None else branch)
        elif (mark := _mark(child)) is not None:
            yield mark
        else:
            yield from _pieces(child)


def _mark(element: Xml) -> str | None:
    """The character that an empty run element stands for; None for any other element."""
    tag = element.tag
    if tag in (W + "tab", W + "ptab"):
        return "\t"
    if tag in (W + "br", W + "cr"):
        return PAGE_BREAK if element.get(W + "type") == "page" else "\n"
    if tag == W + "noBreakHyphen":
        return "-"
    if tag == W + "softHyphen":
        return ""
    if tag == W + "sym":
        return _symbol(str(element.get(W + "char", "")).upper())
    return None


def _symbol(code: str) -> str:
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= point <= 0xF8FF or point < 0x20 else chr(point)
