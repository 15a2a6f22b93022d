"""文件库 as markup: the list, an upload's progress and outcome, and a document's outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.export.facts_table import fact_rows, subject, value_text
from app.ui.markup import Markup, action, badge, details, join, table, tag
from app.ui.messages import in_language
from app.ui.upload_run import Finished, Indexing, Probing, Reading, Step
from app.ui.words import Language, say
from eval.probes import ProbeReport
from kb.contract import ResponsibilityFact
from kb.corpus import Corpus
from kb.records import Document, Fact

if TYPE_CHECKING:
    from ingest.pipeline import FileReport

_SHOWN_FACTS = 60


def render_library(
    corpus: Corpus,
    chunk_counts: Mapping[str, int],
    *,
    may_change: bool,
    asked_to_remove: str,
    search: str,
    language: Language,
) -> Markup:
    """The list of documents whose title, number or file holds the words searched for."""
    facts = Counter(fact.document_id for fact in corpus.facts)
    documents = [d for d in corpus.documents.values() if _matches(d, search.strip())]
    if not documents:
        return tag(
            "p", say(language, "library.empty" if not search.strip() else "facts.none"), class_="empty"
        )
    names = ("document", "region", "version", "chunks", "facts", "actions")
    rows = [
        [
            _title(corpus, document, language),
            document.metadata.region or "",
            _version(corpus, document, language),
            chunk_counts.get(document.id, 0),
            facts[document.id],
            _actions(document, language, may_change=may_change, asked=asked_to_remove == document.id),
        ]
        for document in documents
    ]
    count = tag("p", say(language, "library.count", count=len(documents)), class_="empty")
    return join(
        [count, table([say(language, f"column.{name}") for name in names], rows, class_="facts library")]
    )


def render_step(step: Step, language: Language) -> Markup:
    """A progress bar with words, or the outcome."""
    match step:
        case Reading(done, total, name):
            return _bar(
                0.5 * done / max(1, total), say(language, "upload.reading", done=done, total=total), name
            )
        case Indexing(done, total):
            share = 0.5 + 0.4 * done / max(1, total)
            return _bar(share, say(language, "upload.indexing", done=done, total=total))
        case Probing():
            return _bar(0.95, say(language, "upload.probing"))
        case Finished():
            return _outcome(step, language)


def render_outline(corpus: Corpus, document: Document, language: Language) -> Markup:
    """Metadata, warnings, facts and headings of one document."""
    facts = [fact for fact in corpus.facts if fact.document_id == document.id]
    parts = [
        _metadata(document, language),
        *(_warning(warning, language) for warning in document.warnings),
        details(say(language, "library.facts_of", count=len(facts)), _facts(corpus, facts, language))
        if facts
        else "",
        _headings(corpus, document),
    ]
    return join(parts)


def render_evaluation(report: Sequence[Mapping[str, Any]], language: Language) -> Markup:
    """What the evaluation after an upload says: each set against its last run."""
    lines = [line for entry in report for line in _set_lines(entry, language)]
    return tag(
        "div", join([tag("p", say(language, "upload.evaluated"), class_="conclusion"), *lines]), class_="card"
    )


def _matches(document: Document, words: str) -> bool:
    metadata = document.metadata
    fields = (metadata.title, metadata.number or "", document.source, metadata.region or "")
    return not words or any(words.lower() in field.lower() for field in fields)


def _title(corpus: Corpus, document: Document, language: Language) -> Markup:
    metadata = document.metadata
    facts = " · ".join(part for part in (metadata.number, metadata.issued, document.source) if part)
    parts = [
        action(metadata.title, "outline", document.id, class_="link plain"),
        badge(corpus.status[document.id], language),
        tag("span", facts, class_="where"),
    ]
    if document.warnings:
        parts += [_warning(warning, language) for warning in document.warnings]
    return tag("div", join(parts, " "), class_="document-title")


def _version(corpus: Corpus, document: Document, language: Language) -> Markup:
    newer = corpus.documents.get(corpus.superseded_by.get(document.id, ""))
    if newer is not None:
        return action(
            say(language, "library.older"), "outline", newer.id, class_="link", title=newer.metadata.title
        )
    older = sum(1 for new in corpus.superseded_by.values() if new == document.id)
    return tag("span", say(language, "library.newest", count=older)) if older else Markup("")


def _actions(document: Document, language: Language, *, may_change: bool, asked: bool) -> Markup:
    if asked:
        buttons = [
            tag("span", say(language, "library.sure"), class_="warning"),
            action(say(language, "library.remove"), "remove", document.id, class_="tool danger"),
            action(say(language, "library.cancel"), "keep", document.id, class_="tool"),
        ]
        return tag("div", join(buttons), class_="tools")
    buttons = [action(say(language, "library.original"), "original", document.id, class_="tool")]
    if may_change:
        buttons += [
            action(say(language, "library.replace"), "replace", document.id, class_="tool"),
            action(say(language, "library.remove"), "ask-remove", document.id, class_="tool"),
        ]
    return tag("div", join(buttons), class_="tools")


def _warning(warning: str, language: Language) -> Markup:
    return tag("p", f"⚠ {in_language(warning, language)}", class_="warning")


def _bar(share: float, words: str, name: str = "") -> Markup:
    filled = tag("div", class_="bar-filled", style=f"width:{share * 100:.0f}%")
    bar = tag(
        "div",
        filled,
        class_="bar",
        role="progressbar",
        aria_valuenow=f"{share * 100:.0f}",
        aria_valuemin=0,
        aria_valuemax=100,
    )
    return tag("div", join([tag("p", f"{words} {name}"), bar]), class_="card progress")


def _outcome(step: Finished, language: Language) -> Markup:
    if step.error:
        title = tag("p", say(language, "upload.failed"), class_="conclusion")
        return tag("div", join([title, tag("p", in_language(step.error, language))]), class_="card refusal")
    title = tag("p", say(language, "upload.done"), class_="conclusion")
    files = [_file(report, language) for report in step.reports]
    probes = _probes(step.probes, language) if step.probes is not None else ""
    return tag("div", join([title, *files, probes]), class_="card")


def _file(report: FileReport, language: Language) -> Markup:
    parts: list[object] = [
        tag(
            "span",
            say(language, f"outcome.{report.outcome}"),
            class_=f"badge {'good' if report.outcome in ('added', 'updated') else ''}",
        ),
        tag("strong", report.name),
    ]
    if report.chunks:
        parts.append(
            say(
                language, "upload.sizes", documents=report.documents, chunks=report.chunks, facts=report.facts
            )
        )
    if report.reason:
        parts.append(tag("span", in_language(report.reason, language), class_="note"))
    parts += [
        action(say(language, "library.outline"), "outline", name, class_="link")
        for name in report.document_ids
    ]
    lines = [tag("p", join(parts, " "), class_="line")]
    lines += [_warning(warning, language) for warning in report.warnings]
    return join(lines)


def _probes(report: ProbeReport, language: Language) -> Markup:
    asked = sum(document.asked for document in report.documents)
    found = sum(document.found for document in report.documents)
    lines = [tag("p", say(language, "upload.probes", found=found, asked=asked), class_="line")]
    lost = [question for document in report.documents for question in document.lost]
    if lost:
        items = tag("ul", join(tag("li", question) for question in lost[:10]))
        lines.append(details(say(language, "upload.lost", count=len(lost)), items))
    return join(lines)


def _metadata(document: Document, language: Language) -> Markup:
    metadata = document.metadata
    period = "—".join(str(year) for year in (metadata.year_from, metadata.year_to) if year)
    values = {
        "issuers": "、".join(metadata.issuers),
        "effective": metadata.effective or "",
        "period": period,
        "implements": "；".join(f"《{title}》" for title in metadata.implements),
    }
    rows = [
        join([tag("dt", say(language, f"meta.{name}")), tag("dd", value)])
        for name, value in values.items()
        if value
    ]
    return tag("dl", join(rows), class_="meta") if rows else Markup("")


def _facts(corpus: Corpus, facts: Sequence[Fact], language: Language) -> Markup:
    items = []
    for row in fact_rows(corpus, facts[:_SHOWN_FACTS]):
        fact = row.fact
        units = ""
        if isinstance(fact, ResponsibilityFact):
            units = "、".join((*fact.lead, *fact.responsible, *fact.participating))
        due = row.as_written or row.deadline or ""
        words = " · ".join(part for part in (subject(fact), value_text(fact, language), units, due) if part)
        citation = row.citation
        items.append(
            tag(
                "li",
                action(
                    words, "cite", f"{citation.document}:{citation.start}:{citation.end}", class_="link plain"
                ),
            )
        )
    return tag("ol", join(items), class_="fact-list")


def _headings(corpus: Corpus, document: Document) -> Markup:
    items = [
        action(
            section.path[-1],
            "cite",
            f"{document.id}:{section.start}:{section.heading_end}",
            class_=f"outline level-{min(section.level, 4)}",
        )
        for section in corpus.sections(document.id)
        if section.path
    ]
    return tag("div", join(items), class_="outline-list")


def _set_lines(entry: Mapping[str, Any], language: Language) -> list[Markup]:
    name = tag("strong", entry["set"])
    if entry.get("skipped"):
        return [tag("p", join([name, entry["skipped"]], " "), class_="line")]
    comparison = entry.get("comparison")
    if not comparison:
        return [tag("p", join([name, say(language, "evaluation.first")], " "), class_="line")]
    moved = [c for c in comparison["changes"] if abs(c["after"] - c["before"]) >= 0.0005]
    words = say(language, "evaluation.moved", lost=len(comparison["lost"]), won=len(comparison["won"]))
    lines = [tag("p", join([name, words], " "), class_="line")]
    lines += [
        tag(
            "p",
            f"{c['system']} {c['measure']}: {c['before']:.3f} → {c['after']:.3f} ({c['after'] - c['before']:+.3f})",
            class_="note",
        )
        for c in moved[:12]
    ]
    lines += [tag("p", f"⚠ {reason}", class_="warning") for reason in comparison["reasons"]]
    return lines
