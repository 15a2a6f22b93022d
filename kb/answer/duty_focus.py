"""Whether a duty speaks of the thing whose leader is asked for.

Every plan has somebody who leads something, so that 谁牵头 fits any of its lists. A duty answers only when its measure
names at least one of the things, or says in other words one of the things, by which the question tells it from others.
"""

from __future__ import annotations

import re

import numpy as np

from kb.answer.evidence import Evidence
from kb.answer.measured import measure_text
from kb.contract import Answer, Citation
from kb.records import Responsibility
from kb.rules import Rule, rule
from kb.text import shares_pair, tagged_words

GENERAL: Rule = rule(
    "general",
    r"^(?:[全各本我][校县市区省州旗园院镇乡]?|[省市县区校]级?|教师|老师|教职工?|学生|孩子|娃+|儿童|幼儿|家长|学校|校园|园|幼儿园|中小?学生?|小学生?|初中|高中|高校|大学|学院|职业?院校|职校|中职|教育|学前(?:教育)?|义务教育|普通高中|农村|乡村|城区|城镇"
    r"|工作|任务|事情?|问题|项目|活动|措施|方面|内容|情况|机制|制度|体系|政策|规定|办法|方案|计划|意见|通知|文件|规划|清单|台账|名单|要点|表|部门|单位|科室?|处室?|局|股|科|处|室|人员?|责任|职责|要求|标准|管理|建设|采购|发展|服务|监管|监督|检查|整治|治理|防控|配备|保障|落实|推进|推动|加强|实施|开展|组织|负责|牵头|配合|参与|解决|改造|提升|改善|完善|支持|统筹|协调|做|搞|办|弄|管|抓|发|看|归|去|找|里|里面|时候|现在|目前|今年|明年|全部|所有|具体|相关|有关|主要|国家|全国)$",
    example="校园",
    counter_example="校服",
)
"""Says nothing of which of the measures of an education plan is meant."""
RULES: tuple[Rule, ...] = (GENERAL,)
_CONTENT = ("n", "v", "b", "a", "j", "l", "i", "x")
_LEAST_LENGTH = 2
_MARK = re.compile(r"\[(\d+)\]")
_SAID_OTHERWISE = 0.6
"""Least mean strength of a word's tokens in a text that says it in other words."""


def speaks_of_asked(evidence: Evidence, answer: Answer) -> bool:
    """Whether the measure that an answer proves names a word by which the question tells its thing from others."""
    words = _telling(evidence)
    if not words or evidence.question.language == "en":
        return True
    text = " ".join(_texts(evidence, answer))
    names = [reading for reading, _ in words]
    synonyms = evidence.question.synonyms.split()
    if any(shares_pair(name, text) for name in synonyms) or any(name in text for name in names):
        return True
    alignment = evidence.finder.align(evidence.question.reading, [text])
    strengths = alignment.strengths.max(axis=0)
    for word, start in words:
        end = start + len(word)
        inside = [at for at, (low, high) in enumerate(alignment.places) if low < end and start < high]
        if inside and float(np.mean(strengths[inside])) > _SAID_OTHERWISE:
            return True
    return False


def _telling(evidence: Evidence) -> list[tuple[str, int]]:
    """The words of the topic that are no general ones, with their place in the question."""
    reading = evidence.question.reading
    topic = evidence.topic.replace(" ", "")
    found: list[tuple[str, int]] = []
    at = 0
    for word, tag in tagged_words(reading):
        start = reading.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        named = len(word) >= _LEAST_LENGTH and tag.startswith(_CONTENT) and word in topic
        if named and not GENERAL.pattern.match(word) and not re.search(r"\d", word):
            found.append((word, start))
    return found


def _texts(evidence: Evidence, answer: Answer) -> list[str]:
    numbers = {fact.citation for fact in answer.facts} or {int(n) for n in _MARK.findall(answer.text)}
    proofs = [cite for cite in answer.citations if cite.n in numbers] or list(answer.citations[:3])
    return [text for cite in proofs for text in (_measure(evidence, cite), *cite.section)]


def _measure(evidence: Evidence, cite: Citation) -> str:
    """The quote, and the measure before it where it is a list of units."""
    for fact in evidence.corpus.facts_of(cite.document):
        if isinstance(fact, Responsibility) and cite.start <= fact.start and fact.end == cite.end:
            return measure_text(evidence.corpus, fact)
    return cite.quote
