"""Homophones are read as the terms that they sound like, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.question.spelling import Speller
from kb.question.understanding import understand
from tests.question_vocabulary import vocabulary

TERMS = ("牵头", "班额", "毛入园率", "普通高中", "巩固率", "师生比", "牵头单位")
WRITTEN = "班额牵头毛入园率巩固率公式"


def speller() -> Speller:
    return Speller(TERMS, is_written=lambda piece: piece in WRITTEN)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("由谁牵投", "由谁牵头"),
        ("班鹅是多少", "班额是多少"),
        ("毛入圆率要达到多少", "毛入园率要达到多少"),
        ("普通高种班额", "普通高中班额"),
        ("师声比", "师生比"),
        ("牵投单位是谁", "牵头单位是谁"),
    ],
)
def test_a_homophone_is_corrected(written: str, read: str) -> None:
    assert speller().correct(written) == read


@pytest.mark.parametrize("text", ["由谁牵头", "公式是什么", "english words 123", "", "天气怎么样"])
def test_what_is_right_or_unknown_stays(text: str) -> None:
    assert speller().correct(text) == text


def test_text_that_the_documents_hold_is_never_changed() -> None:
    kind = Speller(("公示",), is_written=lambda piece: piece in "公式")
    assert kind.correct("公式") == "公式"


def test_a_sound_of_two_terms_is_left_alone() -> None:
    assert Speller(("公示", "公式"), is_written=lambda _: False).correct("工事") == "工事"


@given(st.text(max_size=40))
def test_the_length_never_changes_and_a_second_pass_finds_nothing(text: str) -> None:
    corrected = speller().correct(text)
    assert len(corrected) == len(text)
    assert speller().correct(corrected) == corrected


def test_a_misspelt_question_is_understood() -> None:
    question = understand("三台县教师补充由谁牵投", vocabulary())
    assert (question.kind, question.role, question.regions) == ("responsibility", "lead", ("三台县",))


def test_words_of_speech_are_no_misspelt_names() -> None:
    # 县乡 sounds nearly like 湘乡, and 是教育局 like 市教育局
    assert Speller(("湘乡",), is_written=lambda _: False).correct("县乡村振兴局") == "县乡村振兴局"
    asked = "校园足球是体育局弄还是教育局弄"
    assert understand(asked, vocabulary()).reading == asked


def test_a_name_that_goes_on_behind_is_no_error() -> None:
    speller = Speller(("河北", "北海"), is_written=lambda _: False)
    assert speller.correct("国家通知和北海条例") == "国家通知和北海条例"
    assert speller.correct("在和北的学校") == "在河北的学校"


def test_an_organ_is_no_misspelling_of_another_and_a_word_of_speech_no_end_of_a_place() -> None:
    speller = Speller(["市税务局", "税务局", "绵阳市"], is_written=lambda piece: piece == "")
    assert speller.correct("市水务局要做哪些事") == "市水务局要做哪些事"
    assert speller.correct("绵阳食堂谁管") == "绵阳食堂谁管"
