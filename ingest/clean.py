"""From blocks as read to clean lines.

Conventions of stored text, so that it can be quoted and matched:
- fullwidth digits, latin letters, ％ and their like become ASCII; Chinese punctuation stays;
- half-width brackets that enclose Chinese become fullwidth （）, and half-width , ; : between two
  Chinese characters become fullwidth: one form for quotes and for extraction rules;
- no space between Chinese characters, or between Chinese and digits, except where the space
  separates: after a label (第三条 …), between organ names of a title or signature, between columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.blocks import Block
from ingest.lines import CJK, ORGAN_END, Line, LineKind

_ODD_NUMERALS = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        "％": "%",
        "＋": "+",
        "＝": "=",
        "＜": "<",
        "＞": ">",
        "／": "/",
        "丨": "｜",
    }
    | {chr(0xFF21 + i): chr(65 + i) for i in range(26)}
    | {chr(0xFF41 + i): chr(97 + i) for i in range(26)}
    | {
        "\u00a0": " ",
        "\u2002": " ",
        "\u2003": "  ",
        "\u2009": " ",
        "\u202f": " ",
        "\u205f": " ",
        "\u3000": "  ",
    }
    | {"\t": "  ", "\x0b": "\n", "\x0c": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
)
_INVISIBLE_CHARACTERS = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffd\ue000-\uf8ff]"
)
_INVISIBLE = re.compile(f"(?<= ){_INVISIBLE_CHARACTERS}+ |{_INVISIBLE_CHARACTERS}")
"""With the second of two spaces around it: an invisible character does not make a gap between columns of them."""
_WORD_LEFTOVERS = re.compile(
    r"\[(?:bookmark|bookmarkstart|bookmarkend)\s*:[^\]\n]*\]|\{?\s*(?:HYPERLINK|PAGEREF|MERGEFORMAT|TOC)\s+\\[^}\n]*\}?"
    r"|\[endif\]|\[if [^\]\n]*\]|_Toc\d{5,}|\\\*\s*MERGEFORMAT",
    re.I,
)
_HALF = {"(": "（", ")": "）"}
_WIDE_PUNCTUATION = "，。；：！？、（）《》〈〉“”‘’【】〔〕「」『』…—"
_BETWEEN = re.compile(rf"(?<=[{CJK}])([,;:!?])(?=[{CJK}“《（])")
_WIDTHS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_SPACE_BEFORE_MARK = re.compile(rf" +(?=[{_WIDE_PUNCTUATION}])(?!(?:[“‘]))|(?<=[{_WIDE_PUNCTUATION}]) +")
_SPACE_DIGIT = re.compile(rf"(?<=[{CJK}]) (?=[\d%])|(?<=[\d%]) (?=[{CJK}])(?![{CJK}]{{2,6}}[：:])")
_FIELD = re.compile(rf"[{CJK}]{{2,8}}[：:]")
_LABEL_SPACE = re.compile(
    r"^(第[〇零一二三四五六七八九十百千\d]+(?:编|分编|部分|章|节|条)(?:之[一二三四五六七八九十]+)?) +"
)
_DECIMAL_LABEL = re.compile(r"^(\d{1,2}(?:[.．]\d{1,2}){1,3}[.．]?) +")
_CJK_GAP = re.compile(rf"(?<=[{CJK}])( +)(?=[{CJK}])")


def clean_text(text: str) -> str:
    """One paragraph or cell in stored form; newlines inside stay.

    >>> clean_text("[bookmark: OLE_LINK1]（１）到 2025 年，达到９６％ 以上。")
    '（1）到2025年，达到96%以上。'
    """
    text = _INVISIBLE.sub("", text.translate(_ODD_NUMERALS))
    text = _WORD_LEFTOVERS.sub("", text)
    return "\n".join(filter(None, (_clean_line(line) for line in text.split("\n"))))


def _clean_line(line: str) -> str:
    line = _widen_brackets(line.strip())
    line = _BETWEEN.sub(lambda match: _WIDTHS[match[1]], line)
    line = _close_gaps(line)
    label = _LABEL_SPACE.match(line)
    line = _SPACE_BEFORE_MARK.sub("", line)
    line = re.sub(r" {2,}", "  ", line)
    numbered = _DECIMAL_LABEL.match(line)
    line = _SPACE_DIGIT.sub("", line)
    if numbered is not None:
        line = f"{numbered[1]} {line[len(numbered[1]) :].lstrip()}"
    line = re.sub(r" {2,}", " ", line)
    # 第三条（目的）: the space before a bracketed caption went; the label's own space is only typography.
    return line if label is None else _LABEL_SPACE.sub(r"\1 ", line)


def _close_gaps(line: str) -> str:
    """Removes spaces between Chinese characters unless they separate columns, organs or a label."""
    if " " not in line:
        return line
    flowing = any(mark in line for mark in "。；，")

    def gap(match: re.Match[str]) -> str:
        left = re.split(r"[ ，。；：、）》”]", line[: match.start()])[-1]
        right = re.split(r" |关于", line[match.end() :])[0]
        if _LABEL_SPACE.fullmatch(line[: match.end()]) or _ATTACHMENT_GAP.fullmatch(line[: match.start()]):
            return " "
        if _ends_heading(line, match.start(), match.end()):
            return "  "
        if _FIELD.match(line) and _FIELD.match(line, match.end()):  # 发布单位：… 信息分类：…
            return "  "
        if flowing:
            return ""
        if len(left) >= 3 and _ORGAN.fullmatch(left) and (not right or _ORGAN.fullmatch(right)):
            return "  "
        return "  " if len(match[1]) >= 2 and len(left) >= 2 and len(right) >= 2 else ""

    return _CJK_GAP.sub(gap, line)


def _ends_heading(line: str, start: int, end: int) -> bool:
    """True for the space between a heading's words and a long sentence on the same line.

    A stray space inside the words has the sentence's first stop close behind it.
    """
    head = _HEADING_WORDS.fullmatch(line[:start])
    return head is not None and re.match(r"[^。；：]{35}", line[end:]) is not None


_HEADING_WORDS = re.compile(
    rf"(?:第?[〇零一二三四五六七八九十百\d]+(?:[、．.]|部分)|[（(][一二三四五六七八九十\d]+[）)]) ?[{CJK}]{{2,20}}"
)
_ORGAN = re.compile(rf"[{CJK}（）]{{2,30}}{ORGAN_END}")
_ATTACHMENT_GAP = re.compile(r"(?:附件|附录|附表)[一二三四五六七八九十\d]{0,3}")


def _widen_brackets(line: str) -> str:
    """Half-width bracket pairs that enclose a Chinese character become fullwidth.

    >>> _widen_brackets("(一)总则(2020—2022年)(a)")
    '（一）总则（2020—2022年）(a)'
    """
    if "(" not in line and ")" not in line:
        return line
    characters = list(line)
    open_at: list[int] = []
    for at, character in enumerate(characters):
        if character in "(（":
            open_at.append(at)
        elif character in ")）" and open_at:
            start = open_at.pop()
            mixed = {characters[start], character} & {"（", "）"}
            if mixed or re.search(rf"[{CJK}]", line[start:at]):
                characters[start], characters[at] = "（", "）"
    return "".join(characters)


def clean_blocks(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Blocks as lines in reading order; empty ones are dropped, table rows keep their cells."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        pages = ((0, block.page),) if block.page is not None else ()
        if block.kind == "break":
            lines.append(Line("", "break", pages=pages))
        elif block.kind == "table":
            lines.extend(_table_lines(block, number, pages))
        else:
            kind: LineKind = "heading" if block.kind == "heading" else "paragraph"
            level = block.level if kind == "heading" else None
            for piece in spaced_pieces(block.text):
                lines.extend(Line(text, kind, level, pages) for text in clean_text(piece).split("\n") if text)
    return tuple(lines)


def spaced_pieces(text: str) -> tuple[str, ...]:
    """The lines of a page whose line breaks became spaces; other texts come back whole.

    In such a page most spaces follow the end of a sentence or precede a number; stray spaces of a
    typesetter stand inside sentences.
    """
    if len(text) < _PAGE_CHARS or "\n" in text.strip():
        return (text,)
    gaps = [gap for gap in _PAGE_GAP.finditer(text) if not _inside_brackets(text, gap.start())]
    telling = sum(1 for gap in gaps if _TELLING_GAP.match(text, max(0, gap.start() - 1)))
    if len(gaps) < 6 or telling < 0.3 * len(gaps):
        return (text,)
    cuts = [0, *(gap.end() for gap in gaps), len(text)]
    return tuple(text[a:b].strip() for a, b in pairwise(cuts))


_PAGE_CHARS = 300
_PAGE_GAP = re.compile(r"(?<![>»›/\s])\s+(?![>»›/\s])(?:(?<=[^\x00-\x7f]\s)|(?=[^\x00-\x7f]))")
_TELLING_GAP = re.compile(
    r"[。！？：；）】]\s|.\s+(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[^\s]{1,5}[章条])"
)


def _inside_brackets(text: str, at: int) -> bool:
    """True between a bracket and its partner on the same page, at most 60 characters apart."""
    before = text[max(0, at - 60) : at]
    return any(before.count(a) > before.count(b) for a, b in ("【】", "《》", "（）"))


def _table_lines(block: Block, number: int, pages: Sequence[tuple[int, int]]) -> list[Line]:
    rows: list[Line] = []
    for at, row in enumerate(block.rows):
        cells = tuple(clean_text(cell).replace("\n", "") for cell in row)
        if any(cells):
            rows.append(
                Line(" | ".join(cells), "row", None, tuple(pages), number, cells, at < block.header_rows)
            )
    return rows
