"""Facts made of the figure or the time in a quoted sentence, where no stored fact answers."""

from __future__ import annotations

import re

from kb.answer.candidates import Candidate
from kb.answer.evidence import Evidence
from kb.answer.figures import Figure, figure_in
from kb.dates import TimeExpression, find_times
from kb.question.model import Question
from kb.records import Deadline, Document, Target
from kb.text import tokenize

_AROUND = 30
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
    figure = figure_in(evidence.question, best.sentence.text, units=units)
    return target_of(evidence, best, figure) if figure is not None else None


def target_of(evidence: Evidence, best: Candidate, figure: Figure) -> Target:
    """A fact made of a figure of a sentence."""
    document = evidence.corpus.document(best.passage.chunk.document_id)
    clause = _METRIC_ENDS.sub(
        "", best.sentence.text[: figure.start].replace("。", "，").split("，")[-1].strip()
    )
    return Target(
        id=f"{best.passage.chunk.id}-{figure.start}",
        document_id=document.id,
        section_id=best.passage.chunk.section_id,
        region=document.metadata.region,
        metric=clause or best.sentence.text[:40],
        comparator=figure.comparator,
        value=figure.value,
        value_high=figure.value_high,
        unit=figure.unit,
        deadline=None,
        as_written="",
        subject="",
        start=best.sentence.start,
        end=best.sentence.end,
    )


def stated_deadline(evidence: Evidence, best: Candidate) -> Deadline | None:
    """A fact made of the time in a sentence that is closest to the question's words; None without a time."""
    text = best.sentence.text
    starts = _ASKS_START.search(evidence.question.reading) is not None
    document = evidence.corpus.document(best.passage.chunk.document_id)
    found = find_times(text, context_year=_year(document))
    times = [time for time in found if starts or time.kind != "start"]
    times = [time for time in times if time.kind == "start"] or times if starts else times
    if not times:
        return None
    terms = frozenset(evidence.terms)

    def closeness(time: TimeExpression) -> tuple[int, int]:
        around = text[max(0, time.start - _AROUND) : time.end + _AROUND]
        return len(terms & frozenset(tokenize(around))), -time.start

    time = max(times, key=closeness)
    return Deadline(
        id=f"{best.passage.chunk.id}-{best.sentence.start + time.start}",
        document_id=document.id,
        section_id=best.passage.chunk.section_id,
        region=document.metadata.region,
        task=text,
        deadline=_day_meant(time),
        as_written=time.as_written,
        recurrence=time.as_written if time.kind == "recurrence" else None,
        start=best.sentence.start,
        end=best.sentence.end,
    )


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
