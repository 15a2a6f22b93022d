"""Where on a web page the document stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.readers.html_blocks import DROPPED, inline_text, is_hidden

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

CONTAINERS = (
    "#UCAP-CONTENT", "ucapcontent", ".TRS_UEDITOR", ".TRS_Editor", ".trs_editor_view", ".pages_content",
    "#zoom", "#zoomcon", "#Zoom", ".zoom", "#content_detail", "#article_content", "#articleContent",
    "#js_content", ".article-content", ".article_content", ".articleContent", ".article-con", ".news_content",
    ".news_cont_d_wrap", ".content_detail", ".detail-content", ".detail_content", ".xxgk_content", ".view-content",
    ".wp_articlecontent", ".v_news_content", "#vsb_content", ".entry-content", "#BodyLabel", ".bt_content",
    ".gk_content", ".conTxt", ".txtcen", "[itemprop=articleBody]", "article", "main",
)  # fmt: skip
"""Selectors of the publishing systems that government sites use, the more specific first."""

_BOILERPLATE = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|breadcrumbs?|crumbs?|sidebar|footer|foot|copyright|share|bdsharebuttonbox|toolbar|"
    r"print|pagination|pager|related|recommend|qrcode|ewm|dqwz|position|location|search|login|banner|topbar)(?:$|[-_\s])",
    re.I,
)
_NAVIGATION = "nav, aside, footer, [role=navigation], [role=search], [role=banner], [role=contentinfo]"
_PAGING = ("上一篇", "下一篇", "上一条", "下一条", "上一页", "下一页")
_LINK_SHARE = 0.6
_MAX_BOILERPLATE_CHARS = 400
_MIN_BODY_CHARS = 40
_MIN_LOCATED_CHARS = 40
_ENOUGH = 0.9
_SAMPLE_LINES = 200


def find_body(page: LexborHTMLParser, html: str) -> LexborNode | None:
    """The element that holds the document: a known container, else where trafilatura finds the text."""
    root = page.body
    if root is None:
        return None
    _drop_boilerplate(root)
    whole = _length(root)
    for selector in CONTAINERS:
        found = [node for node in page.css(selector) if not is_hidden(node)]
        best = max(found, key=_length, default=None)
        if best is not None and _length(best) >= min(_MIN_BODY_CHARS, max(1, whole // 3)):
            return best
    _drop_link_lists(root)
    return _located_by_trafilatura(root, html) or root


def _drop_boilerplate(root: LexborNode) -> None:
    """Remove navigation and page tools by role, element and class, as long as they hold little text.

    Inner nodes go first: selectolax frees the children of a removed node.
    """
    for node in reversed(root.css(_NAVIGATION)):
        node.decompose()
    for node in reversed(root.css("[class], [id]")):
        name = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag not in {"body", "html", "article", "main"} and _BOILERPLATE.search(name):
            text = node.text(strip=True)
            if len(text) <= _MAX_BOILERPLATE_CHARS and "。" not in text and "附件" not in text:
                node.decompose()


def _drop_link_lists(root: LexborNode) -> None:
    """Remove boxes that are all links: menus, related pages, previous and next. Attachments stay."""
    for node in reversed(root.css("div, ul, ol, dl, section, p")):
        links = node.css("a")
        text = _flat(node.text())
        linked = sum(len(_flat(link.text())) for link in links)
        is_list = len(links) >= 2 or any(text.startswith(word) for word in _PAGING)
        if is_list and linked >= len(text) * _LINK_SHARE and "附件" not in text and "。" not in text:
            node.decompose()


def _located_by_trafilatura(root: LexborNode, html: str) -> LexborNode | None:
    """trafilatura says which lines are text; the smallest element with nearly all of them is the body.

    Its own output is not used because it drops attachment links and repeated lines.
    """
    import trafilatura

    text = trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    lines = [flat for line in text.splitlines() if len(flat := _flat(line)) >= 8]
    lines = lines[:: len(lines) // _SAMPLE_LINES + 1]
    total = sum(map(len, lines))
    if total < _MIN_LOCATED_CHARS:
        return None
    node = root
    while True:
        inner = [child for child in node.iter() if child.tag not in DROPPED]
        holding = [child for child in inner if _held(child, lines) >= total * _ENOUGH]
        if not holding or holding[0].tag in {"p", "table", "span", "h1"}:
            return node
        node = holding[0]


def _held(node: LexborNode, lines: list[str]) -> int:
    text = _flat(inline_text(node))
    return sum(len(line) for line in lines if line in text)


def _flat(text: str) -> str:
    return "".join(re.sub(r"^\s*(?:[-*]\s|#+\s)", "", text).replace("|", "").split())


def _length(node: LexborNode) -> int:
    return len(_flat(inline_text(node)))
