"""Facts made of the figure or the time in a quoted sentence, where no stored fact answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.candidates import Candidate
from kb.answer.deadlines import form_fits
from kb.answer.evidence import Evidence
from kb.answer.figures import Figure, figure_in
from kb.answer.neighbours import pairs
from kb.answer.terms_of_year import in_terms
from kb.answer.told import is_of_place, told_place
from kb.dates import TimeExpression, find_times
from kb.question.model import Question
from kb.records import Deadline, Document, Target
from kb.text import tokenize

# A clause number before the name of a figure, a comparator after it
_METRIC_ENDS = re.compile(
    r"^第[零一二三四五六七八九十百千]+条\s*|^[（(][一二三四五六七八九十]+[）)]|(?:应当|应|均|都|原则上)*不?(?:得|能|应|宜)?(?:超过|少于|低于|高于|多于|大于|小于)(?:按)?$|为$"
)
_ASKS_START = re.compile(
    r"从(?:什么时候|何时|哪)|(?:什么时候|何时|哪(?:一)?[天年日])(?:起|开始)|开始(?:实行|执行|实施|启用)|自何时|\bstart|begin|from when"
)


def stated_target(
    evidence: Evidence, best: Candidate, *, units: frozenset[str] | None = None
) -> Target | None:
    """A fact made of the figure in a sentence; None when it has none in ``units`` or the unit asked for."""
    figure = figure_in(
        evidence.question, best.sentence.text, units=units, may=lambda *at: may_answer(evidence, best, *at)
    )
    return target_of(evidence, best, figure) if figure is not None else None


def may_answer(evidence: Evidence, best: Candidate, start: int, end: int) -> bool:
    """Whether the words at ``start:end`` of a sentence are about the place that is asked for."""
    sentence = best.sentence
    at = (sentence.start + start, sentence.start + end)
    return is_of_place(evidence, best.passage.chunk.document_id, *at, (sentence.start, sentence.end))


def target_of(evidence: Evidence, best: Candidate, figure: Figure) -> Target:
    """A fact made of a figure of a sentence."""
    document = evidence.corpus.document(best.passage.chunk.document_id)
    dated = _time_of_figure(evidence, best, figure)
    clause = _METRIC_ENDS.sub(
        "", best.sentence.text[: figure.start].replace("。", "，").split("，")[-1].strip()
    )
    return Target(
        id=f"{best.passage.chunk.id}-{figure.start}",
        document_id=document.id,
        section_id=best.passage.chunk.section_id,
        region=_region(evidence, document),
        metric=clause or best.sentence.text[:40],
        comparator=figure.comparator,
        value=figure.value,
        value_high=figure.value_high,
        unit=figure.unit,
        deadline=dated.value if dated else None,
        as_written=dated.as_written if dated else "",
        subject="",
        start=best.sentence.start,
        end=best.sentence.end,
    )


def _region(evidence: Evidence, document: Document) -> str | None:
    place = None if evidence.is_local else told_place(evidence, document.id)
    return place or document.metadata.region


def _time_of_figure(evidence: Evidence, best: Candidate, figure: Figure) -> TimeExpression | None:
    """By when a figure is to be reached: the last dated time before it in its part of the sentence."""
    document = evidence.corpus.document(best.passage.chunk.document_id)
    text = best.sentence.text
    part = text.rfind("；", 0, figure.start) + 1
    before = [
        time
        for time in find_times(text, context_year=_year(document))
        if time.value and time.kind in ("deadline", "period") and part <= time.start < figure.start
    ]
    return before[-1] if before and not _MEASURED_AGAINST.search(text[: before[-1].start]) else None


_MEASURED_AGAINST = re.compile("[较比与在]$")


def stated_deadline(evidence: Evidence, best: Candidate) -> Deadline | None:
    """A fact made of the time in a sentence that is closest to the question's words; None without a time.

    Of a row of a table the fact of the column that is asked for (开学, 放假), where it has some.
    """
    text = best.sentence.text
    if "|" in text and (told := _day_of_row(evidence, best)):
        return told
    starts = _ASKS_START.search(evidence.question.reading) is not None
    document = evidence.corpus.document(best.passage.chunk.document_id)
    found = find_times(text, context_year=_year(document))
    reading = evidence.question.reading
    found = tuple(
        time
        for time in found
        if may_answer(evidence, best, time.start, time.end) and in_terms(reading, time.last_day)
    )
    times = [time for time in found if starts or time.kind != "start"]
    times = [time for time in times if time.kind == "start"] or times if starts else times
    if not times:
        return None
    time = _time_meant(evidence, text, times)
    return Deadline(
        id=f"{best.passage.chunk.id}-{best.sentence.start + time.start}",
        document_id=document.id,
        section_id=best.passage.chunk.section_id,
        region=_region(evidence, document),
        task=text,
        deadline=_day_meant(time),
        as_written=time.as_written,
        recurrence=time.as_written if time.kind == "recurrence" else None,
        start=best.sentence.start,
        end=best.sentence.end,
    )


def _day_of_row(evidence: Evidence, best: Candidate) -> Deadline | None:
    """The stored day of the row whose column and row names hold most of the question's words; None without one."""
    document = best.passage.chunk.document_id
    rows = [
        fact
        for fact in evidence.corpus.facts_of(document)
        if isinstance(fact, Deadline)
        and fact.start < best.sentence.end
        and best.sentence.start < fact.end
        and in_terms(evidence.question.reading, fact.deadline)
    ]
    asked = pairs(evidence.question.topic)
    return max(rows, key=lambda fact: (len(asked & pairs(fact.task)), fact.id), default=None)


