"""What documents of one region tell of another one: a province's table has a row for each of its counties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.records import Fact, Target
from kb.rules import Rule, rule
from kb.table_text import row_at

if TYPE_CHECKING:
    from kb.answer.evidence import Evidence

EACH_PLACE: Rule = rule(
    "each_place",
    r"各[市县州旗盟地区]|哪[个些几]?(?:市|县|州|区|地方|地区)|每个?[市县州区]|分[市县州区]|最[多少高低][^,，。?？]{0,6}(?:市|县|州|区|地方)",
    example="各县特岗岗位分别是多少",
    counter_example="全省特岗岗位是多少",
)
"""Asks for the figure of every place."""
RULES: tuple[Rule, ...] = (EACH_PLACE,)


def telling_documents(evidence: Evidence) -> frozenset[str]:
    """Ids of the documents of other regions that state facts of a region that the question names."""
    filters, documents = evidence.filters, evidence.corpus.documents
    stated = evidence.corpus.stated_regions
    held = {i for region in evidence.question.regions for i in stated.get(region, ())}
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
