"""What is read after an answer: cited passages first, then what else bears on the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.open import KnowledgeBase
from tests.small_base import NORTH, small_service


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return small_service(tmp_path).base


def texts(base: KnowledgeBase, question: str, *, top_k: int = 10) -> list[str]:
    answer = base.ask(question)
    return [passage.chunk.text for passage in base.further(answer, top_k=top_k)]


def test_the_cited_passage_comes_first_and_the_region_that_is_asked_for_next(base: KnowledgeBase) -> None:
    answer = base.ask("北山市普惠性幼儿园覆盖率要达到多少")
    found = base.further(answer, top_k=4)
    assert answer.answered
    assert answer.citations[0].quote in found[0].chunk.text
    assert {passage.document.source for passage in found} == {"北山.txt"}
    assert [passage.hit.rank for passage in found] == [1, 2, 3, 4]


def test_other_regions_follow_where_the_asked_one_has_no_more(base: KnowledgeBase) -> None:
    found = base.further(base.ask("北山市普惠性幼儿园覆盖率要达到多少"), top_k=50)
    sources = [passage.document.source for passage in found]
    assert sources.index("南河.txt") > 4
    assert len({passage.chunk.id for passage in found}) == len(found), "each passage once"


def test_a_comparison_leads_to_every_region(base: KnowledgeBase) -> None:
    found = base.further(base.ask("北山市和南河县的学前教育毛入园率相差多少"), top_k=2)
    assert {passage.document.source for passage in found} == {"北山.txt", "南河.txt"}


def test_a_refusal_leads_to_the_nearest_passages(base: KnowledgeBase) -> None:
    answer = base.ask("敦煌市的学前教育毛入园率是多少")
    assert not answer.answered
    assert "毛入园率" in base.further(answer, top_k=3)[0].chunk.text


def test_nearly_equal_texts_come_once_with_the_others_named(tmp_path: Path) -> None:
    base = small_service(
        tmp_path, extra={"北山转载.txt": NORTH.replace("〔2021〕7号", "〔2021〕7号（转载）")}
    ).base
    found = base.further(base.ask("健全投入机制由谁牵头"), top_k=20)
    assert len([p for p in found if "落实生均公用经费标准" in p.chunk.text]) == 1
    assert any(p.hit.duplicates for p in found)


def test_searching_in_full_is_asking_and_reading_on(base: KnowledgeBase) -> None:
    question = "健全投入机制由谁牵头"
    searched = [passage.chunk.text for passage in base.search(question, mode="full", top_k=5)]
    assert searched == texts(base, question, top_k=5)
