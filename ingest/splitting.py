"""One file may hold several documents: finds where each begins and puts its title on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.headings import find_marker
from ingest.joining import ends_like_title, is_title_part, join_broken, join_range, title_block
from ingest.lines import ATTACHMENT_LINE, Line, ends_sentence, is_date_line, is_furniture, is_signature

_NAMED = re.compile(r"《([^《》]{4,120})》")
_LISTED = re.compile(r"(?:附件\s*[：:]?\s*)?(?:\d{1,2}\s*[.．、])?\s*([^。；]{4,80})")
_NOTE = re.compile(r"[（(](?:征求意见稿|草案|送审稿|讨论稿|试行|暂行|初稿)[）)]")
_TOP_STYLES = frozenset({"part", "chapter", "article", "cn_dun"})
_TITLE_WITHIN = 15
_PUBLICATION = ("（此件", "（联系人", "（公开", "抄送", "（主动公开", "公开方式")
_ACCOMPANIES = re.compile(r"(?:起草|编制|制定|修订|政策)?(?:说明|解读|问答)$")
_KIND_ONLY = re.compile(r"[\u4e00-\u9fff]{0,6}(?:通报|通知|公告|通告|简报|专报|文件|公报|督办单)")
_KIND_WITHIN = 8


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one document; ``title_at`` is the index of its title line, None without one."""

    lines: tuple[Line, ...]
    title_at: int | None

    @property
    def title(self) -> str:
        """The title as it stands in the text; empty without one."""
        return "" if self.title_at is None else self.lines[self.title_at].text


def split_documents(lines: Sequence[Line]) -> tuple[Part, ...]:
    """The documents of a file in order; no line is lost, page breaks aside."""
    starts = [0]
    for at in range(1, len(lines)):
        begin = _document_start(lines, starts[-1], at)
        if begin is not None and begin > starts[-1] and _has_body(lines[starts[-1] : begin]):
            starts.append(begin)
    bounds = [*starts[1:], len(lines)]
    parts = (_part(lines[start:end]) for start, end in zip(starts, bounds, strict=True))
    return tuple(part for part in parts if part.lines)


def _document_start(lines: Sequence[Line], current: int, at: int) -> int | None:
    """Where the document begins whose title stands at ``at``; None when none begins there."""
    line = lines[at]
    # A heading that the format puts below the first level belongs to the document around it.
    if not is_title_part(line) or (line.level or 1) > 2 or not _ends_before(lines[at - 1]):
        return None
    end = title_block(lines, at)
    begin = _attachment_line(lines, at)
    if end is None or not _followed_by_body(lines, end, listed=begin is None or _is_list_head(lines[begin])):
        return None
    if begin is not None and not _is_list_head(lines[begin]):
        # A catalogue annexed to a law is part of the law; rules with their own articles are not.
        attached = ATTACHMENT_LINE.fullmatch(lines[current].text) is not None
        annexed = not attached and _is_legal(lines[current:at]) and not _starts_numbering(lines, end)
        return None if annexed else begin
    title = join_range(lines, at, end).text
    if _repeats_title(title, lines[current:at]):
        return None
    evident = (
        _is_named(title, lines[current:at])
        or _accompanies(title, lines[current:at])
        or _numbering_restarts(lines, current, at, end)
        or (_closed_before(lines, at) and "关于" in title)
    )
    return (at if begin is None else begin) if evident else None


def _ends_before(line: Line) -> bool:
    if line.kind in ("row", "break") or ends_sentence(line.text) or is_furniture(line.text):
        return True
    if line.text.startswith(_PUBLICATION):
        return True
    return is_signature(line.text) or is_date_line(line.text) or _NOTE.fullmatch(line.text) is not None


def _attachment_line(lines: Sequence[Line], at: int) -> int | None:
    """The "附件2" line above a title, page breaks between them aside."""
    before = at - 1
    while before > 0 and lines[before].kind == "break":
        before -= 1
    return before if ATTACHMENT_LINE.fullmatch(lines[before].text) else None


def _is_list_head(line: Line) -> bool:
    """ "附件：" heads a list of names; "附件1" or "附件" alone heads the attachment."""
    return line.text.rstrip().endswith(("：", ":"))


def _followed_by_body(lines: Sequence[Line], end: int, *, listed: bool) -> bool:
    """True when text or a table follows before the next signature or attachment line."""
    for at in range(end, min(end + 6, len(lines))):
        line = lines[at]
        if line.kind == "row" or find_marker(line.text) is not None:
            return not (listed and ATTACHMENT_LINE.match(line.text))
        if ends_sentence(line.text) and len(line.text) >= 8:
            return True
        if is_date_line(line.text) or ATTACHMENT_LINE.fullmatch(line.text) or is_signature(line.text):
            return not listed and at > end
    return False


def _title_key(title: str) -> str:
    return re.sub(r"[《》〈〉“”\"\s]|\.\w{2,4}$", "", _NOTE.sub("", title))


def _repeats_title(title: str, before: Sequence[Line]) -> bool:
    """A page that gives its title a second time above the text is still one document.

    A title that stands in 《》 in a call for comments is that of the draft below.
    """
    body = sum(len(line.text) for line in before if line.text.endswith("。"))
    above = "".join(line.text for line in before[:6])
    if "《" not in title and "征求" in above:
        above = _NAMED.sub("", above)
    return body < 400 and _title_key(title) in _title_key(above).split("关于印发")[0]


