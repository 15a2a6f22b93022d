"""Finds the lines inside a scraped long line: page head, headings, signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.headings import FAMILIES, HAN, MAX_RUN_IN, number_of, reads_as_title
from ingest.joining import DOCUMENT_WORDS
from ingest.lines import Line, is_salutation
from ingest.metadata_rules import DATE

LONG = 100
"""Shorter lines are taken as they are, in a file without a scraped page head."""

_N = rf"[{HAN}\d]{{1,6}}"
_MARKS = re.compile(
    rf"(?P<chapter>第{_N}[编章节](?!课|约|规定|的))|(?P<article>第{_N}条(?:之[{HAN}])?(?![的、，。；：和或及至到与规第所款]))"
    rf"|(?P<cn_dun>(?<![{HAN}])[{HAN}]{{1,3}}、)|(?P<cn_paren>（[{HAN}]{{1,3}}）)"
    r"|(?P<arabic_dot>(?<![\d.])\d{1,2}[.．、](?!\d))|(?P<arabic_paren>（\d{1,2}）)"
)
_TITLE = re.compile(
    rf"[^。；！？《：:]{{2,60}}?关于(?:《[^》]*》|[^。；！？]){{2,100}}?的(?:{DOCUMENT_WORDS})(?:（[^）]{{2,12}}）)?"
)
_LABELLED = re.compile(
    rf"(?:来源|信息来源|发布日期|发布时间|发文日期|成文日期|发布机构|索引号|文号|发文字号|字体|浏览次数)[：:]\s*(?:{DATE}|[\w\u4e00-\u9fff〔〕]{{0,20}}?(?=[^\w]|$))?"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[【（][12]\d{3}[〕\]】）]\d{1,5}号")
_DATED = re.compile(rf"(?:{DATE})")
_SIGNATURE = re.compile(
    rf"(?<=。)(?P<organ>[\u4e00-\u9fff（）]{{3,40}}?[部委局厅办院署会府室校])\s?(?P<date>{DATE})(?P<note>（[^（）]{{2,20}}）)?"
)
_OPENERS = re.compile(
    r"按照|根据|为(?:了|贯彻|深入|进一步|全面|切实|做好|落实)|以习近平|各(?:区县|级|地|县|市|学校|有关|相关|部门|单位|中小学)|"
    r"要(?:切实|加强|高度|充分|进一步|成立|建立)|坚持以|全面贯彻|深入贯彻|到20\d\d年|20\d\d年|近年来|当前|目前|我[省市区县]"
)
"""How the first sentence begins that was glued to a heading's words."""


