"""Which sentences can prove an answer at all, and what makes one likely to."""

from __future__ import annotations

import re

from kb.answer.brackets import is_other_bracket
from kb.answer.candidates import Candidate, rank_sentences, shows_answer
from kb.answer.demands import is_about_others, unmet_demands
from kb.answer.evidence import Evidence
from kb.answer.figures import THRESHOLD, figure_in
from kb.answer.matching import stretch
from kb.answer.measures import names_unit, unit_fits, units_asked
from kb.answer.siblings import is_of_other_kind, is_sibling, other_level
from kb.answer.stated import asks_time
from kb.dates import find_times
from kb.numbers import find_quantities
from kb.question.model import Question
from kb.rules import Rule, rule
from kb.stages import stages_clash, stages_of
from kb.text import shares_pair, tokenize
from kb.titles import squeeze
from kb.unit_finder import find_units
from kb.units import canonical_unit, match_unit

CLOSING = rule(
    "closing_provision",
    r"由[^，。；]{2,24}?(?:负责|进行)?解释[，。；]|解释权?(?:归|属)|^[^，。；]{0,12}本[^，。；]{1,8}自[^，。；]{2,20}起(?:施行|实施|执行)",
    example="本汇编由办公室负责解释，自2023年9月1日起执行。",
    counter_example="班主任应当向家长解释规定。",
)
_ABOUT_FORCE = re.compile("解释|施行|实施|执行|生效|有效|废止|停止|作废|失效|起用|启用|开始|算起")
_CLAUSE = re.compile(r"[，,。；;]")
_CLOCK = re.compile(
    r"\d{1,2}[:：]\d{2}|[\d一二两三四五六七八九十]+(?:时|点|小时|日|天|个?工作日|个月)|(?<![\d一二三四五六七八九十〇○])[\d一二两三四五六七八九十]{1,3}(?:年(?![级制月度])|周(?!岁)|个?学[年期])"
)


def proving_sentences(evidence: Evidence) -> list[Candidate]:
    """Sentences that can prove an answer, best first; ranked once a question, since ranking embeds them."""
    if evidence.proving is None:
        proving = [c for c in rank_sentences(evidence) if is_proof(evidence, c)]
        evidence.proving = _with_outcome_first(evidence.question, proving)
    return evidence.proving


_NEAR = 0.25
"""How far below the best sentence's score one may lie that names the outcome."""


def _with_outcome_first(question: Question, ranked: list[Candidate]) -> list[Candidate]:
    """Of sentences with thresholds (达20学时的，给予警告；达40学时的，给予记过) first the one with the outcome asked about."""
    match = THRESHOLD.pattern.search(question.reading)
    if match is None or not ranked:
        return ranked
    near = [
        c
        for c in ranked
        if c.score >= ranked[0].score - _NEAR and shares_pair(match["outcome"], c.sentence.text)
    ]
    return near + [c for c in ranked if c not in near]


