"""English questions: places, units, times, documents and topics in Chinese words, and what they ask for."""

from __future__ import annotations

import dataclasses

import pytest

from kb.question import dictionary, english
from kb.question.english_cues import refers_back
from kb.question.model import Question
from kb.question.understanding import understand
from tests.question_vocabulary import vocabulary


def read(text: str) -> Question:
    return understand(text, vocabulary())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Which department leads teacher recruitment in Mianyang?", "responsibility"),
        ("Who is in charge of school bus safety, and who assists?", "responsibility"),
        ("Is the Mianyang Finance Bureau a lead or a participating unit for school buses?", "responsibility"),
        ("What are the duties of the municipal finance bureau?", "unit_tasks"),
        ("What does the plan ask of the municipal finance bureau?", "unit_tasks"),
        ("What does the notice require from the municipal finance bureau?", "unit_tasks"),
        ("Which measures does the Mianyang Finance Bureau take part in?", "unit_tasks"),
        ("How many students may sit in a class?", "target"),
        ("What share of children should attend public kindergartens by 2025?", "target"),
        ("How many schools is one inspector responsible for?", "target"),
        ("By when must oversized classes be eliminated?", "deadline"),
        ("How often are kindergartens inspected?", "deadline"),
        ("How far in advance must a school announce that it closes?", "deadline"),
        ("What has to be finished in Mianyang by 2025?", "due_list"),
        ("Compare Mianyang and Santai: how large may a class be?", "comparison"),
        ("When was the notice on school buses issued?", "metadata"),
        ("From what date does the law apply?", "metadata"),
        ("Is the plan still a draft?", "metadata"),
        ("May a kindergarten set homework?", "passage"),
        ("Is a school allowed to expel a student who breaks the rules?", "passage"),
        ("What happens to a school that poaches teachers?", "passage"),
    ],
)
def test_what_an_english_question_asks_for(text: str, kind: str) -> None:
    question = read(text)
    assert (question.kind, question.language) == (kind, "en")


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Who leads teacher recruitment in Mianyang City?", ("绵阳市",)),
        ("Who leads teacher recruitment in Santai County, Mianyang?", ("三台县",)),
        ("What is the target of Sichuan Province for 2025?", ("四川省",)),
        ("What is the target in Xi'an?", ("西安市",)),
        ("What is the target in Shaanxi, please?", ("陕西省",)),
        ("What does Yongchuan District plan?", ("永川区",)),
        ("What about 江油市, is it the same?", ("江油市",)),
        ("What is the class size limit?", ()),
    ],
)
def test_places_are_known_by_their_pinyin(text: str, regions: tuple[str, ...]) -> None:
    assert read(text).regions == regions


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("What does the municipal development and reform commission have to do?", "市发展改革委"),
        ("What are the tasks of the Mianyang Public Security Bureau?", "市公安局"),
        ("What tasks does the Mianyang Water Affairs Bureau have?", "市水务局"),
        ("What are the tasks of the Mianyang Medical Security Bureau?", "市医疗保障局"),
        ("What are the tasks of the county finance bureau?", "县财政局"),
        ("What duties does the disabled persons' federation have?", "残联"),
    ],
)
def test_units_are_put_together_from_function_and_level(text: str, unit: str) -> None:
    assert unit in read(text).units


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What is the gross kindergarten enrolment rate for 2025 in Mianyang?", "学前三年毛入园率"),
        ("How large may a class in regular senior high schools be, what is the class size?", "班额"),
        ("By when will oversized classes have been eliminated?", "大班额"),
        ("Which student-teacher ratio is required?", "师生比"),
        (
            "How many students may an accompanying teacher look after on a study tour?",
            "学生 带队教师 负责 研学",
        ),
        ("Can other units second special-post teachers?", "特岗教师"),
        ("How often are demonstration bases re-examined?", "示范性基地 复核"),
    ],
)
def test_the_topic_is_in_the_words_of_policy_writing(text: str, topic: str) -> None:
    assert topic in read(text).topic


def test_times_are_read() -> None:
    assert read("What must be finished by the end of 2023?").deadline == "2023-12-31"
    assert read("What is the 2025 target for class size?").years == (2025,)
    assert read("Who leads the 2018 notice on school buses?").years == ()


def test_a_law_is_named_by_its_words() -> None:
    titles = ("中华人民共和国义务教育法", "绵阳市校车安全管理办法")
    known = dataclasses.replace(vocabulary(), titles=titles)
    question = understand("Under the Compulsory Education Law, who runs schools?", known)
    assert question.documents == ("中华人民共和国义务教育法",)
    assert understand("Who runs schools under the plan?", known).documents == ()


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("And in Qijiang?", True),
        ("Who supports it?", True),
        ("What about class sizes?", True),
        ("Is it allowed to expel a student?", False),
        ("Who leads teacher recruitment?", False),
    ],
)
def test_words_that_lean_on_the_question_before(text: str, back: bool) -> None:
    assert refers_back(text.lower()) is back


def test_words_that_no_glossary_knows_come_from_the_dictionary_as_the_documents_write_them() -> None:
    terms = english.content_terms(
        "may a shop tattoo a minor", is_written=lambda word: word in "文身 未成年人"
    )
    assert [term.chinese for term in terms] == [(), ("文身",), ("未成年人",)]


def test_inflections_are_taken_back() -> None:
    assert "child" in dictionary.base_forms("children")
    assert "study" in dictionary.base_forms("studies")
    assert "plan" in dictionary.base_forms("planning")
    assert "student club" in dictionary.phrase_forms(["student", "clubs"])


@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        ("And in Qijiang?", True),
        ("STEM教育由谁牵头", False),
        ("PISA", False),
        ("Who leads 听湖区's plan?", True),
        ("", False),
    ],
)
def test_the_language(text: str, is_english: bool) -> None:
    assert english.is_english(text.lower()) is is_english


def test_a_year_in_which_something_is_due_is_no_part_of_a_title() -> None:
    question = read("What falls due in 2024 under the notice on school buses?")
    assert (question.kind, question.years, question.document_hint) == ("due_list", (2024,), "校车通知")


def test_places_that_english_does_not_write_in_pinyin_are_known() -> None:
    read = understand("What is the boarding subsidy in Garze Prefecture?", vocabulary())
    assert read.regions == ("甘孜藏族自治州",)


def test_a_question_with_a_chinese_title_is_english_all_the_same() -> None:
    read = understand("What is the document number of 《绵阳市民办幼儿园收费管理办法》?", vocabulary())
    assert (read.language, read.kind) == ("en", "metadata")
    assert read.documents == ("绵阳市民办幼儿园收费管理办法",)
