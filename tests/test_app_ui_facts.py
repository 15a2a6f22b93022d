"""Duties, dates and comparisons as the page lists and draws them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.export.facts_table import FactRow, fact_rows
from app.service import Service
from app.ui import choices, duties_tab, targets_tab
from app.ui.compare_tab import Subject, _same_topic, compare, read_subjects, render_comparison
from app.ui.fact_table import Order, render_facts, sort_rows, source_column, text_column
from app.ui.suggestions import Suggestions, candidates
from app.ui.timeline import draw_timeline, due_class
from app.ui.unit_picture import draw_unit
from kb.contract import Answer
from kb.errors import UsageError
from kb.records import Filters, Responsibility, UnitMention
from tests.answers import HOSTILE, citation, due
from tests.small_base import small_service

TODAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("facts"))


def row(task: str, deadline: str, n: int = 1) -> FactRow:
    return FactRow(due(task, deadline, n), citation(n), deadline, f"{deadline}前")


def duty(task: str, *, lead: str, participating: tuple[str, ...] = (), number: int = 0) -> Responsibility:
    named = tuple(UnitMention(unit, unit) for unit in participating)
    return Responsibility(
        f"f{number}", "d1", "s1", "某市", task, (UnitMention(lead, lead),), named, (), number, number + 5
    )


def test_every_measure_of_a_unit_is_found_with_its_role(service: Service) -> None:
    corpus = service.base.corpus
    found = duties_tab.duties(corpus, duties_tab.Selection(unit="北山市财政局"))
    roles = {fact.task: duties_tab.roles_of(fact, ("北山市财政局",)) for fact, _ in found}
    assert sorted(roles.values()) == [("lead",), ("participating",)]
    leads = duties_tab.duties(corpus, duties_tab.Selection(unit="北山市财政局", role="lead"))
    assert [fact.task for fact, _ in leads] == [task for task, own in roles.items() if own == ("lead",)]
    assert not duties_tab.duties(corpus, duties_tab.Selection(unit="北山市财政局", region="南河县"))


def test_exports_are_named_and_headed_in_the_language_of_the_page(service: Service) -> None:
    page = SimpleNamespace(service=service)
    duty, target = (object.__new__(kind) for kind in (duties_tab.DutiesTab, targets_tab.TargetsTab))
    duty._page = target._page = cast("Any", page)
    table = Path(duty._write_csv("北山市财政局", None, "", "", "en"))
    assert table.name == "Duties 北山市财政局.csv"
    assert table.read_text(encoding="utf-8-sig").startswith("Kind,Region,Measure or metric")
    assert Path(duty._write_csv(None, "南河县", "", "", "zh")).name == "责任分工 南河县.csv"
    dates = Path(target._write_ics("南河县", None, "", "", "", "en"))
    assert dates.name == "Dates 南河县.ics"
    assert "X-WR-CALNAME:Policy deadlines" in dates.read_text(encoding="utf-8")


def test_units_are_offered_with_their_number_of_measures(service: Service) -> None:
    offered = {value: label for label, value in duties_tab.unit_choices(service.base.corpus)}
    assert offered["北山市财政局"] == "北山市财政局（2）"
    assert offered["南河县教育局"] == "南河县教育局（1）"


def test_rows_sort_both_ways_and_empty_cells_stay_last() -> None:
    rows = [row("乙", "2025"), row("甲", "2024"), row("丙", "")]
    columns = [text_column("deadline", lambda r: r.deadline or "")]
    up = sort_rows(rows, columns, Order("deadline"))
    down = sort_rows(rows, columns, Order("deadline", descending=True))
    assert [r.deadline for r in up] == ["2024", "2025", ""]
    assert [r.deadline for r in down] == ["2025", "2024", ""]
    assert Order("deadline").toggled("deadline") == Order("deadline", descending=True)
    assert Order("deadline", descending=True).toggled("region") == Order("region")


def test_a_long_table_says_how_much_is_hidden() -> None:
    rows = [row(f"任务{number}", "2025", number) for number in range(1, 251)]
    markup = render_facts(rows, [source_column("zh")], Order("source"), "zh")
    assert len(HTMLParser(markup).css("tbody tr")) == 200
    assert "共 250 条" in markup
    assert "没有符合条件的内容" in render_facts([], [source_column("zh")], Order("source"), "zh")


@pytest.mark.parametrize(
    ("deadline", "group"),
    [
        ("2024-05-31", "overdue"),
        ("2024-06-01", "this-year"),
        ("2024", "this-year"),
        ("2025-01", "later"),
        (None, ""),
    ],
)
def test_dates_are_overdue_due_this_year_or_later(deadline: str | None, group: str) -> None:
    assert due_class(deadline, TODAY) == group


def test_targets_and_deadlines_come_earliest_first(service: Service) -> None:
    rows = targets_tab.dated_facts(service.base.corpus, targets_tab.Selection())
    dated = [r.deadline for r in rows if r.deadline]
    assert dated == sorted(dated, key=lambda value: (value + "-12-31")[:10])
    year = targets_tab.dated_facts(service.base.corpus, targets_tab.Selection(year="2024", kind="deadline"))
    assert {r.fact.region for r in year if r.deadline} == {"南河县"}


def test_the_timeline_is_drawable_and_has_a_dot_for_each_fact() -> None:
    rows = [
        row(words, deadline)
        for words, deadline in zip(
            HOSTILE, ("2023", "2024-07", "2025-01-02", "2026", "2027", "2030", ""), strict=True
        )
    ]
    drawing = str(draw_timeline(rows, TODAY, "zh"))
    tree = ElementTree.fromstring(drawing)
    dots = [node.get("class") for node in tree.iter("circle")]
    assert dots.count("dot overdue") == 1
    assert dots.count("dot this-year") == 1
    assert dots.count("dot later") == 4
    assert {node.tag for node in tree.iter()} == {"div", "svg", "line", "text", "circle", "title"}
    assert draw_timeline([row("无日期", "")], TODAY, "zh") == ""


def test_a_high_stack_ends_in_a_number() -> None:
    drawing = str(draw_timeline([row(f"任务{n}", "2025") for n in range(20)], TODAY, "zh"))
    tree = ElementTree.fromstring(drawing)
    assert len(list(tree.iter("circle"))) == 8
    assert "+12" in [node.text for node in tree.iter("text")]


def test_the_picture_joins_a_unit_with_measures_and_partners() -> None:
    facts = [
        duty(words, lead="市教育局", participating=("市财政局", HOSTILE[0]), number=n)
        for n, words in enumerate(HOSTILE)
    ]
    tree = ElementTree.fromstring(f"<div>{draw_unit('市教育局', facts, 'zh')}</div>")
    labels = [node.text for node in tree.iter("text")]
    assert labels.count("市教育局") == 1
    assert labels.count("市财政局") == 1
    edges = [node.get("class") for node in tree.iter("path")]
    assert edges.count("edge lead") == len(HOSTILE)
    assert edges.count("edge participating") == 2 * len(HOSTILE)
    assert draw_unit("市教育局", [], "zh") == ""


def test_the_picture_leaves_out_what_would_not_be_readable() -> None:
    facts = [duty(f"任务{n}", lead="市教育局", number=n) for n in range(40)]
    markup = draw_unit("市教育局", facts, "zh")
    assert "图中未画出其余 24 项任务" in markup


def test_two_regions_are_compared_cell_by_cell(service: Service) -> None:
    corpus = service.base.corpus
    subjects = read_subjects(corpus, ["北山市", "南河县"], [])
    rows = compare(service, "学前教育毛入园率", subjects, "zh")
    tree = HTMLParser(render_comparison(subjects, rows, "zh"))
    target = next(r for r in tree.css("tbody tr") if r.css_first("strong").text() == "目标")
    cells = {cell.attributes["data-label"]: cell for cell in target.css("td")}
    assert "96%" in cells["北山市"].text()
    assert "92%" in cells["南河县"].text()
    assert all(cell.css(".ref") for name, cell in cells.items() if name)


def test_a_silent_subject_is_said_to_be_silent(service: Service) -> None:
    subjects = (read_subjects(service.base.corpus, ["北山市", "南河县"], [])[0], Subject("空白", ()))
    rows = compare(service, "学前教育毛入园率的目标是多少？", subjects, "zh")
    tree = HTMLParser(render_comparison(subjects, rows, "zh"))
    assert [node.text() for node in tree.css(".silent")] == ["未提及"]


def test_an_answer_about_something_similar_is_silence_beside_the_topic_itself() -> None:
    exact = Answer("问", "target", "答[1]", citations=(citation(1, quote="学前三年毛入园率达到95%以上。"),))
    similar = Answer("问", "target", "答[1]", citations=(citation(1, quote="残疾幼儿入园率达到90%以上。"),))
    assert _same_topic([exact, similar, None], "学前三年毛入园率") == (exact, None, None)
    assert _same_topic([similar, None], "学前三年毛入园率") == (similar, None)


def test_a_comparison_needs_two_subjects(service: Service) -> None:
    with pytest.raises(UsageError, match="choose two"):
        read_subjects(service.base.corpus, ["北山市"], [])


def test_examples_are_answered_as_the_kind_they_ask_for(service: Service) -> None:
    examples = Suggestions().of(service.base, "zh")
    assert examples
    asked = {question: kind for kind, question in candidates(service.base.corpus, "zh")}
    for question in examples:
        assert service.ask(question).kind == asked[question]


def test_an_empty_base_has_no_examples(tmp_path: Path) -> None:
    from tests.small_base import empty_service

    assert Suggestions().of(empty_service(tmp_path).base, "zh") == ()


def test_choices_come_from_the_documents(service: Service) -> None:
    corpus = service.base.corpus
    assert {"北山市", "南河县"} <= {value for _, value in choices.regions(corpus)}
    assert [value for _, value in choices.years(corpus)] == ["2026", "2025", "2024", "2023", "2022", "2021"]
    assert {value for _, value in choices.documents(corpus)} == set(corpus.documents)
    assert choices.read_filters(["北山市"], ["2025"], []) == Filters(regions=("北山市",), years=(2025,))


def test_rows_know_their_citation(service: Service) -> None:
    corpus = service.base.corpus
    for fact_row in fact_rows(corpus, corpus.facts):
        cited = fact_row.citation
        assert corpus.document(cited.document).text[cited.start : cited.end] == cited.quote
