"""Joins lines that were broken inside a sentence, and titles that run over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.headings import find_marker, read_heading
from ingest.lines import Line, ends_sentence, is_date_line, is_furniture, is_signature
from ingest.wrapping import is_full, wrap_width

DOCUMENT_WORDS = (
    "通知|意见|方案|办法|规定|计划|条例|细则|规划|纲要|决定|公告|通告|通报|函|批复|请示|报告|指南|标准|规程|制度|"
    "章程|规则|守则|准则|要点|清单|分工|分工表|任务表|一览表|目录|纪要|倡议书|责任书|协议|说明|解读|措施|举措|"
    "若干措施|行动|工程|预案|指引|指导意见|实施意见|法|解释|规范|名单|公约|安排|总结|申报书|申请表|须知|简章|"
    "台账|常规|校规|班规|汇总表|统计表|登记表|明细表|指标|体系|白皮书|倡议|公报|议案|命令|令|答复|回复|宣言|共识|建议"
)
"""What an official document may call itself (GB/T 9704 kinds and those in daily use)."""
_TITLE_END = re.compile(
    rf"(?:{DOCUMENT_WORDS})(?:[（(〔【][^）)〕】]{{1,30}}[）)〕】]|[-—\d年—]+)*$"
    rf"|[（(](?:试行|暂行|征求意见稿|送审稿|讨论稿|草案|初稿|修订稿|修订|审议稿)[）)]$|会议纪要$"
)
_NOTE_LINE = re.compile(
    r"[（(](?:公开)?(?:征求意见稿|草案|送审稿|讨论稿|试行|暂行|初稿|修订|修订稿|"
    r"\d{4}年?(?!.*(?:日|通过|发布|批准))[^）)]{0,14})[）)]"
)
_OPEN_BRACKET_CHARS = 60
_KEY_VALUE = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,8}[：:]")
_UNFINISHED = re.compile(
    r"(?:[，、（《“〈—和与及为对在将按于并或]|(?<!目)的|不得|应当|应该|必须|可以|需要|以及|其中|并且|根据|按照)$"
)
_REFERENCE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+[条章节款项](?:[的、，和或及至到与规所]|之规定)")


def ends_like_title(text: str) -> bool:
    """True when the text ends as a document's title does.

    >>> ends_like_title("临江市教育局关于做好招生工作的通知"), ends_like_title("各学校要认真落实")
    (True, False)
    """
    return _TITLE_END.search(text) is not None


def is_title_part(line: Line) -> bool:
    """True for a short line without sentence punctuation that a title could consist of."""
    text = line.text
    if line.kind in ("row", "break") or not 1 <= len(text) <= 120 or is_furniture(text):
        return False
    if text.endswith(("会议通过", "会议修订", "会议修正")):
        return False
    return not ends_sentence(text) and not re.search(r"[。；！？]", text) and find_marker(text) is None


def title_block(lines: Sequence[Line], start: int) -> int | None:
    """End index of the lines from ``start`` that form one title, None when they form none.

    A title may run over at most six lines; a bracketed note (征求意见稿) behind it belongs to it.
    """
    text = ""
    for at in range(start, min(start + 6, len(lines))):
        if not is_title_part(lines[at]) or (text and lines[at].text.endswith("文件")):
            return None
        text += lines[at].text
        if ends_like_title(text) and _brackets_closed(text) and len(text) >= 4:
            end = at + 1
            if end < len(lines) and _names_kind_only(text, lines[end]):
                end += 1
            while end < len(lines) and _NOTE_LINE.fullmatch(lines[end].text):
                end += 1
            return end
        if len(text) > 200:
            return None
    return None


def _names_kind_only(title: str, line: Line) -> bool:
    """True for "实施办法" below "…支持计划（2021—2025年）": the title's last words on a line of their own."""
    short = len(line.text) <= 12 and is_title_part(line) and ends_like_title(line.text)
    complete = re.search(r"的(?:通知|意见|决定|公告|通告|函|批复|报告)$", title) is not None
    return short and not complete and line.text.replace(" ", "") not in ("目录", "目次", "说明", "公告")


