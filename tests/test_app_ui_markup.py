"""Whatever goes through the page's markup comes out as text."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from app.ui.markup import action, details, join, table, tag, text, with_references
from kb.contract import Citation
from tests.answers import hostile_texts


class Seen(HTMLParser):
    """Tags, attributes and text as a browser reads them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def citation(n: int) -> Citation:
    return Citation(n, "doc1", "标题", "a.txt", ("一、", "（一）"), None, 3, 9, "原文原文原文", "draft")


@given(hostile_texts())
def test_text_shows_every_character_and_makes_no_element(words: str) -> None:
    seen = Seen(text(words))
    assert seen.tags == []
    assert seen.text == words.replace("\r\n", "\n").replace("\r", "\n") or seen.text == words


@given(hostile_texts(), hostile_texts())
def test_attributes_cannot_be_left(label: str, value: str) -> None:
    seen = Seen(action(label, "cite", value))
    assert seen.tags == ["button"]
    assert set(seen.attributes) == {"type", "class", "data-action", "data-value"}
    assert seen.attributes["data-value"] == value


@given(st.lists(st.lists(hostile_texts(), min_size=2, max_size=2), max_size=4))
def test_tables_hold_nothing_but_cells(rows: list[list[str]]) -> None:
    seen = Seen(table(["<b>地区</b>", "值"], rows))
    assert set(seen.tags) <= {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert seen.tags.count("td") == 2 * len(rows)


def test_markup_is_not_escaped_twice() -> None:
    assert tag("p", tag("b", "a & b")) == "<p><b>a &amp; b</b></p>"
    assert join(["<", tag("i", "x")], ", ") == "&lt;, <i>x</i>"
    assert details("多", "<x>") == '<details class="fold"><summary>多</summary>&lt;x&gt;</details>'


def test_a_number_in_brackets_opens_the_citation_that_bears_it() -> None:
    markup = with_references("达到96%[1]，见[2]和[备注]", [citation(1)])
    assert Seen(markup).tags == ["button"]
    assert 'data-value="doc1:3:9"' in markup
    assert Seen(markup).text == "达到96%1，见[2]和[备注]"
