"""All facts of a draft, by rules: milliseconds a document, no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from ingest.draft import Draft
from ingest.facts.deadlines import make_deadline, read_deadlines
from ingest.facts.duties import read_duties
from ingest.facts.named_duties import read_named_duties
from ingest.facts.responsibilities import read_lists
from ingest.facts.source import Source
from ingest.facts.tables import read_table
from ingest.facts.targets import read_targets
from kb.records import Deadline, Responsibility, Target

_F = TypeVar("_F", Responsibility, Target, Deadline)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one document, each kind in reading order."""

    responsibilities: tuple[Responsibility, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    warnings: tuple[str, ...] = ()
    """For the person who added the document, such as "3 责任单位 lists could not be split"."""


def extract_facts(draft: Draft) -> Extraction:
    """Responsibilities, targets and deadlines of one document."""
    source = Source(draft)
    lists = read_lists(source)
    source.lists = [(block.start, block.end) for block in lists.blocks]
    stated = [
        make_deadline(source, fact.section_id, time, fact.task, fact.start, fact.end)
        for fact, time in lists.due
    ]
    tables = [read_table(source, table) for table in draft.tables]
    duties = [
        duty
        for duty in (*read_duties(source), *read_named_duties(source))
        if not any(_inside(duty, fact) for fact in lists.responsibilities)
    ]
    responsibilities = [
        *lists.responsibilities,
        *duties,
        *(fact for table in tables for fact in table.responsibilities),
    ]
    targets = [*read_targets(source), *(fact for table in tables for fact in table.targets)]
    deadlines = [
        *stated,
        *read_deadlines(source),
        *(fact for table in tables for fact in table.deadlines),
    ]
    warnings = (f"{lists.unread} 责任单位 lists could not be split",) if lists.unread else ()
    return Extraction(_in_order(responsibilities), _in_order(targets), _in_order(deadlines), warnings)


def _in_order(facts: list[_F]) -> tuple[_F, ...]:
    """In reading order, each once: a sentence that a page repeats keeps its first fact."""
    seen: dict[str, _F] = {}
    for fact in sorted(facts, key=lambda fact: (fact.start, fact.end)):
        seen.setdefault(fact.id, fact)
    return tuple(seen.values())


def _inside(duty: Responsibility, fact: Responsibility) -> bool:
    return fact.start <= duty.start and duty.end <= fact.end
