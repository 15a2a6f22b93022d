"""Everything that is due in a time, in a measure or for a unit, complete and ordered by date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.answer.deadlines import due_line
from kb.answer.documents_meant import title_share
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.left_out import EXCLUDES, is_left_out, unwanted_part
from kb.answer.matching import accept_fact, fact_terms, rank_facts, sentence_start, states_task
from kb.answer.unit_tasks import units_meant
from kb.contract import Answer
from kb.corpus import Span
from kb.dates import chinese_date, last_day
from kb.numbers import narrow
from kb.question.windows import CUMULATIVE, DATED_ONLY, MONTHS
from kb.records import Deadline, Responsibility
from kb.rules import Rule, rule
from kb.text import tokenize
from kb.titles import squeeze, title_text
from kb.units import resolve_unit

POINTS_AT_SECTION = rule(
    "points_at_section",
    r"(?:那|这|该|哪|此)(?:一|几)?(?:条|项|节|章|部分|段|块)|(?:一|二|三|四|五|六|七|八|九|十)(?:条|节|章|部分)|部分|章节|这块|section|measure|chapter",
    example="信息化那一条里的时间节点",
    counter_example="信息化方面的时间节点",
)
FILLER = rule(
    "filler",
    r"(?:那|这|该|哪|此)(?:一|几|两|些)?(?:条|项|节|章|部分|段|块|些|个)(?:措施|任务|工作)?|(?:措施|工作|任务|事项|目标|内容|要求)(?:里|中|上|内)|写(?:了|明|着|到)?|提(?:到|出|及)了?|涉及|规定|明确|按?(?:照)?(?:时间)?(?:的)?先后(?:顺序)?"
    r"|排(?:好|序|列|一排|一下|出来|个队)|列(?:出来|出|表|成表)|各(?:在|是|有|自)|要?(?:按时|如期|按期)|时候|整理|汇总|梳理|归纳|方面|领域|有关|相关|关于|前后|左右|都有|各有|各自|节点|截止日期|日期|日子|时点|时间|要?(?:完成|办结|办成|办完|做完|做好|达到|达成|做到|落实好?|交账|完结|干完)|还?(?:要|得|须|需要?|应当?|必须)|还有|到期|到点|截止|收口|销号|改完|就得|只要|只看|捋一?捋|帮我?|目标|实事|民生|项目|两个|几个|所有|全部|(?:征求意见|讨论|草)稿|草案|台账|清单|会议|纪要|议定|部署|要点|办法|意见|细则|方案|计划|文件|通知|一[项条个件]一[项条个件]|逐[项条]|(?:家长|我们?|学校|老师|大家|学生)?(?:要|得|需要?|应该?)?(?:记住|记得|记牢|记下|记(?=$|\s)|留意|注意|关注|盯[住紧着])|安排|日程|要办|要做|要干|事情|事项|任务|工作|措施|内容|里面?|中|的|了|把|和|与|或|及",
    example="按先后排好",
    counter_example="信息化建设",
)
RULES: tuple[Rule, ...] = (POINTS_AT_SECTION, FILLER)

_JOINED = re.compile(r"[、,，]|以及|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_PIECE = re.compile(r"[\s、,，]+|以及")
_RELATIVE = re.compile("次年|当年|下一?年|翌年|第二年|次学年|下一?学年")
_WHOLE_YEAR = re.compile(r"(?:到|至)?(?:20\d\d|今|本|当)年(?:度|全年)?|全年")
"""Due at no month of the year: nothing for who asks for December."""
_FIRST = 5
"""Passages that tell which document is meant."""
_TITLED = 0.8
_FITS = 0.6
_LOOSELY = 0.4


def answer_due_list(evidence: Evidence) -> Answer | None:
    """Everything due in the time that is asked about, ordered by date; None when nothing is."""
    due = _ordered(_candidates(evidence))
    if not due:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = [_opening(evidence, due)]
    lines.extend(
        f"{place}. {due_line(evidence, fact, *draft.add_due(fact))}"
        for place, fact in enumerate(due, start=1)
    )
    return draft.finish("due_list", "\n".join(lines), confidence=0.85)


def _candidates(evidence: Evidence) -> list[Deadline]:
    """Deadlines of the documents, units and topic that the question means."""
    unwanted = unwanted_part(evidence)
    topic = MONTHS.pattern.sub(" ", evidence.question.topic)
    topic = CUMULATIVE.pattern.sub(" ", EXCLUDES.pattern.sub(" ", topic))
    for unit in sorted(evidence.question.units, key=len, reverse=True):
        topic = topic.replace(unit, " ")
        for region in evidence.question.regions:
            topic = topic.replace(unit.removeprefix(region), " ")
    terms = _content(topic)
    items = [item for piece in _JOINED.split(topic) if (item := _content(piece))]
    described = _describes_only(evidence, terms)
    documents, terms = _documents(evidence, terms)
    if not terms and _is_unscoped(evidence):
        documents = _found(evidence)
    if len(items) > 1 and any(not set(item) & set(terms) for item in items):
        terms = ()  # 整改和长效机制: what the document is about and something else is all of it
    facts = [
        fact
        for fact in evidence.corpus.facts
        if isinstance(fact, Deadline)
        and fact.document_id in documents
        and _is_due(evidence, fact)
        and not is_left_out(evidence, fact, unwanted)
    ]
    if evidence.question.units:
        own = _issued_by(evidence, documents)
        others = [fact for fact in facts if fact.document_id not in own]
        theirs = _of_units(evidence, others) or _naming(evidence, others, evidence.question.units)
        facts = [fact for fact in facts if fact.document_id in own or fact in theirs]
    items = [part for item in items if (part := tuple(term for term in item if term in terms))]
    if not terms:
        return facts
    words = [piece for piece in _PIECE.split(FILLER.pattern.sub(" ", topic)) if len(piece) > 1]
    return (
        _speaking(evidence, facts, items or [terms])
        or (facts if described else _naming(evidence, facts, words))
        or _meaning(evidence, facts)
    )


def _naming(evidence: Evidence, facts: Sequence[Deadline], words: Sequence[str]) -> list[Deadline]:
    """Deadlines in whose whole sentences all these words stand: 市州 in 各市（州）要于3月底前报送."""
    found = []
    for fact in facts if words else ():
        text = evidence.corpus.document(fact.document_id).text
        sentence = squeeze(text[sentence_start(text, fact.start) : fact.end])
        if all(squeeze(word) in sentence for word in words):
            found.append(fact)
    return found


def _is_unscoped(evidence: Evidence) -> bool:
    """Whether the question points at a document by words that no title has, and at no place."""
    question = evidence.question
    named = question.regions or question.documents or question.described or question.units
    return bool(question.language == "en" and not named and evidence.documents == evidence.meant_documents)


def _found(evidence: Evidence) -> frozenset[str]:
    """The document from which nearly all of the first passages come that search finds; none where they differ."""
    first = [passage.chunk.document_id for passage in evidence.passages[:_FIRST]]
    return frozenset(i for i in first if first.count(i) >= _FIRST - 1)


def _content(topic: str) -> tuple[str, ...]:
    """The words that describe what is due, without those that only ask for a list."""
    words = FILLER.pattern.sub(" ", topic)
    return tuple(dict.fromkeys(term for term in tokenize(words) if len(term) > 1))


def _documents(evidence: Evidence, terms: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Ids of the documents that are meant, and the words of the topic that do not name them."""
    meant = evidence.meant_documents
    current = frozenset(i for i in meant if evidence.corpus.status[i] != "superseded") or meant
    titles = {i: title_text(evidence.corpus.documents[i]) for i in current}
    if hinted := _best_hinted(evidence, titles):
        current = hinted
    named = {i: frozenset(term for term in terms if term in title) for i, title in titles.items()}
    titled = frozenset(i for i in current if terms and title_share(evidence, terms, named[i]) >= _TITLED)
    if titled:
        return titled, ()
    if len(current) == 1 or evidence.named_documents or evidence.question.described:
        rest = tuple(term for term in terms if not any(term in title for title in titles.values()))
        return current, rest
    return current, terms


