"""Which documents others say they abolish: 《……规定（试行）》（某教发〔2019〕41号）同时废止."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.rules import Rule, rule

ABOLISHED = rule(
    "abolished",
    r"(?:同时|即行|予以|相应|一律|现行|现予|自行)?废止|(?:停止|不再|终止)(?:执行|施行|使用)|(?:自行|同时)失效|(?:替代|取代|代替)(?:了)?(?:原)?《|以本[\u4e00-\u9fff]{2}为准",
    example="原《某县收费办法（试行）》同时废止",
    counter_example="学校应当清理收费项目",
)
RULES: tuple[Rule, ...] = (ABOLISHED,)
_SENTENCE = re.compile(r"[^。；;\n]*")
_SIGN = re.compile("废止|停止|不再|终止|失效|为准|替代|取代|代替")
_BEFORE = ("替代", "取代", "代替")
"""These stand before what they put away."""
_NAMED = re.compile(
    r"《(?P<title>[^《》]{3,80}(?:[《〈][^》〉]*[》〉][^《》]*)?)》(?:\s*[（(](?P<number>[^（()）]{4,40}号)[)）])?"
)
# what is only parts of a document, or a rule about abolishing, abolishes nothing
_PARTLY = re.compile(
    r"》[^，。；]{0,6}第[一二三四五六七八九十百\d]+[条款章项]|有关规定|相关规定|不得|应当(?:及时)?(?:修改|清理)"
)


@dataclass(frozen=True, slots=True)
class Abolished:
    """A document named at ``text[start:end]``, a sentence that says it no longer applies."""

    title: str
    number: str
    """Empty where the sentence gives none."""
    start: int
    end: int


def abolished_in(text: str) -> Iterator[Abolished]:
    """The documents that a text abolishes, as its sentences name them."""
    for sign in _SIGN.finditer(text):
        start = max(text.rfind(mark, 0, sign.start()) for mark in "。；;\n") + 1
        match = _SENTENCE.match(text, start)
        sentence = match.group() if match else ""
        if not ABOLISHED.pattern.search(sentence) or _PARTLY.search(sentence):
            continue
        for named in _NAMED.finditer(sentence):
            if (named.start() < sign.end() - start) != (sign.group() in _BEFORE):
                yield Abolished(named["title"], named["number"] or "", start, start + len(sentence.rstrip()))
