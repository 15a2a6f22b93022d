"""All facts of a draft, by rules: milliseconds a document, no model."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.draft import Draft
from ingest.facts.deadlines import read_deadlines
from ingest.facts.responsibilities import read_lists
from ingest.facts.source import Source
from ingest.facts.targets import read_targets
from kb.records import Deadline, Responsibility, Target


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
    lists, unread = read_lists(source)
    warnings = (f"{unread} 责任单位 lists could not be split",) if unread else ()
    return Extraction(tuple(lists), tuple(read_targets(source)), tuple(read_deadlines(source)), warnings)
