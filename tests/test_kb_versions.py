"""Which of several versions counts, and how far a document may be relied on."""

from __future__ import annotations

from datetime import date

import pytest

from kb.records import Document
from kb.versions import document_status, family_key, superseded_by
from tests.makers import document

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "title",
    [
        "某市招生办法（试行）",
        "某市招生办法(征求意见稿)",
        "《某市招生办法》",
        "某市招生办法（2024年修订）",
        "某市招生办法(2020-09-25)",
        "某市招生办法（2019年）",
        "某市 招生办法（修正草案）",
    ],
)
def test_marks_of_an_edition_do_not_make_another_policy(title: str) -> None:
    assert family_key(document(title, region="某市").metadata) == ("某市", "某市招生办法")


@pytest.mark.parametrize("title", ["某市招生办法（小学部分）", "某市招生办法实施细则", "某县招生办法"])
def test_other_subjects_are_other_policies(title: str) -> None:
    assert family_key(document(title, region="某市").metadata) != ("某市", "某市招生办法")


def test_the_same_title_in_another_region_is_another_policy() -> None:
    pair = [
        document("招生办法", region="甲县", issued="2020-01-01"),
        document("招生办法", region="乙县", issued="2021-01-01"),
    ]
    assert superseded_by(pair) == {}


def versions(*dates: str | None, finality: str = "final") -> list[Document]:
    return [document("某市办法", region="某市", issued=one, finality=finality) for one in dates]


def test_the_newest_version_supersedes_all_others() -> None:
    old, new, middle = versions("2012-05-01", "2024-09-01", "2018-01-01")
    assert superseded_by([old, new, middle]) == {old.id: new.id, middle.id: new.id}


def test_a_version_without_a_date_is_older_than_a_dated_one() -> None:
    undated, dated = versions(None, "2001-01-01")
    assert superseded_by([undated, dated]) == {undated.id: dated.id}


def test_a_final_text_supersedes_a_later_draft() -> None:
    (final,) = versions("2020-01-01")
    (draft,) = versions("2023-01-01", finality="draft")
    assert superseded_by([draft, final]) == {draft.id: final.id}


def test_equally_dated_versions_do_not_supersede_each_other() -> None:
    first = document("某市办法", region="某市", issued="2020-01-01", text="甲")
    second = document("某市办法", region="某市", issued="2020-01-01", text="乙")
    assert superseded_by([first, second]) == {}


def test_documents_without_a_title_are_never_versions_of_each_other() -> None:
    assert superseded_by([document("", issued="2020"), document("", issued="2021")]) == {}


@pytest.mark.parametrize(
    ("fields", "superseded", "status"),
    [
        ({"issued": "2024-01-01"}, False, "in_force"),
        ({"issued": "2024-01-01"}, True, "superseded"),
        ({"finality": "draft", "year_to": 2020}, False, "draft"),
        ({"issued": "2021-01-01", "year_from": 2021, "year_to": 2025}, False, "period_over"),
        ({"issued": "2023-01-01", "year_from": 2023, "year_to": 2026}, False, "in_force"),
        ({"issued": "2026-05-01", "effective": "2026-09-01"}, False, "unknown"),
        ({"issued": "2026-05-01", "effective": "2026-06-01"}, False, "in_force"),
        ({}, False, "unknown"),
    ],
)
def test_the_status_on_a_day(fields: dict[str, object], superseded: bool, status: str) -> None:
    assert document_status(document(**fields), superseded=superseded, today=TODAY) == status  # type: ignore[arg-type]


def test_a_final_text_supersedes_what_it_says_it_abolishes() -> None:
    old = document("某县收费规定（试行）", region="某县", issued="2019-03-01")
    new = document(
        "某县收费管理办法",
        region="某县",
        issued="2023-03-01",
        text="第九条 本办法自2023年4月1日起施行。《某县收费规定（试行）》（某发〔2019〕1号）同时废止。",
    )
    assert superseded_by([old, new]) == {old.id: new.id}


def test_a_draft_and_a_repealed_article_abolish_nothing() -> None:
    old = document("某县收费规定", region="某县", issued="2019-03-01")
    text = "《某县收费规定》同时废止。"
    draft = document("某县收费办法", region="某县", issued="2023-03-01", finality="draft", text=text)
    partly = document("某县条例", region="某县", issued="2023-03-01", text="《某县收费规定》第三条同时废止。")
    elsewhere = document("乙县收费办法", region="乙县", issued="2023-03-01", text=text)
    assert superseded_by([old, draft, partly, elsewhere]) == {}