def _brackets_closed(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("《》", "（）", "“”"))


def join_range(lines: Sequence[Line], start: int, end: int) -> Line:
    """The lines as one."""
    joined = lines[start]
    for line in lines[start + 1 : end]:
        joined = joined.joined(line)
    return joined


def join_broken(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines with broken sentences put together; headings, lists, dates and signatures stay apart."""
    width = wrap_width(lines)
    joined: list[Line] = []
    before: Line | None = None
    for line in lines:
        wrapped = before is not None and width is not None and is_full(before.text, width)
        if joined and _belongs(joined[-1], line, wrapped=wrapped):
            joined[-1] = joined[-1].joined(line)
        else:
            joined.append(line)
        before = line
    return tuple(joined)


def _belongs(previous: Line, line: Line, *, wrapped: bool) -> bool:
    if _continues(previous, line) or _closes_bracket(previous, line, wrapped=wrapped):
        return True
    return wrapped and _runs_on(previous, line)


def _closes_bracket(previous: Line, line: Line, *, wrapped: bool) -> bool:
    """The end of a bracket that opened on the line before: （责任科室： / 基础教育科）."""
    if {"row", "break", "heading"} & {previous.kind, line.kind}:
        return False
    tail = previous.text[-_OPEN_BRACKET_CHARS:]
    opened = tail.rfind("（") > tail.rfind("）")
    closes = 0 <= line.text.find("）") < (line.text + "（").find("（")
    return opened and closes and (wrapped or len(line.text) <= _OPEN_BRACKET_CHARS)


def _runs_on(previous: Line, line: Line) -> bool:
    """In text of fixed width a full line without a stop goes on, whatever it begins with."""
    if {"row", "break", "heading"} & {previous.kind, line.kind} or ends_sentence(previous.text):
        return False
    if is_furniture(previous.text) or is_furniture(line.text) or find_marker(line.text) is not None:
        return False
    return not is_signature(previous.text) and not _ends_document(previous.text, line.text)


def _continues(previous: Line, line: Line) -> bool:
    """True when ``line`` goes on with the sentence that ``previous`` breaks off."""
    if "row" in (previous.kind, line.kind) or "break" in (previous.kind, line.kind) or line.kind == "heading":
        return False
    if _is_split_chapter(previous, line):
        return True
    if previous.kind == "heading" or ends_sentence(previous.text) or is_furniture(previous.text):
        return False
    if _REFERENCE.match(line.text):
        return True
    if find_marker(line.text) is not None or is_furniture(line.text) or _KEY_VALUE.match(line.text):
        return False
    return _is_body(previous.text) and not _ends_document(previous.text, line.text)


def _is_split_chapter(previous: Line, line: Line) -> bool:
    """ "第一章" alone on its line, its name on the next."""
    marker = find_marker(previous.text)
    if (
        marker is None
        or marker.style not in ("part", "chapter", "section")
        or marker.end < len(previous.text)
    ):
        return False
    return len(line.text) <= 20 and find_marker(line.text) is None and not ends_sentence(line.text)


def _is_body(text: str) -> bool:
    """True for running text that has not come to its end; False for headings and short lines."""
    if _UNFINISHED.search(text) and len(text) >= 6:
        return True
    marker = find_marker(text)
    if marker is not None and read_heading(text, marker).form == "title":
        return len(text) >= 34 and "，" in text
    return "。" in text or (len(text) >= 20 and ("，" in text or "；" in text))


def _ends_document(previous: str, text: str) -> bool:
    """A signature or a date after it is never part of the sentence before."""
    return is_date_line(text) or (is_signature(text) and len(text) <= 30 and len(previous) > 40)
