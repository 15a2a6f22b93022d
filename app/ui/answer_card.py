"""One answer as a card: conclusion, table, numbered sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.export.facts_table import value_text
from app.export.plain_text import answer_text
from app.ui.markup import Markup, action, badge, details, join, place, reference, table, tag, with_references
from app.ui.words import Language, say
from kb.contract import Answer, AnswerFact, Citation, DeadlineFact, ResponsibilityFact, TargetFact

_SHOWN_SOURCES = 4
_MOST_VALUES = 5
_SOURCE_NOTE = re.compile(r"^(?P<said>.*?)(?P<note>——[^——]*)$")


def render_answer(answer: Answer, language: Language, *, turn: int, mark: str | None = None) -> Markup:
    """The card of one answer; ``turn`` is its 0-based place, ``mark`` what a person said of it."""
    if not answer.answered:
        return _refusal(answer, language, turn=turn, mark=mark)
    lines = [line for line in answer.text.split("\n") if line.strip()]
    body = _listed(answer, lines, language) if _is_list(answer, lines) else _plain(answer, lines)
    parts = [*body, _sources(answer.citations, say(language, "ask.sources"), language)]
    parts.append(_footer(answer, language, turn=turn, mark=mark))
    return tag("div", join(parts), class_="card")


def _is_list(answer: Answer, lines: Sequence[str]) -> bool:
    """Whether the facts say the same as the lines, better arranged."""
    return len(answer.facts) > 1 and answer.kind != "comparison" and len(lines) >= len(answer.facts)


def _plain(answer: Answer, lines: Sequence[str]) -> list[Markup]:
    if answer.kind == "comparison":
        rows = [line for line in lines if "：" in line]
        conclusion = [line for line in lines if "：" not in line]
        return [
            *(_line(line, answer.citations, first=True) for line in conclusion),
            _side_by_side(answer, rows),
        ]
    return [_line(line, answer.citations, first=number == 0) for number, line in enumerate(lines)]


def _side_by_side(answer: Answer, lines: Sequence[str]) -> Markup:
    cells = [line.split("：", 1) for line in lines]
    rows = [(tag("strong", name), with_references(said, answer.citations)) for name, said in cells]
    return table(("", ""), rows, class_="facts bare")


def _listed(answer: Answer, lines: Sequence[str], language: Language) -> list[Markup]:
    opening = lines[0] if not re.search(r"\[\d+\]", lines[0]) else _conclusion(answer.facts, language)
    full = join(_line(line, answer.citations, first=False) for line in lines)
    return [
        _line(opening, answer.citations, first=True),
        facts_table(answer.facts, answer.citations, language),
        details(say(language, "ask.full_text"), full),
    ]


def _conclusion(facts: Sequence[AnswerFact], language: Language) -> str:
    """Every region's value in one line where that is short, else how many there are."""
    values = [
        f"{fact.region} {value_text(fact, language)}"
        for fact in facts
        if isinstance(fact, TargetFact) and fact.region and value_text(fact, language)
    ]
    metric, colon, stop = _common_metric(facts), *(("：", "；") if language == "zh" else (": ", "; "))
    opening = f"{metric}{colon}" if metric else ""
    if len(values) == len(facts) <= _MOST_VALUES and len(set(values)) == len(values):
        return opening + stop.join(values)
    return opening + say(language, "ask.several", count=len(facts))


def _common_metric(facts: Sequence[AnswerFact]) -> str:
    """The metric that all facts are about; empty when they differ."""
    metrics = {fact.metric if isinstance(fact, TargetFact) else "" for fact in facts}
    return metrics.pop() if len(metrics) == 1 else ""


def _line(line: str, citations: Sequence[Citation], *, first: bool) -> Markup:
    match = _SOURCE_NOTE.match(line)
    said, note = (match["said"], match["note"]) if match else (line, "")
    parts = [with_references(said, citations)] if said else []
    if note:
        parts.append(tag("span", with_references(note, citations), class_="note"))
    return tag("p", join(parts), class_="conclusion" if first else "line")


