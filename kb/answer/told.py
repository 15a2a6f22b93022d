"""What documents of one region tell of another one: a province's table has a row for each of its counties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kb.answer.place_text import has_rest, is_named_in, parts_about
from kb.numbers import find_quantities
from kb.records import Deadline, Fact, Responsibility, Target
from kb.region_names import COUNTRY
from kb.rules import Rule, rule
from kb.table_text import BAR, row_at

if TYPE_CHECKING:
    from kb.answer.evidence import Evidence

EACH_PLACE: Rule = rule(
    "each_place",
    r"各[市县州旗盟地区]|哪[个些几]?(?:市|县|州|区|地方|地区)|每个?[市县州区]|分[市县州区]|最[多少高低][^,，。?？]{0,6}(?:市|县|州|区|地方)",
    example="各县特岗岗位分别是多少",
    counter_example="全省特岗岗位是多少",
)
"""Asks for the figure of every place."""
ZONE: Rule = rule(
    "zone",
    r"(?:新区|开发区|管理区|示范区|试验区|高新区|经开区)$",
    example="雄安新区",
    counter_example="鼓楼区",
)
"""A region that may hold counties which the list of regions puts elsewhere: 容城县."""
RULES: tuple[Rule, ...] = (EACH_PLACE, ZONE)
_FEW = 4
F = TypeVar("F", Responsibility, Target, Deadline)


def telling_documents(evidence: Evidence) -> frozenset[str]:
    """Ids of the documents of other regions that treat a region that the question names, in facts or in words."""
    filters, documents = evidence.filters, evidence.corpus.documents
    stated = evidence.corpus.stated_regions
    held = {i for region in evidence.question.regions for i in stated.get(region, ())}
    held |= {i for region in evidence.question.regions for i in _of_larger(evidence, region)}
    if filters.document_ids:
        held &= set(filters.document_ids)
    if evidence.named_documents:
        held &= evidence.named_documents
    if filters.regions:
        wanted = set(filters.regions)
        held = {
            i for i in held if wanted & {documents[i].metadata.region, documents[i].metadata.region_parent}
        }
    return frozenset(held)


def _of_larger(evidence: Evidence, place: str) -> Iterator[str]:
    """Ids of the documents of the regions around a place that name it, or all the rest of its kind."""
    gazetteer, within = evidence.vocabulary.gazetteer, evidence.question.within
    known = gazetteer.resolve(place) is not None
    above = {*gazetteer.ancestors(place)} - {COUNTRY}
    for document in evidence.corpus.documents.values():
        region = document.metadata.region
        inside = region in above if known else not within or region in within
        zone = known and region is not None and ZONE.pattern.search(region) is not None
        named = (inside or zone) and is_named_in(document.text, place)
        if named or (inside and known and has_rest(document.text)):
            yield document.id


def is_treated(evidence: Evidence, region: str) -> bool:
    """Whether a document of a larger region names a region or speaks of the rest of its kind."""
    return any(True for _ in _of_larger(evidence, region))


def told_place(evidence: Evidence, document_id: str) -> str | None:
    """The one region of the question that a document of another region treats; None where it is no such document."""
    regions = evidence.question.regions
    return regions[0] if len(regions) == 1 and document_id in evidence.telling else None


def speaks_of_place(evidence: Evidence, document_id: str, start: int, end: int) -> bool:
    """Whether a stretch of a document may answer: always, unless only some of its words are about the place asked for."""
    if document_id not in evidence.told_documents:
        return True
    place = told_place(evidence, document_id)
    if place is None:
        text = evidence.corpus.documents[document_id].text
        return evidence.names_region(text[start:end])
    return bool(_parts(evidence, document_id, place, start, end))


def is_of_place(
    evidence: Evidence, document_id: str, start: int, end: int, sentence: tuple[int, int]
) -> bool:
    """Whether the words at ``start:end`` of a sentence belong to the place asked for, in a document that tells of it."""
    place = told_place(evidence, document_id)
    if place is None or document_id not in evidence.told_documents:
        return True
    return any(low <= start and end <= high for low, high in _parts(evidence, document_id, place, *sentence))


def _parts(
    evidence: Evidence, document_id: str, place: str, start: int, end: int
) -> tuple[tuple[int, int], ...]:
    document = evidence.corpus.documents[document_id]
    return parts_about(document.text, (start, end), place, document.metadata.region)


def of_place(evidence: Evidence, fact: F) -> F | None:
    """The fact as one of the place that is asked for; None where its document does not state it of that place."""
    place = told_place(evidence, fact.document_id)
    if place is None or fact.region == place:
        return fact
    document = evidence.corpus.documents[fact.document_id]
    if document.metadata.region in evidence.question.regions:
        return fact
    parts = _parts(evidence, fact.document_id, place, fact.start, fact.end)
    words: list[str] = [document.text[low:high] for low, high in parts]
    if not words or not any(_states(part, fact) for part in (*words, "".join(words))):
        return None
    return replace(fact, region=place)


def _states(words: str, fact: Fact) -> bool:
    """Whether words hold what a fact says: its figure, its time, or its units."""
    if isinstance(fact, Target):
        if not fact.value:
            return fact.metric[-_FEW:] in words
        return any((q.value, q.unit) == (fact.value, fact.unit) for q in find_quantities(words)) or (
            BAR in words
        )
    if isinstance(fact, Deadline):
        return (fact.as_written or fact.recurrence or "") in words
    return all(unit.surface in words for unit in (*fact.lead, *fact.participating, *fact.responsible))


def is_about_region(evidence: Evidence, fact: Fact, telling: frozenset[str]) -> bool:
    """Whether a fact may answer within the regions that the question names.

    A row of figures about one place of many (海原县 | 120 | 30) answers for that place only; ``telling`` are the
    ids of the documents of other regions that have such rows.
    """
    if fact.region is not None and fact.region in evidence.question.regions:
        return fact.document_id in evidence.documents or fact.document_id in telling
    if fact.document_id not in evidence.documents or fact.document_id in evidence.told_documents:
        return False
    document = evidence.corpus.documents[fact.document_id]
    of_row = (
        isinstance(fact, Target)
        and fact.region not in (None, document.metadata.region)
        and row_at(document.text, fact.start) is not None
    )
    return not of_row or EACH_PLACE.pattern.search(evidence.question.reading) is not None
