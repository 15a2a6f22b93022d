"""Names of documents are compared without marks, spaces and the state's own name."""

from __future__ import annotations

import pytest

from kb.records import Document, Metadata
from kb.titles import Title, distinctive, spaced_pattern, squeeze


def title(name: str, number: str | None = None) -> Title:
    return Title.of(Document("d", "", Metadata(title=name, number=number), "d.txt", "0" * 64))


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("课后服务管理办法", True),
        ("岚江省《课后服务》管理办法（试行）", True),
        ("岚教〔2021〕3号", True),
        ("岚教[2021]3号", True),
        ("校车安全管理条例", False),
        ("", False),
    ],
)
def test_a_document_is_called_by_part_of_its_title_or_its_number(name: str, called: bool) -> None:
    assert title("岚江省课后服务管理办法（试行）", "岚教〔2021〕3号").is_called(name) is called


def test_a_document_without_a_number_is_not_called_by_one() -> None:
    assert not title("岚江省课后服务管理办法").is_called("岚教〔2021〕3号")


def test_the_name_of_the_state_makes_no_difference() -> None:
    assert squeeze("中华人民共和国 义务教育法") == squeeze("《义务教育法》") == "义务教育法"


def test_words_of_all_titles_tell_nothing_apart() -> None:
    assert distinctive("关于印发实施方案的通知") == frozenset()
    assert "校车" in distinctive("校车管理办法")


def test_a_name_is_found_across_marks_and_breaks() -> None:
    pattern = spaced_pattern("校车管理办法")
    assert pattern.search("依据《校车\n 管理办法》制定")
    assert not pattern.search("校车的管理，另有办法")