def facts_table(facts: Sequence[AnswerFact], citations: Sequence[Citation], language: Language) -> Markup:
    """Facts of one kind in columns that fit it, the kind of the first fact leading."""
    kind = type(facts[0])
    same = [fact for fact in facts if isinstance(fact, kind)]
    by_number = {citation.n: citation for citation in citations}
    header, rows = _columns(same, language)
    sources = [_source_cell(by_number.get(fact.citation), language) for fact in same]
    said = _common_metric(same) if len(same) > 1 else ""  # the conclusion names it
    used = [place for place in range(len(header)) if any(row[place] not in ("", said) for row in rows)]
    return table(
        [header[place] for place in used] + [say(language, "column.source")],
        [[row[place] for place in used] + [source] for row, source in zip(rows, sources, strict=True)],
    )


def _columns(facts: Sequence[AnswerFact], language: Language) -> tuple[list[str], list[list[str]]]:
    rows, names = [], ["region"]
    for fact in facts:
        match fact:
            case TargetFact():
                names = ["region", "metric", "value", "deadline"]
                rows.append([fact.region or "", fact.metric, value_text(fact, language), fact.deadline or ""])
            case ResponsibilityFact():
                names = ["region", "task", "lead", "participating", "responsible"]
                units = [_names(fact.lead), _names(fact.participating), _names(fact.responsible)]
                rows.append([fact.region or "", _short(fact.task), *units])
            case DeadlineFact():
                names = ["deadline", "task", "region"]
                rows.append([fact.as_written or fact.deadline or "", _short(fact.task), fact.region or ""])
    return [say(language, f"column.{name}") for name in names], rows


def _names(units: Sequence[str]) -> str:
    return "、".join(units)


def _short(task: str, limit: int = 80) -> str:
    return task if len(task) <= limit else f"{task[:limit]}……"


def _source_cell(citation: Citation | None, language: Language) -> Markup:
    if citation is None:
        return Markup("")
    return join([reference(citation), badge(citation.status, language)])


def _sources(citations: Sequence[Citation], heading: str, language: Language) -> Markup:
    if not citations:
        return Markup("")
    items = [_source(citation, language) for citation in citations]
    shown = [tag("div", heading, class_="sources-title"), *items[:_SHOWN_SOURCES]]
    if rest := items[_SHOWN_SOURCES:]:
        shown.append(details(say(language, "ask.more_sources", count=len(rest)), join(rest)))
    return tag("div", join(shown), class_="sources")


def _source(citation: Citation, language: Language) -> Markup:
    where = [tag("span", step) for step in citation.section[-2:]]
    if citation.page:
        where.append(tag("span", say(language, "ask.page", page=citation.page)))
    head = [tag("span", citation.title, class_="doc"), badge(citation.status, language)]
    content = [
        tag("span", citation.n, class_="number"),
        tag("span", join(head, " "), class_="source-head"),
        tag("span", join(where, separator=" › "), class_="where"),
        tag("span", citation.quote, class_="quote"),
    ]
    return action(join(content), "cite", place(citation), class_="source")


def _refusal(answer: Answer, language: Language, *, turn: int, mark: str | None) -> Markup:
    said = join(tag("p", line, class_="line") for line in answer.text.split("\n") if line.strip())
    # nothing was looked up for a greeting: there is nothing that the documents do not say
    head = tag("p", say(language, "ask.refused"), class_="conclusion") if answer.citations else join([])
    parts = [
        head,
        said,
        _sources(answer.citations, say(language, "ask.nearest"), language),
        _footer(answer, language, turn=turn, mark=mark),
    ]
    return tag("div", join(parts), class_="card refusal")


def _footer(answer: Answer, language: Language, *, turn: int, mark: str | None) -> Markup:
    copy = tag(
        "button",
        say(language, "ask.copy"),
        type="button",
        class_="tool",
        data_action="copy",
        data_value=f"{answer.question}\n\n{answer_text(answer, language)}",
        data_done=say(language, "ask.copied"),
    )
    if mark is not None:
        said = say(language, "mark.saved", mark=say(language, f"mark.{mark}"))
        marks: list[Markup] = [tag("span", said, class_="marked")]
    else:
        names = ["wrong_answer", "wrong_citation", "should_refuse"] if answer.answered else ["wrong_answer"]
        marks = [
            action(say(language, f"mark.{name}"), "mark", f"{turn}:{name}", class_="tool") for name in names
        ]
    time = tag("span", say(language, "ask.elapsed", ms=answer.elapsed_ms), class_="elapsed")
    return tag("div", join([copy, *marks, time]), class_="footer")