def _describes_only(evidence: Evidence, terms: tuple[str, ...]) -> bool:
    """Whether the topic names the one document of the place loosely: 督导整改 for its list of what to put right."""
    titles = {title_text(evidence.corpus.documents[i]) for i in evidence.meant_documents}
    if len(titles) != 1 or not evidence.question.regions:
        return False
    held = frozenset(term for term in terms if term in next(iter(titles)))
    return title_share(evidence, terms, held) >= _LOOSELY


def _best_hinted(evidence: Evidence, titles: Mapping[str, str]) -> frozenset[str]:
    """Documents whose titles hold nearly all words by which the question points at one; empty when none does.

    Words that stand in no title may mean another document (优质均衡方案和特教方案), so nothing is narrowed then.
    """
    words = _content(evidence.question.document_hint)
    return frozenset(
        i
        for i, title in titles.items()
        if title_share(evidence, words, frozenset(term for term in words if term in title)) >= _TITLED
    )


def _meaning(evidence: Evidence, facts: Sequence[Deadline]) -> list[Deadline]:
    """Facts that mean the topic in other words."""
    near = {match.fact.id for match in rank_facts(evidence, facts) if match.score >= accept_fact(evidence)}
    return [fact for fact in facts if fact.id in near]


def _speaking(
    evidence: Evidence, facts: Sequence[Deadline], items: Sequence[tuple[str, ...]]
) -> list[Deadline]:
    """Facts whose own words and headings hold one of the items of the topic (登记和核验), and those that mean it."""
    if not facts:
        return []

    def holds(held: frozenset[str]) -> bool:
        return any(title_share(evidence, terms, held) >= _FITS for terms in items)

    held = {fact.id: fact_terms(evidence.corpus, fact) for fact in facts}
    headings = {
        fact.id: frozenset(tokenize(" ".join(evidence.corpus.section(fact.section_id).path)))
        for fact in facts
    }
    below = [fact for fact in facts if holds(headings[fact.id])]
    if below and POINTS_AT_SECTION.pattern.search(evidence.question.reading):
        return below
    speaking = {fact.id for fact in facts if holds(held[fact.id][0] | headings[fact.id])}
    meaning = {fact.id for fact in _meaning(evidence, facts)} if speaking else set()
    return [fact for fact in facts if fact.id in speaking | meaning]


