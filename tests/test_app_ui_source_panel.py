"""The source beside the answer shows the quote, its place, and what the document is worth."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.service import Service
from app.ui.downloads import copy_download, download_path
from app.ui.source_panel import Place, read_place, render_outline_panel, render_source, render_text
from kb.records import Document
from tests.small_base import small_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("source"))


def named(service: Service, words: str) -> Document:
    return next(d for d in service.base.corpus.documents.values() if words in d.text)


def test_the_quote_is_marked_in_its_section(service: Service) -> None:
    document = named(service, "明厨亮灶")
    quote = "幼儿园食堂全部实现明厨亮灶。"
    start = document.text.index(quote)
    tree = HTMLParser(render_source(service.base.corpus, Place(document.id, start, start + len(quote)), "zh"))
    assert [node.text() for node in tree.css("mark")] == [quote]
    path = tree.css_first(".src-path").text()
    assert path.startswith("二、工作措施 › （三）")
    assert "新建幼儿园12所" in tree.css_first(".src-body").text(), "a short neighbourhood is shown"
    assert "毛入园率" not in tree.css_first(".src-body").text(), "the other chapter is not"


def test_the_whole_document_is_one_click_away(service: Service) -> None:
    document = named(service, "明厨亮灶")
    start = document.text.index("明厨亮灶")
    section = HTMLParser(render_source(service.base.corpus, Place(document.id, start, start + 4), "zh"))
    assert (
        section.css_first("[data-action=document]").attributes["data-value"]
        == f"{document.id}:{start}:{start + 4}"
    )
    whole = HTMLParser(
        render_source(service.base.corpus, Place(document.id, start, start + 4, whole=True), "zh")
    )
    shown = "".join(node.text() for node in whole.css(".src-body p"))
    assert shown.replace("｜", " | ") == document.text.replace("\n", "")
    assert whole.css_first("mark").text() == "明厨亮灶"


def test_the_panel_warns_of_a_draft_and_names_number_and_file(service: Service) -> None:
    document = named(service, "明厨亮灶")
    tree = HTMLParser(render_source(service.base.corpus, Place(document.id, 0, 0), "zh"))
    meta = tree.css_first(".src-meta").text()
    assert "北山.txt" in meta
    assert "北山市" in meta


def test_a_removed_document_is_said_to_be_gone(service: Service) -> None:
    for panel in (
        render_source(service.base.corpus, Place("nowhere", 0, 1), "zh"),
        render_outline_panel(service.base.corpus, "nowhere", "zh"),
    ):
        assert "这份文件已不在知识库中" in panel


def test_the_outline_lists_headings_and_facts(service: Service) -> None:
    document = named(service, "明厨亮灶")
    tree = HTMLParser(render_outline_panel(service.base.corpus, document.id, "zh"))
    headings = [node.text() for node in tree.css(".outline")]
    assert headings[0] == "一、总体目标"
    assert any(heading.startswith("（二）健全投入机制") for heading in headings)
    facts = [node.text() for node in tree.css(".fact-list li")]
    assert any("市财政局" in fact for fact in facts)
    assert any("96" in fact and "毛入园率" in fact for fact in facts)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("d1:3:9", Place("d1", 3, 9)),
        ("d1", Place("d1", 0, 0)),
        ("d1:x:9", None),
        ("d1:3", None),
        ("d1:3:9:4", None),
        ("d1:-3:9", None),
        ("", Place("", 0, 0)),
    ],
)
def test_places_are_read_from_actions_and_nonsense_is_refused(value: str, place: Place | None) -> None:
    assert read_place(value) == place


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_span_is_marked_exactly(service: Service, data: st.DataObject) -> None:
    document = named(service, "明厨亮灶")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    markup = render_text(service.base.corpus, document, 0, len(document.text), highlight=(start, end))
    marked = "".join(node.text() for node in HTMLParser(markup).css("mark"))
    expected = "".join(line for line in document.text[start:end].split("\n"))
    assert marked.replace("｜", " | ").replace(" ", "") == expected.replace(" ", "")


def test_a_download_bears_the_name_that_people_know(service: Service) -> None:
    document = named(service, "明厨亮灶")
    copied = Path(copy_download(service.original(document.id), document.source))
    assert copied.name == document.source
    assert copied.read_bytes() == service.original(document.id).read_bytes()
    assert download_path("a/b\\c:*?.xlsx").name == "b_c_.xlsx"
