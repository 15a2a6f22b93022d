"""How often other documents name a document."""

from __future__ import annotations

from kb.authority import naming_passages
from kb.records import Document, Metadata


def document(name: str, title: str, text: str = "") -> Document:
    return Document(name, text, Metadata(title), f"{name}.txt", "hash")


def counts(*documents: Document) -> dict[str, int]:
    return naming_passages(documents)


def test_a_line_counts_once_however_often_it_names_the_title() -> None:
    law = document("law", "中华人民共和国义务教育法")
    rule = document(
        "rule",
        "某省办法",
        "根据《中华人民共和国义务教育法》，按《义务教育法》执行。\n依照《义务教育法》。\n无关。",
    )
    assert counts(law, rule) == {"law": 2, "rule": 0}


def test_a_name_without_brackets_counts_before_an_article_number() -> None:
    law = document("law", "中华人民共和国教师法")
    rule = document("rule", "某市规定", "违反教师法第八条的，依法处理。\n宣传教师法的精神。")
    assert counts(law, rule)["law"] == 1


def test_the_longest_name_is_meant() -> None:
    whole, inner = document("whole", "职业教育法"), document("inner", "教育法")
    rule = document("rule", "某市规定", "依照职业教育法第三条办理。")
    assert counts(whole, inner, rule) == {"whole": 1, "inner": 0, "rule": 0}


def test_a_document_does_not_name_itself_nor_its_other_version() -> None:
    old = document("old", "某市条例(2019-01-01)", "修改《某市条例》。")
    new = document("new", "某市条例(2024-01-01)", "《某市条例》同时废止。")
    assert counts(old, new) == {"old": 0, "new": 0}


def test_every_version_is_named_by_its_title() -> None:
    old, new = document("old", "某市条例(2019-01-01)"), document("new", "某市条例(2024-01-01)")
    rule = document("rule", "某市细则", "根据《某市条例》制定。")
    assert counts(old, new, rule) == {"old": 1, "new": 1, "rule": 0}


def test_a_part_of_a_code_is_named_with_the_code() -> None:
    part = document("part", "中华人民共和国民法典合同编")
    rule = document("rule", "某规定", "依照民法典第五百条。\n依照《中华人民共和国民法典》。")
    assert counts(part, rule)["part"] == 2


def test_no_document_gives_no_counts() -> None:
    assert counts() == {}
