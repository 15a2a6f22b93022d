"""An answer as a card: the conclusion first, a table where several facts answer, sources that open."""

from __future__ import annotations

import re

from hypothesis import given
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.ui.answer_card import render_answer
from kb.contract import Answer
from tests.answers import citation, due, duty, hostile_texts, refusal, target

TWO_REGIONS = Answer(
    "毛入园率的目标？",
    "target",
    "甲市：到2025年，毛入园率 不低于96%[1]——《甲方案》\n乙县：到2025年，毛入园率 不低于92%[2]——《乙方案》",
    facts=(target("甲市", "96", 1), target("乙县", "92", 2)),
    citations=(citation(1, status="draft"), citation(2, document="d2", page=7, status="superseded")),
)


def texts(markup: str, selector: str) -> list[str]:
    return [node.text() for node in HTMLParser(markup).css(selector)]


def test_the_conclusion_names_every_regions_value() -> None:
    card = render_answer(TWO_REGIONS, "zh", turn=0)
    assert texts(card, ".conclusion") == ["毛入园率：甲市 不低于96%；乙县 不低于92%"]


def test_several_targets_are_rows_with_their_sources() -> None:
    card = render_answer(TWO_REGIONS, "zh", turn=0)
    assert texts(card, "tbody td[data-label=地区]") == ["甲市", "乙县"]
    assert texts(card, "tbody td[data-label=目标值]") == ["不低于96%", "不低于92%"]
    assert texts(card, "tbody .ref") == ["1", "2"]
    assert texts(card, "tbody .badge") == ["征求意见稿", "已有新版"]


def test_english_cards_use_signs_for_values() -> None:
    card = render_answer(TWO_REGIONS, "en", turn=0)
    assert texts(card, ".conclusion") == ["毛入园率: 甲市 ≥ 96%; 乙县 ≥ 92%"]
    assert texts(card, "tbody .badge") == ["draft for comments", "newer version exists"]


def test_one_fact_is_a_sentence_without_a_table() -> None:
    answer = Answer(
        "谁牵头？",
        "responsibility",
        "牵头单位：市教育局[1]——《方案》",
        facts=(duty("任务", 1),),
        citations=(citation(1),),
    )
    card = render_answer(answer, "zh", turn=0)
    assert texts(card, "table") == []
    assert texts(card, ".conclusion") == ["牵头单位：市教育局1——《方案》"]
    assert texts(card, ".note") == ["——《方案》"]


def test_an_opening_sentence_stays_the_conclusion_of_a_list() -> None:
    lines = ["2026年到期的任务共有2项。", "1. 甲[1]", "2. 乙[2]"]
    answer = Answer(
        "到期？",
        "due_list",
        "\n".join(lines),
        facts=(due("甲", "2026-06-30", 1), due("乙", "2026-12-31", 2)),
        citations=(citation(1), citation(2)),
    )
    card = render_answer(answer, "zh", turn=0)
    assert texts(card, ".conclusion") == [lines[0]]
    assert texts(card, "tbody td[data-label=事项]") == ["甲", "乙"]


def test_a_silent_region_has_its_row_in_a_comparison() -> None:
    answer = Answer(
        "比较",
        "comparison",
        "甲市：毛入园率 96%[1]\n乙县：未提及",
        facts=(target("甲市", "96", 1),),
        citations=(citation(1),),
    )
    card = render_answer(answer, "zh", turn=0)
    assert texts(card, "tbody td") == ["甲市", "毛入园率 96%1", "乙县", "未提及"]


def test_a_source_shows_section_page_and_quote_and_opens_its_span() -> None:
    card = render_answer(TWO_REGIONS, "zh", turn=0)
    second = HTMLParser(card).css(".source")[1]
    assert second.attributes["data-action"] == "cite"
    assert second.attributes["data-value"] == "d2:0:3"
    assert [node.text() for node in second.css(".where, .quote")] == ["一、目标 › 第7页", "原文。"]


def test_sources_past_the_fourth_are_folded() -> None:
    answer = Answer("问", "passage", "答[1]", citations=tuple(citation(n) for n in range(1, 8)))
    card = render_answer(answer, "zh", turn=0)
    assert len(texts(card, ".sources > .source")) == 4
    assert texts(card, ".sources summary") == ["其余 3 条出处"]
    assert len(texts(card, ".sources details .source")) == 3


def test_a_refusal_says_what_is_missing_and_shows_the_nearest() -> None:
    card = render_answer(refusal(), "zh", turn=0)
    assert texts(card, ".refusal .conclusion") == ["文件中没有答案"]
    assert texts(card, ".line") == ["没有某县的目标。"]
    assert texts(card, ".sources-title") == ["最接近的段落"]


def test_what_is_said_to_a_greeting_is_no_gap_of_the_documents() -> None:
    card = render_answer(Answer("你好", "refusal", "可以这样问：…", missing="具体的问题"), "zh", turn=0)
    assert texts(card, ".conclusion") == []
    assert texts(card, ".line") == ["可以这样问：…"]


def test_marks_are_offered_once() -> None:
    assert len(texts(render_answer(TWO_REGIONS, "zh", turn=3), "[data-action=mark]")) == 3
    assert 'data-value="3:should_refuse"' in render_answer(TWO_REGIONS, "zh", turn=3)
    marked = render_answer(TWO_REGIONS, "zh", turn=3, mark="wrong_answer")
    assert texts(marked, "[data-action=mark]") == []
    assert texts(marked, ".marked") == ["已记入评测集：答案错误"]


def test_the_copy_holds_question_answer_and_numbered_sources() -> None:
    card = render_answer(TWO_REGIONS, "zh", turn=0)
    copied = HTMLParser(card).css_first("[data-action=copy]").attributes["data-value"] or ""
    assert copied.startswith("毛入园率的目标？\n\n甲市：到2025年")
    assert re.search(r"^\[2\] 《某市方案》（已有新版）一、目标，第7页：“原文。”$", copied, re.M)


@given(hostile_texts())
def test_nothing_written_by_others_becomes_markup(words: str) -> None:
    answer = Answer(
        words,
        "responsibility",
        f"{words}[1]\n{words}——{words}",
        facts=(duty(words, 1, lead=(words,)), duty(words, 1, participating=(words,))),
        citations=(citation(1, quote=words or "x", title=words, section=(words,), source=words),),
    )
    for shown in (answer, Answer(words, "refusal", words, citations=answer.citations, missing=words)):
        tree = HTMLParser(render_answer(shown, "zh", turn=0))
        names = {node.tag for node in tree.body.traverse()} if tree.body else set()
        assert names <= {
            "body", "div", "p", "span", "button", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "-text",
        }  # fmt: skip
        for node in tree.css("*"):
            assert not any(
                name.startswith("on") or name in ("href", "src", "style") for name in node.attributes
            )
