"""What an answer may say: only what stands in its quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.grounding import ungrounded
from kb.contract import Answer, Citation, DeadlineFact, ResponsibilityFact

QUOTE = (
    "到2025年，学前三年毛入园率达到96%以上，师生比1∶12.5，由市发展改革委牵头，市财政局配合，2022年底前完成。"
)


def answer(text: str, *, quote: str = QUOTE, title: str = "某市“十四五”规划") -> Answer:
    citation = Citation(1, "d", title, "d.txt", (), None, 0, len(quote), quote, "unknown")
    return Answer("？", "target", text, citations=(citation,))


@pytest.mark.parametrize(
    "text",
    [
        "到2025年达到96%以上。[1]",
        "2025-12-31前完成，师生比1:12.5。[1]",
        "期限为2022-12-31（2022年底前）。",
        "市发改委牵头，市财政局配合。",
        "某市市财政局配合。",
        "规划期2021年至2025年。",
        "1. 毛入园率96%",
        "百分之九十六以上",
        "《某办法》听教发〔2024〕9号：96%[1]",
    ],
)
def test_what_stands_in_the_quote_in_any_form(text: str) -> None:
    assert ungrounded(answer(text)) == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("到2024年达到96%。", "2024年"),
        ("到2025年达到97%。", "97"),
        ("2022-06-30前完成。", "2022-06-30"),
        ("市公安局配合。", "市公安局"),
        ("高了7个百分点。", "7"),
        ("文号：听教发〔2024〕9号", "9"),
    ],
)
def test_what_does_not_is_named(text: str, wrong: str) -> None:
    assert wrong in ungrounded(answer(text))


def test_a_difference_of_two_cited_numbers_is_the_answers_own() -> None:
    both = "广元市达到96%。綦江区达到98.5%。"
    assert ungrounded(answer("相差2.5个百分点。", quote=both)) == ()
    assert ungrounded(answer("相差3.5个百分点。", quote=both)) == ("3.5",)


def test_counts_have_to_be_true() -> None:
    fact = DeadlineFact("d", None, "培训", "2022-12-31", "2022年底前", None, 1)
    listed = replace(answer("共有2项任务：\n1. 培训\n2. 轮岗"), facts=(fact, replace(fact, task="轮岗")))
    assert ungrounded(listed) == ()
    assert ungrounded(replace(listed, text="共有7项任务：\n1. 培训\n2. 轮岗")) == ("7",)
    english = replace(listed, text="2 tasks (lead 1, participating 1).")
    assert ungrounded(english) == ()
    assert ungrounded(replace(english, text="2 tasks (lead 8).")) == ("8",)


def test_units_of_a_fact_stand_in_its_own_quote() -> None:
    fact = ResponsibilityFact("d", None, "投入", ("市发展改革委",), ("市财政局",), (), 1)
    assert ungrounded(replace(answer("见下。"), facts=(fact,))) == ()
    assert ungrounded(replace(answer("见下。"), facts=(replace(fact, lead=("市教育局",)),))) == ("市教育局",)


def test_a_refusal_claims_nothing() -> None:
    assert ungrounded(Answer("？", "refusal", "没有2030年的目标。", missing="2030年")) == ()
