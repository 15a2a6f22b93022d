"""Whatever is asked, the answer keeps the contract: quotes stand in the text, nothing is uncited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.open import KnowledgeBase
from kb.answer.passage import asks_unwritten
from kb.contract import Answer
from kb.settings import Settings
from kb.store.store import open_store
from tests.fakes import FakeEmbedder

_PIECES = (
    "澄州市", "桐岭县", "听湖区", "岚江省", "敦煌市", "成都", "市教育局", "市财政局", "县人民政府", "区发改委", "教师", "班额",
    "普通高中", "毛入园率", "大班额", "校园食品安全", "课后服务", "特殊教育", "由谁牵头", "哪些部门配合", "负责哪些任务", "是牵头还是配合",
    "是多少", "不得超过多少人", "什么时候完成", "2025年", "2022年底前", "2023年和2024年", "要完成哪些任务", "差几个百分点", "对比",
    "分别", "文号", "什么时候印发的", "还有效吗", "《课后服务管理办法》", "这个方案", "可以吗", "那", "呢", "和", "的", "？", "，", " ",
    "who leads", "how many", "by when", "class size", "12.5", "%", "\u2028", "😀",
)  # fmt: skip
questions = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join).filter(str.strip)


@pytest.fixture(scope="module")
def base(sample_base: Path) -> KnowledgeBase:
    return KnowledgeBase(
        Settings(folder=sample_base, cache_dir=sample_base),
        open_store(sample_base),
        embedder=FakeEmbedder,
        today=date(2026, 1, 1),
    )


def assert_keeps_the_contract(answer: Answer, base: KnowledgeBase) -> None:
    for number, citation in enumerate(answer.citations, start=1):
        document = base.corpus.document(citation.document)
        assert citation.n == number
        assert citation.quote == document.text[citation.start : citation.end]
        assert citation.quote.strip()
        assert citation.status == base.corpus.status[document.id]
        assert citation.page == document.page_at(citation.start)
    numbers = {citation.n for citation in answer.citations}
    assert {fact.citation for fact in answer.facts} <= numbers
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.text.strip()
    if answer.answered:
        assert answer.citations
        assert answer.missing is None
    else:
        assert answer.facts == ()
        assert answer.missing
        assert len(answer.citations) <= 3


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions)
@example(question="市财政局参与哪些任务")
@example(question="2023年底前要完成哪些任务")
@example(question="对比澄州市和桐岭县的班额")
def test_any_question_gets_an_answer_that_keeps_the_contract(question: str, base: KnowledgeBase) -> None:
    assert_keeps_the_contract(base.ask(question), base)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(questions, min_size=1, max_size=3), question=questions)
def test_any_conversation_keeps_the_contract(turns: list[str], question: str, base: KnowledgeBase) -> None:
    assert_keeps_the_contract(base.ask(question, turns=turns), base)


def test_the_same_question_gets_the_same_answer_twice(base: KnowledgeBase) -> None:
    first, second = (base.ask("桐岭县教师培训由谁牵头").with_elapsed(0) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("岚政发〔2099〕18号讲的是什么？", "岚政发〔2099〕18号"),
        ("《澄州市幼儿园食堂管理细则》讲了什么？", "澄州市幼儿园食堂管理细则"),
        ("桐岭县殡葬管理条例从哪天起施行？", "桐岭县殡葬管理条例"),
    ],
)
def test_a_document_that_is_not_there_is_named_in_the_refusal(
    question: str, missing: str, base: KnowledgeBase
) -> None:
    answer = base.ask(question)
    assert answer.kind == "refusal"
    assert missing in str(answer.missing)


@pytest.mark.parametrize(
    "question",
    [
        "《课后服务管理办法》讲了什么？",
        "澄州市民办幼儿园管理办法第六条说什么",
        "桐岭县学校靠哪些办法管好食堂",
        "澄州市的幼儿园能叫「环球国际幼儿园」吗",
        "澄州市教育局在课后服务管理办法里有哪些职责",
    ],
)
def test_a_document_is_known_by_part_of_its_name(question: str, base: KnowledgeBase) -> None:
    assert "没有文件" not in str(base.ask(question).missing)


@pytest.mark.parametrize(
    "text", ["你好", "您好，在吗？", "谢谢啦", "你能回答哪些问题？", "Hello!", "who are you"]
)
def test_a_greeting_is_told_what_to_ask(base: KnowledgeBase, text: str) -> None:
    answer = base.ask(text, turns=("桐岭县班额是多少",))
    assert answer.citations == ()
    assert "可以这样问" in answer.text or "Ask, for example" in answer.text
    assert "桐岭县" not in answer.text


@pytest.mark.parametrize(
    ("question", "unwritten"),
    [("教室要装空调吗", True), ("学校可以收课后服务费吗", False), ("班额是多少空调", False)],
)
def test_a_word_that_no_document_has_asks_for_a_surer_passage(
    base: KnowledgeBase, question: str, unwritten: bool
) -> None:
    assert asks_unwritten(base.answerer.evidence(question)) is unwritten
