"""What a question about a figure counts or measures: 保安, 近视率, 住宿费; a figure of something else is no answer."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from kb.answer.demands import sides_missing, unmet_demands
from kb.answer.duty_focus import speaks_of_asked
from kb.answer.evidence import Evidence
from kb.answer.heads import head_of
from kb.answer.matching import sentence_start
from kb.answer.shares import share_asked
from kb.contract import Answer, Citation, TargetFact
from kb.numbers import find_quantities
from kb.question.model import Question
from kb.rules import Rule, rule
from kb.table_text import above_row
from kb.text import is_word, shares_pair, tagged_words

COUNTED: Rule = rule(
    "counted",
    r"(?:多少|好多|几)(?:个|名|位|所|门|家|支|台|套|间|册|座|辆|张|块|节|场|栋|幢|份|片|顿|例|棵|把)(?P<thing>(?!以[上下内]|给|才|就|会|算|要|被|可|能|不|是|的|为)[\u4e00-\u9fff]{2,10}?)(?:呢|啊|呀|吗|来着)?(?=[,，。?？\s]|$)",
    example="每所学校配几名保安",
    counter_example="班额不超过多少人",
)
MEASURED: Rule = rule(
    "measured",
    r"(?P<thing>(?!每[年月生人天周]|最[多少高低]|[省市县区州旗]里)[\u4e00-\u9fff]{2}(?:占比|率(?![先领队])|资金|奖学金|助学金|经费|基金|预算|补助|补贴|津贴|奖金|工资|学分|(?<!学)费(?![用生]))|[\u4e00-\u9fff]{2}面积|年龄|学费)"
    r"(?=[^,，。?？的里中]{0,14}(?:多少|好多|几|多大|多高))",
    example="普通高中新生一学期的住宿费不超过多少钱",
    counter_example="每班不超过多少人",
)
FREQUENT: Rule = rule(
    "frequent",
    r"(?:多久|多长时间|几年|几个?月|几天|几周|几个?学期)(?:必须|需要|应当|可以|要|得|须|需|应|该|能|才|会)*+(?!做一|来一|搞一|办一|弄一|[一进])(?P<thing>[\u4e00-\u9fff]{2})一(?:次|轮|回|届)",
    example="教师资格证书几年要注册一次",
    counter_example="几年内完成移交",
)
HOLDERS: Rule = rule(
    "holders",
    r"教研员|班主任|校长|园长|保育员|生活教师|骨干教师|特岗教师|银龄教师|督学|心理(?:健康)?教师|体育教师|校医|保安|教练|辅导员|实习生|毕业生",
    example="教研员每年要培训多少课时",
    counter_example="教师每年要培训多少课时",
)

_PERIOD = re.compile(r"[每一个]+[月年天周次期]|月(?=[补津奖])")
"""Opens what seems to be the name of a payment: 每个月补助."""
_ANYONE = re.compile(
    r"学生|老师|教师|孩子|娃|小孩|儿童|幼儿|人$|学校|任务|指标|目标|名额|方面|百分点|月|小时"
)


def thing_asked(reading: str) -> tuple[int, int]:
    """Start and end in ``reading`` of what is counted or measured; (0, 0) when the question names nothing special."""
    counted = COUNTED.pattern.search(reading)
    if counted and not _ANYONE.search(counted["thing"]):
        return counted.span("thing")
    if frequent := FREQUENT.pattern.search(reading):
        return frequent.span("thing")
    measured = list(MEASURED.pattern.finditer(reading))
    if not measured:
        return (0, 0)
    start, end = measured[-1].span("thing")
    period = _PERIOD.match(reading, start)
    return (period.end(), end) if period and period.end() < end else (start, end)


def _is_spoken_of(thing: str, text: str) -> bool:
    """Whether the text holds the thing, or of a longer one most neighbouring characters: 保教处 is no 保教费."""
    parts = [thing[at : at + 2] for at in range(len(thing) - 1)]
    return thing in text or (len(parts) > 2 and sum(part in text for part in parts) > _MOST * len(parts))


_SAME = 0.65
"""Least mean strength of a thing's tokens in a text that says it in other words (伙食费, 膳食费)."""
_MOST = 0.5
_PAID = re.compile(r"(?<![收经])费$|[贴助]$|[学教]金$")
_LEAST_NAMED = 0.5
_SAME_HEAD = 0.5
"""The same for the word before 多少, which is often a general one."""
_MEASURE = re.compile(r"[^占]率$|[生师]比$|补助$|补贴$|经费$|[^学]费$|工资$|年龄$|面积$|学分$|工龄$")
_RATE = re.compile(r"率$|占比$")
_CONTINUES = re.compile(r"(?:各|其中|每|按|上述|该|具体|一类|一级|小班|小学)|[^\n]*\|")
_BEHIND = 12
"""Characters behind a figure that may still say what it counts: 2名专职保安."""
_GENERAL = re.compile(
    r"新生|学生|老师|教师|孩子|家长|学校|普通|一般|重点|优质|正式|标准|主要|基本|[全各]?[校县市区省]|各[级类]|单位|人员"
)
_ANY_KIND = "人生师员者数量"
_CHECKED = ("target", "deadline", "passage")


