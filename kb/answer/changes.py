"""Whether a figure only says by how much something changes: 比2024年减少140人."""

from __future__ import annotations

import re

from kb.rules import Rule, rule

BY_HOW_MUCH: Rule = rule(
    "by_how_much",
    r"(?:(?:较|比)[^，；。、]{2,16}?|分别)(?:提高|增加|增长|扩大|减少|下降|降低|上升|缩小|多|少|高|低)(?!于)|(?:提高|增加|增长|减少|下降|降低|上升)$",
    example="比2024年减少140人",
    counter_example="班额比例不高于5%",
)
"""Says by how much a figure changes, not what it is."""
_MORE_ASKED = re.compile(
    r"(?:提高|增加|增长|涨|扩大|减少|下降|降低?|上升|缩小|多|少|高|低)(?:了|出)?(?:多少|几)|[较比]|变化|同比|增幅|降幅"
)


def is_only_change(reading: str, words: str) -> bool:
    """Whether words of a figure say by how much it changes, and the question asks for the figure itself."""
    return BY_HOW_MUCH.pattern.search(words) is not None and not _MORE_ASKED.search(reading)