def is_proof(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether a sentence can answer a question of this kind at all.

    A figure needs a number in the unit that is asked for, a time needs a time, a duty needs the unit
    that is asked about; and a sentence about other years than the one asked for proves nothing.
    """
    question = evidence.question
    sentence = candidate.sentence.text
    if question.kind == "metadata" and not _shows_metadata(question, sentence):
        return False
    if _wants_figure(question) and not _holds_figure(question, sentence):
        return False
    counted = find_quantities(sentence) and not _holds_points(question, sentence)
    if question.kind == "target" and counted and figure_in(question, sentence) is None:
        return False
    if question.kind == "deadline" and is_sibling(question.topic, sentence):
        return False
    if question.kind in ("target", "deadline") and other_level(question.topic, *_around(evidence, candidate)):
        return False
    if question.kind != "metadata" and _is_title(evidence, candidate):
        return False
    if asks_time(question) and not (find_times(sentence) or _CLOCK.search(sentence)):
        return False
    if _only_closes(question, sentence) or is_other_bracket(question, sentence):
        return False
    about_unit = question.kind == "unit_tasks" or question.asks_role
    if (about_unit or evidence.unknown_units) and question.units and not _names_unit(evidence, sentence):
        return False
    if (
        is_signature(sentence)
        or _lacks_quoted_figure(question, sentence)
        or _is_of_other_version(evidence, candidate)
    ):
        return False
    if unmet_demands(question.reading, sentence) or _is_about_others(evidence, candidate):
        return False
    return _fits_years(evidence, candidate) and _fits_month(evidence, candidate)


_MONTH = re.compile(r"(?<!\d)(?<!个)(1[0-2]|[1-9])月(?!龄)")


def _fits_month(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether the closest text that names months names the only one that is asked about (2025年9月有什么安排)."""
    question = evidence.question
    asked = set(_MONTH.findall(question.reading))
    if len(asked) != 1 or question.kind != "passage":
        return True
    chunk = candidate.passage.chunk
    path = evidence.corpus.section(chunk.section_id).path
    for text in (candidate.sentence.text, *reversed(path), chunk.text):
        named = set(_MONTH.findall(text))
        if named:
            return bool(named & asked)
    return True


def _around(evidence: Evidence, candidate: Candidate) -> tuple[str, ...]:
    """The sentence, its headings from the inside out and its document's title."""
    chunk = candidate.passage.chunk
    path = evidence.corpus.section(chunk.section_id).path
    title = evidence.corpus.document(chunk.document_id).metadata.title
    return candidate.sentence.text, *reversed(path), title


def _is_title(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether the sentence is the name of its document, which lays nothing down."""
    title = evidence.corpus.document(candidate.passage.chunk.document_id).metadata.title
    return squeeze(candidate.sentence.text) == squeeze(title)


BARE_LINE = rule(
    "bare_line",
    r"^(?:附件\s*\d*\s*[:：]?(?:\s*\d*[.．、]?\s*[^，。；]{2,40}\.(?:docx?|xlsx?|pdf|wps))?|[（(](?:此件[^）)]{2,10}|责任编辑[^）)]*)[）)]|(?:抄送|主送|索引号|主题分类|发布日期|生成日期|公开方式|来源)\s*[:：].{0,60}"
    r"|(?:(?!应|须|由|不得|负责)[\u4e00-\u9fff·]){2,24}(?:大学|学院|学校|幼儿园|中学|小学|公室|委员会|政府|教育局|教体局|编辑部)(?:文件)?|[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日)$",
    example="庄河市教师进修学校",
    counter_example="学生转学由所在学校",
)
"""Signatures, dates, lists of files and page fields: lines that lay nothing down."""


def is_signature(sentence: str) -> bool:
    """Whether a line holds nothing but names of units, as those that sign or receive a document do."""
    if BARE_LINE.pattern.match(sentence.strip()):
        return True
    rest = sentence
    for span in reversed(find_units(sentence)):
        rest = rest[: span.start] + rest[span.end :]
    return rest != sentence and not re.sub(r"[\W\d年月日]+", "", rest)


_REVISED = re.compile(r"(?P<year>\d{4})年?[^,，。?？\d]{0,6}?(?:修订|修正|修改)")


RULES: tuple[Rule, ...] = (CLOSING, BARE_LINE)


def _is_of_other_version(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether the question is about a revision of a year of which the document shows no trace."""
    match = _REVISED.search(evidence.question.reading)
    if match is None:
        return False
    document = evidence.corpus.document(candidate.passage.chunk.document_id)
    dates = (document.metadata.issued or "", document.text)
    return not any(match["year"] in text for text in dates)


_ASKS_PLACE = re.compile(r"(?:是|在|见)(?:哪一?|第几)(?:条|章|节|款)|哪一?条规定的|出自哪")


def _lacks_quoted_figure(question: Question, sentence: str) -> bool:
    """Whether the question asks where a figure that it quotes is laid down (每班25人是哪一条) and it is not here."""
    if not _ASKS_PLACE.search(question.reading):
        return False
    quoted = {(quantity.value, quantity.unit) for quantity in find_quantities(question.reading)}
    return not quoted <= {(quantity.value, quantity.unit) for quantity in find_quantities(sentence)}


def _only_closes(question: Question, sentence: str) -> bool:
    """Whether the sentence is the final provision of a document, and the question is about no such thing."""
    if question.kind not in ("responsibility", "deadline"):
        return False
    return CLOSING.pattern.search(sentence) is not None and not _ABOUT_FORCE.search(question.reading)


def _wants_figure(question: Question) -> bool:
    if question.is_yes_no:
        return False
    if question.kind == "comparison":  # 要缴多少保证金: one place takes 10%, the other one 2万元
        return names_unit(question.reading) and bool(units_asked(question))
    return question.kind == "target" or (question.kind == "passage" and bool(units_asked(question)))


def _is_about_others(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether the sentence or, where it is silent, its headings are about another stage, owner or group."""
    question, chunk = evidence.question, candidate.passage.chunk
    if question.kind not in ("target", "passage", "deadline", "comparison"):
        return False
    sentence = candidate.sentence.text
    path = evidence.corpus.section(chunk.section_id).path
    near = (sentence, *reversed(path), evidence.corpus.document(chunk.document_id).metadata.title)
    figure = figure_in(question, sentence) if question.kind == "target" else None
    clause = _CLAUSE.split(sentence[: figure.start])[-1] if figure else ""
    others = is_about_others(question, clause, near, (chunk.text,)) or is_of_other_kind(
        question.topic, clause
    )
    return others or (question.kind == "target" and stages_clash(stages_of(question.topic), *near))


def _holds_figure(question: Question, sentence: str) -> bool:
    asked = units_asked(question)
    quantities = find_quantities(sentence)
    if _holds_points(question, sentence):
        return True
    if not asked:
        return bool(quantities)
    return any(unit_fits(quantity.unit, asked) for quantity in quantities)


_POINTS = re.compile(r"[\d一二三四五六七八九十百]\s*分(?![钟之别校班配给成批贝])")


def _holds_points(question: Question, sentence: str) -> bool:
    """Whether points of a test are asked for and stated; 分 is no measure of ``kb.numbers``, it begins many words."""
    return "分" in units_asked(question) and _POINTS.search(sentence) is not None


_METADATA_SIGNS = {
    "number": re.compile(r"[〔\[(（]\d{4}[〕\])）]\s*第?\d+\s*号"),
    "when_issued": re.compile(r"\d{4}年\d{1,2}月|[一二〇零○]{4}年|自.{0,12}起施行|公布之日"),
    "basis": re.compile(r"《[^》]+》"),
}


def _shows_metadata(question: Question, sentence: str) -> bool:
    """A document's own fields are not quoted, but numbers and dates of documents that it cites are."""
    return any(
        sign.search(sentence) for name, sign in _METADATA_SIGNS.items() if name in question.asks_metadata
    )


def _names_unit(evidence: Evidence, sentence: str) -> bool:
    """Whether the sentence names a unit that the question names, in whatever form."""
    named = [span.meaning for span in find_units(sentence)]
    return any(
        unit in sentence or match_unit(unit, [canonical_unit(name) for name in named])
        for unit in evidence.question.units
    )


def _fits_years(evidence: Evidence, candidate: Candidate) -> bool:
    years = evidence.question.years
    if not years:
        return True
    times = find_times(candidate.sentence.text)
    stated = {int(time.value[:4]) for time in times if time.value and time.value[:4].isdigit()}
    if stated:
        return bool(stated & set(years))
    return evidence.corpus.document(candidate.passage.chunk.document_id).metadata.plans_for(years)


def passage_features(evidence: Evidence, candidate: Candidate) -> dict[str, float]:
    """What ``kb.answer.confidence`` judges a sentence by; every value lies between 0 and 1."""
    question = evidence.question
    passage = candidate.passage
    held = frozenset(tokenize(f"{passage.chunk.context} {passage.chunk.text}"))
    unknown = [term for term in evidence.terms if not evidence.finder.knows_term(term)]
    asked = units_asked(question)
    return {
        "sentence_meaning": stretch(candidate.cosine),
        "strength": candidate.strength,
        "held": candidate.held,
        "weakest": candidate.weakest,
        "passage_words": evidence.coverage(held),
        "shows_answer": float(shows_answer(question, candidate.sentence.text)),
        "rank": 1.0 / passage.hit.rank,
        "unknown_words": len(unknown) / max(1, len(evidence.terms)),
        "english": float(question.language == "en"),
        "exact": float(question.kind not in ("passage", "unit_tasks", "due_list")),
        "asked_unit": float(
            question.kind != "deadline" and bool(asked) and _holds_figure(question, candidate.sentence.text)
        ),
    }
