"""Which facts are meant by a type, unit, role, region, year, document and words of the task."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.export.facts_table import FactType
from kb.corpus import Corpus
from kb.errors import UsageError
from kb.records import Deadline, Fact, Responsibility, Role, Target
from kb.region_names import short_name
from kb.regions import default_gazetteer
from kb.text import tokenize
from kb.units import match_unit

ROLES: tuple[Role, ...] = ("lead", "participating", "responsible")


@dataclass(frozen=True, slots=True)
class FactFilter:
    """What is wanted; None does not restrict."""

    type: FactType | None = None
    unit: str | None = None
    role: Role | None = None
    region: str | None = None
    year: int | None = None
    document: str | None = None
    """A document's id."""
    topic: str | None = None
    """Words that must all occur in the task, its headings or its passage."""


def select_facts(corpus: Corpus, wanted: FactFilter) -> tuple[Fact, ...]:
    """The facts that fit, by document and place; deadlines alone by date, recurring ones last.

    - A unit is given by any of its names; targets and deadlines belong to it when they stand in a
      section whose task is the unit's, or in the line or table row that names the unit.
    - A region includes the regions within it.
    - A fact without a date of its own belongs to every year of its document's period.

    Raises:
        UsageError: a filter is blank.
    """
    _check(wanted)
    tests: list[Callable[[Fact], bool]] = []
    if wanted.type is not None:
        tests.append(lambda fact: fact_type(fact) == wanted.type)
    if wanted.document is not None:
        tests.append(lambda fact: fact.document_id == wanted.document)
    if wanted.region is not None:
        tests.append(_region_test(corpus, wanted.region))
    if wanted.unit is not None:
        tests.append(_unit_test(corpus, wanted.unit, wanted.role, wanted.region))
    elif wanted.role is not None:
        role: Role = wanted.role
        tests.append(lambda fact: isinstance(fact, Responsibility) and bool(getattr(fact, role)))
    if wanted.year is not None:
        tests.append(_year_test(corpus, wanted.year))
    if wanted.topic is not None:
        tests.append(_topic_test(corpus, wanted.topic))
    chosen = tuple(fact for fact in corpus.facts if all(test(fact) for test in tests))
    return tuple(sorted(chosen, key=_date_key)) if wanted.type == "deadline" else chosen


def fact_type(fact: Fact) -> FactType:
    """The type's name in the contract."""
    match fact:
        case Responsibility():
            return "responsibility"
        case Target():
            return "target"
        case Deadline():
            return "deadline"


def known_units(corpus: Corpus) -> tuple[str, ...]:
    """Canonical names of all units with a responsibility, sorted."""
    return tuple(sorted({name for fact in corpus.facts for _, name in _units(fact)}))


def units_named(corpus: Corpus, name: str, *, region: str | None = None) -> tuple[str, ...]:
    """Canonical units that ``name`` can mean; with a region, that region's where it has one."""
    known = known_units(corpus)
    local = match_unit(f"{region}{name}", known) if region else ()
    if local:
        return local
    by_surface = {
        mention.unit
        for fact in corpus.facts
        if isinstance(fact, Responsibility)
        for role in ROLES
        for mention in getattr(fact, role)
        if mention.surface == name
    }
    return tuple(sorted({*by_surface, *match_unit(name, known)}))


def _date_key(fact: Fact) -> tuple[bool, str]:
    return fact.deadline is None, fact.deadline or ""


def _check(wanted: FactFilter) -> None:
    for name in ("unit", "region", "topic"):
        value = getattr(wanted, name)
        if value is not None and not value.strip():
            raise UsageError(f"the {name} is empty: give a name or leave it out")


def _units(fact: Fact) -> Iterable[tuple[Role, str]]:
    if isinstance(fact, Responsibility):
        for role in ROLES:
            for mention in getattr(fact, role):
                yield role, mention.unit


def _unit_test(corpus: Corpus, name: str, role: Role | None, region: str | None) -> Callable[[Fact], bool]:
    meant = set(units_named(corpus, name.strip(), region=region))

    def has_unit(fact: Fact) -> bool:
        return any(unit in meant and role in (None, found) for found, unit in _units(fact))

    sections, lines = _reach(corpus, [fact for fact in corpus.facts if has_unit(fact)])

    def test(fact: Fact) -> bool:
        if isinstance(fact, Responsibility):
            return has_unit(fact)
        if any(section in sections for section in _with_parents(corpus, fact.section_id)):
            return True
        return _line(corpus, fact) in lines

    return test


def _reach(corpus: Corpus, duties: Iterable[Fact]) -> tuple[set[str], set[tuple[str, int]]]:
    """What the duties are about: whole sections whose heading is the task, else lines of text or table rows."""
    sections: set[str] = set()
    lines: set[tuple[str, int]] = set()
    for duty in duties:
        section = corpus.section(duty.section_id)
        if isinstance(duty, Responsibility) and section.title and duty.task in section.title:
            sections.add(section.id)
        else:
            lines.add(_line(corpus, duty))
    return sections, lines


def _line(corpus: Corpus, fact: Fact) -> tuple[str, int]:
    """Document and start of the line that the fact's passage begins in."""
    return fact.document_id, corpus.documents[fact.document_id].text.rfind("\n", 0, fact.start + 1) + 1


def _with_parents(corpus: Corpus, section_id: str) -> Iterable[str]:
    current: str | None = section_id
    while current is not None:
        yield current
        current = corpus.section(current).parent_id


def _region_test(corpus: Corpus, name: str) -> Callable[[Fact], bool]:
    documents = corpus.documents.values()
    gazetteer = default_gazetteer().with_regions(
        [(d.metadata.region, d.metadata.region_parent) for d in documents if d.metadata.region]
    )
    found = gazetteer.resolve(name.strip())
    wanted = found.name if found else name.strip()

    def test(fact: Fact) -> bool:
        metadata = corpus.documents[fact.document_id].metadata
        region = fact.region or metadata.region
        if region is None:
            return False
        around = gazetteer.ancestors(region)
        if region == metadata.region and metadata.region_parent:
            around = (*around, metadata.region_parent, *gazetteer.ancestors(metadata.region_parent))
        return _same(region, wanted) or any(_same(outer, wanted) for outer in around)

    return test


def _same(region: str, wanted: str) -> bool:
    return wanted in (region, short_name(region))


def _year_test(corpus: Corpus, year: int) -> Callable[[Fact], bool]:
    def test(fact: Fact) -> bool:
        if fact.deadline is not None:
            return fact.deadline[:4] == f"{year:04d}"
        metadata = corpus.documents[fact.document_id].metadata
        last = metadata.year_to
        return last is not None and (metadata.year_from or last) <= year <= last

    return test


def _topic_test(corpus: Corpus, topic: str) -> Callable[[Fact], bool]:
    terms = set(tokenize(topic))

    def test(fact: Fact) -> bool:
        document = corpus.documents[fact.document_id]
        words = (
            fact.metric if isinstance(fact, Target) else fact.task,
            *corpus.section(fact.section_id).path,
            document.text[fact.start : fact.end],
        )
        text = " ".join(words)
        return topic.strip() in text or (bool(terms) and terms <= set(tokenize(text)))

    return test