def is_about_asked(evidence: Evidence, answer: Answer) -> bool:
    """Whether an answer's proof speaks of the thing that is asked for and in the form that the question needs.

    What is counted or measured must be named by the quote, its headings or its title, and so must the side
    (民办, 农村) and the people (教研员) by which the question limits a figure.
    """
    question = evidence.question
    if question.kind == "responsibility" and not speaks_of_asked(evidence, answer):
        return False
    if answer.kind not in _CHECKED:
        return True
    proofs = _proofs(answer)
    if question.language == "en":
        return answer.kind != "target" or _names_english(evidence, answer, proofs)
    if answer.kind != "passage" and all(unmet_demands(question.reading, cite.quote) for cite in proofs):
        return False
    texts = [_with_surroundings(evidence, cite, _figure_end(answer, cite)) for cite in proofs]
    if answer.kind == "target" and _others_meant(question, " ".join(texts)):
        return False
    if question.kind == "target" and _names_other_of_kind(evidence, proofs, texts):
        return False
    if answer.kind in ("target", "passage") and _lacks_share(evidence, proofs):
        return False
    start, end = thing_asked(question.reading)
    if start < end and answer.kind == "target" and _is_other_payment(evidence, answer, proofs, start, end):
        return False
    if start == end:
        return _names_head(evidence, texts)
    thing = question.reading[start:end]
    if answer.kind == "target" and _RATE.search(thing):
        texts = [fact.metric for fact in answer.facts if isinstance(fact, TargetFact)]
    names = (thing, *question.synonyms.split())
    named = _is_spoken_of if _PAID.search(thing) else shares_pair
    if any(named(name, text) for name in names if name for text in texts):
        return True
    return _meant(evidence, texts, start, end)


RULES: tuple[Rule, ...] = (COUNTED, MEASURED, FREQUENT, HOLDERS)
_PAYMENT = re.compile(
    r"[\u4e00-\u9fff]{1,2}(?:费(?![用率生])|补助|补贴|津贴|奖补|奖励|罚款|酬金|工资)|[\u4e00-\u9fff]{1,3}[学教]金"
)
_KINDS = re.compile(
    "生活|交通|取暖|高温|通[讯信]|岗位|绩效|课时|培训|保险|医疗|体检|安家|购房|租房|学历|值班|加班"
)
"""Kinds of payment that exclude each other: 生活补助 is no 交通补助."""
_SAME_PAYMENT = (
    "伙食费 膳食费 餐费 饭费 午餐费 用餐",
    "书本费 教材费 课本费",
    "住宿费 宿舍费 寄宿费",
    "校车费 乘车费 车费",
)


def _lacks_share(evidence: Evidence, proofs: list[Citation]) -> bool:
    """Whether the share that is asked for (110名教师里，音乐老师占多少) is named by no quote."""
    part = share_asked(evidence.question.reading)
    part = _ANYONE.sub("", part) or part
    return bool(part) and not any(shares_pair(part, cite.quote) or part in cite.quote for cite in proofs)


def _is_other_payment(
    evidence: Evidence, answer: Answer, proofs: list[Citation], start: int, end: int
) -> bool:
    """Whether the figure's clause names another payment (工本费) than the one that is asked for (保教费)."""
    thing = evidence.question.reading[start:end]
    if not _PAID.search(thing):
        return False
    same = next((names for names in _SAME_PAYMENT if any(name in thing for name in names.split())), "")
    asked = f"{thing} {same} {evidence.question.synonyms}"
    kinds = set(_KINDS.findall(thing))
    for cite in proofs:
        clause = re.split("[，；。,;]", cite.quote[: _last_figure(answer, cite)])[-1]
        named = [match.group() for match in _PAYMENT.finditer(clause)]
        others = set(_KINDS.findall("".join(named)))
        if named and not any(shares_pair(name, asked) for name in named):
            return True
        if kinds and others and not kinds & others:
            return True
    return False


def _names_other_of_kind(evidence: Evidence, proofs: list[Citation], texts: list[str]) -> bool:
    """Whether the proofs speak of a 图书馆 where the question asks of a 体育馆: another noun with the same last character."""
    reading = evidence.question.reading
    quotes = "\n".join(cite.quote for cite in proofs)
    others = {word[-1] for word in _long_nouns(quotes) if word not in reading}
    for modifier, word in pairwise(_nouns(evidence.question.topic)):
        known = any(shares_pair(modifier, text) for text in (*texts, quotes)) or modifier not in reading
        if _tells_apart(modifier) and is_word(word) and not known and _other_before(modifier, word, quotes):
            start = reading.find(modifier)
            if not _meant(evidence, texts, start, start + len(modifier), at_least=_SAME_HEAD):
                return True
    for word in _long_nouns(evidence.question.topic):
        absent = not any(shares_pair(word[:-1], text) or word in text for text in (*texts, quotes))
        if absent and word[-1] in others and word[-1] not in _ANY_KIND:
            start = reading.find(word)
            if not _meant(evidence, texts, start, start + len(word), at_least=_SAME_HEAD):
                return True
    return False