def find_seams(line: Line, title: str | None) -> tuple[Line, ...]:
    """The lines that a long line consists of; the line itself when it is one paragraph."""
    if line.kind != "paragraph" or len(line.text) < (LONG if title is None else LONG // 3):
        return (line,)
    pieces: list[Line] = []
    for piece in _cut_all(line, _title_cuts(line.text, title)):
        head = list(_head_cuts(piece.text))
        cuts = {*head, *_heading_cuts(piece.text, head[-1] if head else 0), *_signature_cuts(piece.text)}
        pieces.extend(_cut_all(piece, sorted(cuts)))
    return tuple(pieces)


def page_title(lines: Sequence[Line]) -> str | None:
    """The title that a scraped file's first line begins with, followed by the rest of the page head."""
    match = _TITLE.match(lines[0].text) if lines else None
    if match is None or len(lines[0].text) < LONG:
        return None
    return match[0] if list(_head_cuts(lines[0].text)) else None


def _cut_all(line: Line, offsets: Sequence[int]) -> Iterator[Line]:
    done = 0
    for offset in offsets:
        if 0 < offset - done < len(line.text):
            shift = len(line.text)
            left, line = line.cut(offset - done)
            done += shift - len(line.text)
            if left.text:
                yield left
    if line.text:
        yield line


def _title_cuts(text: str, title: str | None) -> list[int]:
    if title is None:
        return []
    return [
        match.start()
        for match in re.finditer(re.escape(title), text)
        if match.start() and text[match.start() - 1] not in "《〈“"
    ]


def _head_cuts(text: str) -> Iterator[int]:
    """Ends of title, date, number and salutation where they stand glued at the start of a text."""
    at, cuts, titled = 0, [], False
    while at < len(text):
        match = next(
            (found for pattern in (_LABELLED, _NUMBER, _DATED, _TITLE) if (found := pattern.match(text, at))),
            None,
        )
        if match is None or match.end() == at:
            break
        titled = titled or match.re is _TITLE
        at = match.end()
        cuts.append(at)
    colon = text.find("：", at)
    if cuts and 0 <= colon - at <= 120 and is_salutation(text[at : colon + 1]):
        cuts.append(colon + 1)
    if titled and len(cuts) >= 2:
        yield from cuts


def _signature_cuts(text: str) -> list[int]:
    cuts: list[int] = []
    for match in _SIGNATURE.finditer(text):
        ends = [match.start("organ"), match.start("date"), match.end("date"), match.end()]
        cuts.extend(dict.fromkeys(ends))
    return cuts


def _heading_cuts(text: str, start: int) -> list[int]:
    """Where headings begin inside a text, and where the words of one end that has its text glued on."""
    legal = re.match(rf"第{_N}条", text) is not None
    cuts: list[int] = []
    accepted: list[tuple[int, re.Match[str]]] = []
    marks = list(_MARKS.finditer(text, start))
    for position, mark in enumerate(marks):
        below = legal and mark.lastgroup not in ("chapter", "article")
        if mark.start() == start or (not below and _is_heading(text, marks, position, accepted)):
            accepted.append((mark.start(), mark))
    if not accepted:
        return []
    bounds = [at for at, _ in accepted[1:]] + [len(text)]
    for (at, mark), bound in zip(accepted, bounds, strict=True):
        cuts.append(at)
        glued = _glued_title(text[mark.end() : bound]) if len(accepted) > 1 or at else None
        if glued and mark.lastgroup in ("cn_dun", "cn_paren"):
            cuts.append(mark.end() + glued)
    return [cut for cut in cuts if cut]


def _is_heading(
    text: str, marks: Sequence[re.Match[str]], position: int, accepted: Sequence[tuple[int, re.Match[str]]]
) -> bool:
    mark = marks[position]
    style, number = mark.lastgroup or "", _value(mark)
    before = text[mark.start() - 1]
    following = _next_in_style(marks, position)
    own = text[mark.end() : following.start() if following else len(text)]
    if own[:1] in "，。；、）" or (following and re.search(r"[；，、]$", own) and len(own) < 200):
        return False
    last = next((_value(found) for _, found in reversed(accepted) if found.lastgroup == style), None)
    expected = number == (last or 0) + 1
    if _follows_title(text, mark, accepted):
        return number == 1 or expected
    if style == "cn_dun" and number == 1 and _ANNOUNCED.search(text, 0, mark.start()):
        return True
    if before == "：":
        return number == 1 and following is not None and _value(following) == 2 and _titled(own)
    if before not in "。！？”）":
        return False
    if style in ("chapter", "cn_dun"):
        return True
    if style == "article":
        return expected or last is None
    if style == "cn_paren":
        return _titled(own) or (expected and last is not None)
    counts = last is not None or (following is not None and _value(following) == (number or 0) + 1)
    return expected and counts and _titled(own)


_ANNOUNCED = re.compile(r"(?:如下|以下(?:通知|意见|要求|事项))：$")


def _value(mark: re.Match[str]) -> int | None:
    return number_of(re.sub(rf"[^{HAN}\d]|之.*", "", mark[0]))


def _next_in_style(marks: Sequence[re.Match[str]], position: int) -> re.Match[str] | None:
    style = marks[position].lastgroup
    family = next((group for group in FAMILIES if style in group), {style})
    return next((mark for mark in marks[position + 1 :] if mark.lastgroup in family), None)


def _follows_title(text: str, mark: re.Match[str], accepted: Sequence[tuple[int, re.Match[str]]]) -> bool:
    """True right behind the bare words of the heading above: 二、抓好任务落实（一）落实政府主体责任。"""
    if not accepted or accepted[-1][1].lastgroup == mark.lastgroup:
        return False
    words = text[accepted[-1][1].end() : mark.start()].strip()
    return 1 < len(words) <= MAX_RUN_IN and not re.search(r"[。；！？：，]", words)


def _titled(own: str) -> bool:
    match = re.match(rf"([^。！？；：]{{2,{MAX_RUN_IN}}}?)(。|：)", own)
    return match is not None and reads_as_title(match[1], match[2])


def _glued_title(own: str) -> int | None:
    """Length of a heading's words when its first sentence begins right behind them."""
    first = re.split(r"[。：]", own, maxsplit=1)[0]
    if len(first) <= MAX_RUN_IN and "，" not in first:
        return None
    match = _OPENERS.search(own, 4, 26)
    if match is None or re.search(r"[，；：。、]", own[: match.start()]):
        return None
    return match.start()