def _accompanies(title: str, before: Sequence[Line]) -> bool:
    """《某办法》起草说明 behind 某办法: what explains a document names it."""
    named = _ACCOMPANIES.sub("", title)
    key = _title_key(named).removeprefix("关于").rstrip("的")
    if named == title or len(key) < 8:
        return False
    return any(key in _title_key(line.text) for line in before if is_title_part(line))


def _is_named(title: str, before: Sequence[Line]) -> bool:
    """True when the text before names this title in 《》 or in its list of attachments."""
    key = _title_key(title)
    for line in before:
        if any(_title_key(name) == key for name in _NAMED.findall(line.text)):
            return True
        if key in _title_key(line.text) and f"《{title}》" in line.text:
            return True
        listed = _LISTED.fullmatch(line.text)
        if listed and _title_key(listed[1]) == key:
            return True
    # Titles inside titles (《A关于〈B〉的方案》) are found by the text between the outer marks.
    joined = _title_key("".join(line.text for line in before))
    return len(key) >= 12 and "关于印发" in joined and joined.count(key) >= 2


def _numbering_restarts(lines: Sequence[Line], current: int, at: int, end: int) -> bool:
    """True when a top-level number 1 follows the title though the document before had its own."""
    following = _first_marker(lines, end, len(lines))
    if following is None or following[1] != 1:
        return False
    style = following[0]
    seen = [found for found in _top_markers(lines, current, at) if found[0] == style]
    return bool(seen) and (len(seen) >= 2 or seen[-1][1] != 1 or _closed_before(lines, at))


def _is_legal(lines: Sequence[Line]) -> bool:
    return any(style == "article" for style, _ in _top_markers(lines, 0, len(lines)))


def _starts_numbering(lines: Sequence[Line], start: int) -> bool:
    found = _first_marker(lines, start, len(lines))
    return found is not None and found[1] == 1


def _first_marker(lines: Sequence[Line], start: int, end: int) -> tuple[str, int | None] | None:
    return next(iter(_top_markers(lines, start, min(end, start + 25))), None)


def _top_markers(lines: Sequence[Line], start: int, end: int) -> list[tuple[str, int | None]]:
    markers = (find_marker(line.text) for line in lines[start:end] if line.kind != "row")
    return [(m.style, m.number) for m in markers if m is not None and m.style in _TOP_STYLES]


def _closed_before(lines: Sequence[Line], at: int) -> bool:
    """True when a signature, date or note on publication ends the text before."""
    before = at - 1
    while before > 0 and lines[before].kind == "break":
        before -= 1
    text = lines[before].text
    return is_date_line(text) or is_signature(text) or text.startswith(_PUBLICATION)


def _has_body(lines: Sequence[Line]) -> bool:
    return any(line.kind == "row" or (len(line.text) >= 10 and ends_sentence(line.text)) for line in lines)


def _part(lines: Sequence[Line]) -> Part:
    kept = _with_annex_titles([line for line in lines if line.kind != "break"])
    found = _find_title(kept)
    if found is None:
        return Part(join_broken(kept), None)
    start, end = found
    title = join_range(kept, start, end)
    head, body = join_broken(kept[:start]), join_broken(kept[end:])
    return Part((*head, title, *body), len(head))


def _with_annex_titles(lines: Sequence[Line]) -> list[Line]:
    """An "附件1" that stays inside its document takes the title below it onto its line."""
    joined: list[Line] = []
    at = 0
    while at < len(lines):
        end = title_block(lines, at + 1) if at and ATTACHMENT_LINE.fullmatch(lines[at].text) else None
        if end is None or _is_list_head(lines[at]) or not joined:
            joined.append(lines[at])
            at += 1
            continue
        title = join_range(lines, at + 1, end)
        joined.append(replace(lines[at], text=f"{lines[at].text} {title.text}"))
        at = end
    return joined


def _find_title(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Start and end of the title among the first lines."""
    for at, line in enumerate(lines[:_TITLE_WITHIN]):
        if line.kind == "heading" and line.level == 1 and find_marker(line.text) is None:
            return at, _end_of_heading_title(lines, at)
        end = title_block(lines, at)
        if end is not None:
            return _below_masthead(lines, at, end) or (at, end)
        if is_furniture(line.text):
            continue
        if line.kind == "row" or find_marker(line.text) or ends_sentence(line.text):
            break
    return _untyped_title(lines)


def _below_masthead(lines: Sequence[Line], start: int, end: int) -> tuple[int, int] | None:
    """The title below a line that only says what kind of paper this is (督查通报 / 〔2025〕第3期 / 关于…的通报)."""
    if _KIND_ONLY.fullmatch(join_range(lines, start, end).text.replace(" ", "")) is None:
        return None
    for at in range(end, min(end + _KIND_WITHIN, len(lines))):
        found = title_block(lines, at) if lines[at].text.startswith("关于") else None
        if found is not None:
            return at, found
        if ends_sentence(lines[at].text) or find_marker(lines[at].text):
            return None
    return None


def _end_of_heading_title(lines: Sequence[Line], start: int) -> int:
    """A level-1 heading may go on in a second one (a code and its book)."""
    end = start + 1
    following = lines[end : end + 1]
    goes_on = bool(following) and following[0].kind == "heading" and following[0].level == 1
    if goes_on and find_marker(following[0].text) is None and not ends_like_title(following[0].text):
        return end + 1
    return end


def _untyped_title(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The first short line, where no line calls itself a 通知, 方案 or the like."""
    for at, line in enumerate(lines[:5]):
        if (
            is_title_part(line)
            and len(line.text) >= 4
            and len(line.text) <= 60
            and not is_signature(line.text)
        ):
            return at, at + 1
        if not is_furniture(line.text) and not is_title_part(line):
            return None
    return None
