"""Ten self-written documents in styles of their own, with every fact that they state."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ingest.facts.extract import Extraction, extract_facts
from kb.records import Fact
from tests.facts_help import drafts_of, unproved

DATA = Path(__file__).parent / "data" / "facts"
DOCUMENTS = sorted(path for path in DATA.iterdir() if path.suffix != ".json")
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def _stated(fact: Fact, keys: list[str]) -> dict[str, Any]:
    values = asdict(fact)
    for role in ("lead", "participating", "responsible"):
        if role in values:
            values[role] = [unit["surface"] for unit in values[role]]
    return {key: values[key] for key in keys}


def _facts(extraction: Extraction) -> tuple[Fact, ...]:
    return (*extraction.responsibilities, *extraction.targets, *extraction.deadlines)


@pytest.mark.parametrize("kind", ["responsibilities", "targets", "deadlines"])
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_yields_exactly_its_facts(path: Path, kind: str) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))[kind]
    (draft,) = drafts_of(path)
    found: tuple[Fact, ...] = getattr(extract_facts(draft), kind)
    keys = list(expected[0]) if expected else ["id"]
    assert [_stated(fact, keys) for fact in found] == expected


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_quote_holds_what_its_fact_states(path: Path) -> None:
    (draft,) = drafts_of(path)
    facts = _facts(extract_facts(draft))
    assert {fact.id: unproved(draft.document, fact) for fact in facts} == {fact.id: [] for fact in facts}
    assert len({fact.id for fact in facts}) == len(facts)
    sections = {section.id for section in draft.sections}
    assert all(fact.section_id in sections for fact in facts)


def test_fact_ids_do_not_depend_on_the_run() -> None:
    path = DOCUMENTS[0]
    first, second = (_facts(extract_facts(drafts_of(path)[0])) for _ in range(2))
    assert [fact.id for fact in first] == [fact.id for fact in second]


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not on this machine")
@pytest.mark.parametrize("folder", ["policies", "laws"])
def test_every_quote_of_the_shared_corpus_holds_what_its_fact_states(folder: str) -> None:
    missing: list[tuple[str, list[str]]] = []
    for path in sorted((CORPUS / folder).iterdir()):
        for draft in drafts_of(path):
            for fact in _facts(extract_facts(draft)):
                if absent := unproved(draft.document, fact):
                    missing.append((path.name, absent))
    assert missing == []


CITY = (
    "市教育局",
    "市人力资源社会保障局",
    "市财政局",
    "市发展改革委",
    "市住房城乡建设局",
    "市自然资源局",
    "县区人民政府",
)
EDUCATION, STAFF, FINANCE, PLANNING, BUILDING, LAND, COUNTIES = CITY


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not on this machine")
def test_the_ten_measures_of_the_draft_with_the_comma_rule() -> None:
    (path,) = (CORPUS / "policies").glob("002_*")
    (draft,) = drafts_of(path)
    lists = [
        fact
        for fact in extract_facts(draft).responsibilities
        if draft.document.text[fact.start : fact.end].startswith("（责任单位：")
    ]
    roles = [
        tuple([unit.surface for unit in units] for units in (fact.lead, fact.participating, fact.responsible))
        for fact in lists
    ]
    assert roles == [
        ([], [], [EDUCATION]),
        ([], [], [EDUCATION, STAFF]),
        ([EDUCATION, STAFF], [FINANCE], []),
        ([], [], [EDUCATION, COUNTIES]),
        ([EDUCATION], [PLANNING, FINANCE, COUNTIES], []),
        ([EDUCATION], [BUILDING, COUNTIES], []),
        ([EDUCATION], [PLANNING, FINANCE, BUILDING, STAFF, COUNTIES], []),
        ([PLANNING, FINANCE], [EDUCATION, COUNTIES], []),
        ([EDUCATION], [FINANCE, COUNTIES], []),
        ([LAND], [EDUCATION, COUNTIES], []),
    ]
    sections = {section.id: section for section in draft.sections}
    assert [fact.task for fact in lists] == [sections[fact.section_id].title for fact in lists]
