"""Who acts, read from the sentence that fits, where no list says it."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.contract import ResponsibilityFact
from tests.small_base import small_service

RULE = """东湖市职工教育管理办法

第一条 为了规范职工教育，制定本办法。
第二条 实训场地的安全检查由市安监局会同市消防支队组织实施。
第三条 职工教育督导员的回避，由教育督导机构负责人决定。
"""
Roles = tuple[set[str], set[str], set[str]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("who"), extra={"东湖.txt": RULE})


def _roles(service: Service, question: str) -> Roles:
    facts = [fact for fact in service.ask(question).facts if isinstance(fact, ResponsibilityFact)]
    assert facts, question
    return set(facts[0].lead), set(facts[0].participating), set(facts[0].responsible)


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("职工教育督导员的回避由谁决定？", (set(), set(), {"教育督导机构负责人"})),
        ("实训场地的安全检查由谁组织实施？", ({"市安监局"}, {"市消防支队"}, set())),
    ],
)
def test_the_acting_organ_is_read_from_the_sentence(service: Service, question: str, roles: Roles) -> None:
    assert _roles(service, question) == roles


def test_a_list_that_closes_a_measure_stays_the_answer(service: Service) -> None:
    question = "北山市健全投入机制由谁牵头，哪些部门配合？"
    assert _roles(service, question) == ({"市财政局"}, {"市教育局"}, set())


def test_an_english_list_counts_the_tasks_of_each_role(service: Service) -> None:
    answer = service.ask("What tasks does the plan give to the municipal finance bureau?")
    assert answer.kind == "unit_tasks"
    assert "(lead in 1 task, participating in 1 task)" in answer.text
