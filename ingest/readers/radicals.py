"""Radical code points that stand for hanzi.

Many PDF fonts map common hanzi to look-alikes in the Kangxi and CJK radical blocks (⼀ U+2F00 for 一),
and text copied from such files carries them into every other format, where no search finds them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from ingest.blocks import Block, RawFile

_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺆⺈⺊⺌⺏⺟⺠⺫⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂乙冂刀卜小尢母民目竹肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Unicode gives the supplement block no decompositions, so these are listed."""
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_COMPATIBILITY = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFADA)}
_TABLE = str.maketrans(_KANGXI | _SUPPLEMENT | _COMPATIBILITY)
_ANY = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")


def without_radicals(raw: RawFile) -> RawFile:
    """The same file with look-alikes replaced in blocks, fields and title."""
    fields = tuple((hanzi(label), hanzi(value)) for label, value in raw.fields)
    title = None if raw.title is None else hanzi(raw.title)
    return replace(raw, blocks=tuple(map(_block, raw.blocks)), fields=fields, title=title)


def hanzi(text: str) -> str:
    """A text with radical look-alikes replaced one to one."""
    return text.translate(_TABLE) if _ANY.search(text) else text


def _block(block: Block) -> Block:
    if block.rows:
        return replace(block, rows=tuple(tuple(map(hanzi, row)) for row in block.rows))
    return replace(block, text=hanzi(block.text)) if _ANY.search(block.text) else block