def _is_due(evidence: Evidence, fact: Deadline) -> bool:
    question = evidence.question
    if fact.deadline is None:
        return not question.windows and not DATED_ONLY.pattern.search(question.reading)
    if not question.windows:
        return True
    if _RELATIVE.fullmatch(fact.as_written or ""):
        return False  # a year after whatever happens
    day = last_day(fact.deadline)
    windows = question.windows
    if _WHOLE_YEAR.fullmatch(narrow(fact.as_written or "")):
        windows = tuple(window for window in windows if window.first.endswith("01-01"))
    return any(window.holds(day) for window in windows)


def _issued_by(evidence: Evidence, documents: frozenset[str]) -> frozenset[str]:
    """Ids of the documents that the unit asked about issued alone: their tasks are those of its offices."""
    return frozenset(i for i in documents if _is_issuer(evidence, i))


def _is_issuer(evidence: Evidence, document: str) -> bool:
    metadata = evidence.corpus.documents[document].metadata
    if len(metadata.issuers) != 1:
        return False
    region = metadata.region
    issuer = resolve_unit(metadata.issuers[0], region=region).name
    return any(
        unit in metadata.issuers[0] or resolve_unit(unit, region=region).name == issuer
        for unit in evidence.question.units
    )


def _of_units(evidence: Evidence, facts: Sequence[Deadline]) -> list[Deadline]:
    """Deadlines of the units' own sentences and rows, or of the measures that a closing bracket gives them."""
    units = set(units_meant(evidence))
    duties = [
        fact
        for fact in evidence.corpus.facts
        if isinstance(fact, Responsibility)
        and any(mention.unit in units for mention in (*fact.lead, *fact.participating, *fact.responsible))
    ]
    measures = {fact.section_id for fact in duties if _closes_measure(evidence, fact)}
    return [
        fact
        for fact in facts
        if fact.section_id in measures
        or any(
            duty.document_id == fact.document_id and duty.start < fact.end and fact.start < duty.end
            for duty in duties
        )
    ]


def _closes_measure(evidence: Evidence, duty: Responsibility) -> bool:
    """Whether units are named behind a whole measure: （牵头单位：……）, 责任单位：……."""
    return not states_task(evidence.corpus.document(duty.document_id), duty)


def _ordered(facts: list[Deadline]) -> list[Deadline]:
    distinct = {(fact.document_id, fact.start, fact.deadline, fact.task): fact for fact in facts}
    return sorted(distinct.values(), key=lambda fact: (fact.deadline or "9999", fact.document_id, fact.start))


def _opening(evidence: Evidence, due: Sequence[Deadline]) -> str:
    question, count = evidence.question, len(due)
    when = (question.deadline or "") if len(question.windows) < 2 else ""  # 7月和8月 is not 7月
    quoted = " ".join(evidence.corpus.quote(Span(fact.document_id, fact.start, fact.end)) for fact in due)
    if any(number not in quoted for number in re.findall(r"\d+", chinese_date(when) if when else "")):
        when = ""  # due by then, but at other times or in an unwritten year: no quote would hold this one
    if question.language == "en":
        return f"{count} tasks are due{f' in {when}' if when else ''}."
    region = "、".join(question.regions)
    named = chinese_date(when) if 0 < len(when) < len("2024-01-01") else ""  # a last day was not asked for
    return f"{region}{named}到期的任务共有{count}项。"
