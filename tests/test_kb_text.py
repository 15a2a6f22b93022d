"""Normalising and tokenising."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import RULES, STOP_WORDS, TokenRule, normalize, tokenize
from kb.vocabulary import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１００％　覆蓋", "100% 覆盖"),
        ("  STEAM\n教育 ", "steam 教育"),
        ("義務教育階段學校", "义务教育阶段学校"),
        ("（五）", "(五)"),
        ("", ""),
    ],
)
def test_normalize_folds_width_case_script_and_spaces(text: str, expected: str) -> None:
    assert normalize(text) == expected


@given(st.text())
def test_normalize_twice_changes_nothing_in_spacing_or_case(text: str) -> None:
    once = normalize(text)
    assert once == once.strip()
    assert "  " not in once
    assert "\n" not in once


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.group)
def test_rule_takes_its_example_whole(rule: TokenRule) -> None:
    assert rule.whole in tokenize(rule.example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.group)
def test_rule_leaves_its_counterexample_alone(rule: TokenRule) -> None:
    assert rule.whole not in tokenize(rule.counterexample)


@pytest.mark.parametrize(
    ("document", "query"),
    [
        ("根据《某市办发〔2018〕84号》文件精神", "市办发[2018]84号"),
        ("第三十二条　学校不得收费", "第32条"),
        ("班额不超过五十五人", "55人"),
        ("达到百分之九十六以上", "96%"),
        ("达到９６％以上", "96%"),
        ("师生比１∶12.5", "1:12.5"),
        ("建立３—5个教育集团", "3-5个"),
        ("二〇二五年完成", "2025年"),
        ("到2025年完成", "2025"),
        ("義務教育", "义务教育"),
        ("开展STEAM教育", "steam"),
    ],
)
def test_ways_of_writing_share_a_token(document: str, query: str) -> None:
    assert set(tokenize(query)) & set(tokenize(document))


def test_document_number_is_one_token_without_the_words_before_it() -> None:
    tokens = tokenize("现根据川教函〔2020〕7号印发")
    assert "川教函〔2020〕7号" in tokens
    assert not any(token.startswith("根据川") for token in tokens)


def test_domain_words_stay_whole_and_keep_their_parts() -> None:
    tokens = tokenize("市人力资源社会保障局负责，毛入园率逐年提高")
    assert {"人力资源社会保障局", "社会", "保障", "毛入园率"} <= set(tokens)


def test_a_long_domain_word_is_found_by_the_domain_words_inside_it() -> None:
    assert {"学前三年毛入园率", "毛入园率", "入园率"} <= set(tokenize("学前三年毛入园率"))


def test_numbers_that_differ_have_different_tokens() -> None:
    assert not set(tokenize("55人")) & set(tokenize("56人"))


def test_names_of_plans_are_not_read_as_numbers() -> None:
    assert "十四五" in tokenize("十四五规划")


def test_function_words_and_punctuation_are_left_out() -> None:
    tokens = tokenize("请问，谁负责学校的安全工作呢？（试行）")
    assert not set(tokens) & STOP_WORDS
    assert not any(character in "，？（）()?," for token in tokens for character in token)
    assert "安全" in tokens


@given(st.text(alphabet="第三十二条年月日人个%-—:.〔〕[]2018 号市教育局的abcé٣²Ⅳ\n", max_size=60))
def test_tokens_are_non_empty_and_without_spaces(text: str) -> None:
    assert all(token and not token.isspace() for token in tokenize(text))


@given(st.text(max_size=80))
def test_any_text_can_be_tokenised(text: str) -> None:
    assert tokenize(text) == tokenize(text)


def test_vocabulary_holds_words_of_several_characters_once() -> None:
    assert len(words()) == len(set(words()))
    assert all(len(word) >= 2 for word in words())


def test_withdrawn_short_forms_are_read_as_what_they_stand_for() -> None:
    assert normalize("午歺每人多少钱") == "午餐每人多少钱"