def _tells_apart(modifier: str) -> bool:
    tags = [tag for _, tag in tagged_words(modifier)]
    return is_word(modifier) and not tags[0].startswith("v") and not _GENERAL.fullmatch(modifier)


def _other_before(modifier: str, word: str, text: str) -> bool:
    """Whether the text names the word behind another noun: 视力筛查 where 听力筛查 is asked about."""
    words = [(part, tag) for part, tag in tagged_words(text)]
    return any(
        second == word and tag.startswith(("n", "v", "b", "a")) and len(first) > 1 and first != modifier
        for (first, tag), (second, _) in pairwise(words)
    )


def _nouns(text: str) -> list[str]:
    """Runs of nouns as words; a word of another kind parts them."""
    return [
        word if tag.startswith(("n", "vn", "b")) and len(word) > 1 else "" for word, tag in tagged_words(text)
    ]


def _long_nouns(text: str) -> list[str]:
    return [word for word, tag in tagged_words(text) if len(word) > 2 and tag.startswith("n")]


def _names_head(evidence: Evidence, texts: list[str]) -> bool:
    """Whether the texts speak of what a figure is asked of (统招线), in whatever words."""
    head = head_of(evidence.question) if evidence.question.kind == "target" else ""
    names = (head, *evidence.question.synonyms.split())
    if not head or any(_is_spoken_of(name, text) for name in names if name for text in texts):
        return True
    start = evidence.question.reading.rfind(head)
    return _meant(evidence, texts, start, start + len(head), at_least=_SAME_HEAD)


def _names_english(evidence: Evidence, answer: Answer, proofs: list[Citation]) -> bool:
    """Whether a figure's text names the side and the measure that an English question is about, in one of its words."""
    texts = [_with_surroundings(evidence, cite, _figure_end(answer, cite)) for cite in proofs]
    if sides_missing(evidence.question.topic, " ".join(texts)):
        return False
    named = [
        any(shares_pair(w, text) for w in words for text in texts) for words in evidence.question.alternatives
    ]
    if sum(named) < _LEAST_NAMED * len(named):
        return False
    measures = [words for words in evidence.question.alternatives if _MEASURE.search(words[0])]
    return all(any(shares_pair(word, text) for word in words for text in texts) for words in measures)


def _others_meant(question: Question, text: str) -> bool:
    """Whether a figure's text is silent about the side (民办, 城区) or the people (教研员) that the question names."""
    return sides_missing(question.topic, text) or any(
        name not in text for name in HOLDERS.pattern.findall(question.reading)
    )


def _proofs(answer: Answer) -> list[Citation]:
    """The citations of the facts, or the first one of an answer that has none."""
    numbers = {fact.citation for fact in answer.facts}
    return [cite for cite in answer.citations if cite.n in numbers] or list(answer.citations[:1])


def _figure_end(answer: Answer, cite: Citation) -> int:
    """Where in the quote the words end that can say what its figures are of; its length where that is unknown."""
    return min(len(cite.quote), _last_figure(answer, cite) + _BEHIND)


def _last_figure(answer: Answer, cite: Citation) -> int:
    """Where in the quote the last of the answer's figures ends; the quote's length where that is unknown."""
    values = {
        (fact.value, fact.unit)
        for fact in answer.facts
        if isinstance(fact, TargetFact) and fact.citation == cite.n
    }
    ends = [q.end for q in find_quantities(cite.quote) if (q.value, q.unit) in values]
    return max(ends) if ends and "|" not in cite.quote else len(cite.quote)


def _with_surroundings(evidence: Evidence, cite: Citation, end: int) -> str:
    """The quote up to ``end`` with its headings, its title and, where it goes on about something, the sentence before it."""
    document = evidence.corpus.document(cite.document)
    section = evidence.corpus.section_at(cite.document, cite.start)
    if above := above_row(document.text, cite.start):
        return " ".join((above, document.text[cite.start : cite.end], *cite.section, cite.title))
    first = section.start if section else 0
    start = max(first, sentence_start(document.text, cite.start))
    if _CONTINUES.match(document.text, start):
        start = max(first, sentence_start(document.text, max(first, start - 2)))
    return " ".join((document.text[start : cite.start + end], *cite.section, cite.title))


def _meant(evidence: Evidence, texts: list[str], start: int, end: int, *, at_least: float = _SAME) -> bool:
    """Whether a text says in other words what stands at ``start:end`` of the question."""
    if not texts:
        return False
    alignment = evidence.finder.align(evidence.question.reading, texts)
    inside = [i for i, (first, last) in enumerate(alignment.places) if first < end and start < last]
    return bool(inside) and float(np.max(alignment.strengths[:, inside].mean(axis=1))) >= at_least