def _time_meant(evidence: Evidence, text: str, times: Sequence[TimeExpression]) -> TimeExpression:
    """Of several times of a sentence the one in the form that is asked for whose own words say what is asked."""
    reading = evidence.question.reading
    fitting = [time for time in times if form_fits(reading, time)] or list(times)
    if len(fitting) == 1:
        return fitting[0]
    own = [_own_words(text, time, times) for time in fitting]
    strengths = evidence.finder.align(reading, own).strengths.mean(axis=1)
    terms = frozenset(evidence.terms)
    held = [len(terms & frozenset(tokenize(words))) / max(1, len(terms)) for words in own]
    places = range(len(fitting))
    return fitting[max(places, key=lambda n: (float(strengths[n]) + held[n], -fitting[n].start))]


def _own_words(text: str, time: TimeExpression, times: Sequence[TimeExpression]) -> str:
    """The words that a time dates: its clause from the time before on, and what follows up to the next time."""
    start = _clause_start(text, time.start)
    after = min((other.start for other in times if other.start >= time.end), default=len(text))
    end = _clause_start(text, after) if after < len(text) else after
    before = max((other.end for other in times if other.end <= time.start), default=0)
    return text[max(start, before) : end if end > time.end else after]


def _clause_start(text: str, at: int) -> int:
    """Where the clause that holds an offset begins, with the case before it (学生中途退出的，自申请之日起)."""
    start = max(text.rfind(mark, 0, at) + 1 for mark in "，；。：\n")
    case = _CASE.search(text[:start])
    return case.start("case") if case else start


_CASE = re.compile(r"(?:^|[，；。：\n])(?P<case>[^，；。：\n]*的，)$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年?(?!\d)")


def _year(document: Document) -> int | None:
    """The year of 7月底前 in a document for one year: that of its title, else of its short period."""
    titled = _YEAR.findall(document.metadata.title)
    if len(titled) == 1:
        return int(titled[0])
    metadata = document.metadata
    return (
        metadata.year_to if metadata.year_to is not None and metadata.year_to == metadata.year_from else None
    )


def asks_time(question: Question) -> bool:
    """Whether a time is the answer; "when does it apply" is asked of rules inside a text, too."""
    return question.kind == "deadline" or (
        question.kind == "metadata" and "when_issued" in question.asks_metadata
    )


def _day_meant(time: TimeExpression) -> str | None:
    """The last day of a period or of what is due, the first day of what starts then."""
    if time.kind == "start" and time.value:
        return "-".join([*time.value.split("-"), "01", "01"][:3])
    return time.last_day if time.kind in ("deadline", "period") else None
