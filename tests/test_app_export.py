"""Tables, workbooks, calendars, memos and plain text of facts and answers."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import networkx as nx
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook

from app.export.calendar import facts_ics, last_day
from app.export.cells import one_line, safe_cell
from app.export.fact_filter import FactFilter, known_units, select_facts, units_named
from app.export.facts_table import COLUMNS, FactRow, fact_rows, row_cells, value_text
from app.export.graph import graph_graphml, graph_json, graph_of
from app.export.memo import write_memo
from app.export.plain_text import answer_text
from app.export.spreadsheet import facts_csv, facts_xlsx
from app.service import Service
from kb.contract import Answer, Citation, ResponsibilityFact, TargetFact
from kb.corpus import Corpus
from kb.errors import UsageError
from kb.graph import PolicyGraph
from kb.records import Deadline, Metadata, Responsibility, Target
from kb.records import Document as StoredDocument
from tests.small_base import small_service

EVIL = '=HYPERLINK("http://evil","点我")'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    service: Service = small_service(tmp_path_factory.mktemp("export"))
    return service.base.corpus


def hostile_row() -> FactRow:
    citation = Citation(
        n=1,
        document="d1",
        title="<script>alert(1)</script>",
        source="@SUM(A1).docx",
        section=("+1+1", "[链接](javascript:x)"),
        page=2,
        start=0,
        end=3,
        quote="-2+3\x00\x1b[31m红",
        status="draft",
    )
    fact = ResponsibilityFact("d1", "\t北山市", EVIL, (EVIL, "市教育局"), ("\r财政局",), (), citation=1)
    return FactRow(fact, citation, "2023", "2023年底前")


def hostile_answer(kind: str = "responsibility") -> Answer:
    row = hostile_row()
    target = TargetFact("d1", "北山市", "入园率", ">=", "96", None, "%", "2025", 1)
    return Answer(
        question="<img src=x onerror=alert(1)>",
        kind=kind,  # type: ignore[arg-type]
        text="牵头单位：市教育局[1]\n**粗体** <b>x</b>\x0b",
        facts=(row.fact, target),
        citations=(row.citation,),
    )


class TestCells:
    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\rx", "\n=1", "＝1", EVIL])
    def test_what_begins_a_formula_gets_an_apostrophe(self, text: str) -> None:
        assert safe_cell(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "市教育局", "1=1", " =1", "96%", "'=1"])
    def test_other_text_stays(self, text: str) -> None:
        assert safe_cell(text) == text

    @given(st.text())
    def test_no_cell_begins_a_formula_and_twice_is_once(self, text: str) -> None:
        cell = safe_cell(text)
        assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠")
        assert safe_cell(cell) == cell

    @given(st.text())
    def test_one_line_is_one_line(self, text: str) -> None:
        assert len(one_line(text).splitlines()) <= 1


class TestFilter:
    def names(self, corpus: Corpus, **wanted: object) -> list[str]:
        facts = select_facts(corpus, FactFilter(**wanted))  # type: ignore[arg-type]
        return [fact.metric if isinstance(fact, Target) else fact.task for fact in facts]

    def test_no_filter_gives_everything(self, corpus: Corpus) -> None:
        assert select_facts(corpus, FactFilter()) == corpus.facts

    @pytest.mark.parametrize(
        ("kind", "expected"), [("responsibility", Responsibility), ("target", Target), ("deadline", Deadline)]
    )
    def test_type(self, corpus: Corpus, kind: str, expected: type) -> None:
        facts = select_facts(corpus, FactFilter(type=kind))  # type: ignore[arg-type]
        assert facts
        assert all(type(fact) is expected for fact in facts)

    def test_unit_by_role(self, corpus: Corpus) -> None:
        found = self.names(corpus, type="responsibility", unit="市财政局", role="lead")
        assert found == ["健全投入机制"]
        found = self.names(corpus, type="responsibility", unit="市财政局", role="participating")
        assert found == ["扩大资源供给"]

    def test_a_colloquial_name_in_a_region(self, corpus: Corpus) -> None:
        assert units_named(corpus, "教育局", region="南河县") == ("南河县教育局",)
        assert self.names(corpus, type="responsibility", unit="教育局", region="南河县") == ["优化学校布局"]

    def test_a_unit_has_the_deadlines_of_its_sections(self, corpus: Corpus) -> None:
        deadlines = select_facts(corpus, FactFilter(type="deadline", unit="市自然资源局"))
        assert [fact.deadline for fact in deadlines] == ["2023-12-31"]

    def test_a_sentence_gives_a_unit_only_its_own_line(self, tmp_path: Path) -> None:
        text = (
            "西岭市教育发展规划（2021—2025年）\n一、工作安排\n"
            "由市财政局负责落实经费，2023年底前拨付到位。\n"
            "由市教育局负责学校布局，2024年底前完成学校布局调整。\n"
        )
        corpus = small_service(tmp_path, extra={"西岭.txt": text}).base.corpus
        dates = [f.deadline for f in select_facts(corpus, FactFilter(type="deadline", region="西岭市"))]
        assert dates == ["2023-12-31", "2024-12-31"]
        wanted = FactFilter(type="deadline", region="西岭市", unit="市财政局")
        assert [f.deadline for f in select_facts(corpus, wanted)] == ["2023-12-31"]

    @pytest.mark.parametrize("region", ["北山市", "北山"])
    def test_region_by_full_and_short_name(self, corpus: Corpus, region: str) -> None:
        facts = select_facts(corpus, FactFilter(region=region))
        assert facts == tuple(fact for fact in corpus.facts if fact.region == "北山市")

    def test_an_unknown_region_or_unit_gives_nothing(self, corpus: Corpus) -> None:
        assert select_facts(corpus, FactFilter(region="西海市")) == ()
        assert select_facts(corpus, FactFilter(unit="不存在的单位")) == ()

    def test_year_is_the_year_of_the_date_else_of_the_plan(self, corpus: Corpus) -> None:
        deadlines = select_facts(corpus, FactFilter(type="deadline", year=2024))
        assert [fact.deadline for fact in deadlines] == ["2024-12-31"]
        assert len(select_facts(corpus, FactFilter(type="responsibility", region="北山市", year=2022))) == 3
        assert select_facts(corpus, FactFilter(type="responsibility", region="北山市", year=2026)) == ()

    def test_deadlines_come_by_date(self, corpus: Corpus) -> None:
        dates = [fact.deadline for fact in select_facts(corpus, FactFilter(type="deadline"))]
        assert dates == ["2023-12-31", "2024-12-31", "2025-12-31", "2026-12-31"]

    def test_topic_words_must_all_occur(self, corpus: Corpus) -> None:
        assert self.names(corpus, type="responsibility", topic="投入机制") == ["健全投入机制"]
        assert self.names(corpus, type="responsibility", topic="投入 校车") == []

    def test_a_blank_filter_is_refused(self, corpus: Corpus) -> None:
        with pytest.raises(UsageError, match="the unit is empty"):
            select_facts(corpus, FactFilter(unit=" "))

    def test_known_units_are_canonical(self, corpus: Corpus) -> None:
        assert "北山市财政局" in known_units(corpus)
        assert "市财政局" not in known_units(corpus)


class TestRows:
    def test_each_row_has_its_proof(self, corpus: Corpus) -> None:
        rows = fact_rows(corpus, corpus.facts)
        assert len(rows) == len(corpus.facts)
        for row, fact in zip(rows, corpus.facts, strict=True):
            place = row.citation
            assert corpus.document(place.document).text[place.start : place.end] == place.quote
            assert (place.document, row.fact.citation) == (fact.document_id, place.n)

    def test_facts_of_one_sentence_share_a_citation(self, corpus: Corpus) -> None:
        targets = select_facts(corpus, FactFilter(type="target", region="北山市", year=2025))
        rows = [row for row in fact_rows(corpus, targets) if row.deadline == "2025"]
        assert len(rows) == 2
        assert {row.citation.n for row in rows} == {1}

    @pytest.mark.parametrize(
        ("comparator", "value", "high", "unit", "expected"),
        [
            (">=", "96", None, "%", "不低于96%"),
            ("<=", "55", None, "人", "不超过55人"),
            ("=", "12", None, "所", "12所"),
            ("range", "3", "5", "个", "3—5个"),
            ("cover", "", None, "", "全覆盖"),
            ("eliminate", "56", None, "人", "消除56人"),
        ],
    )
    def test_values_in_words(
        self, comparator: str, value: str, high: str | None, unit: str, expected: str
    ) -> None:
        assert value_text(TargetFact("d", None, "m", comparator, value, high, unit, None, 1)) == expected

    def test_a_number_that_is_part_of_the_metric_is_not_repeated(self) -> None:
        fact = TargetFact("d", None, "56人及以上大班额", "eliminate", "56", None, "人", None, 1)
        assert value_text(fact) == "消除"

    def test_json_holds_the_contract_fact_and_its_place(self, corpus: Corpus) -> None:
        fact = select_facts(corpus, FactFilter(unit="市财政局", role="lead", type="responsibility"))
        (row,) = fact_rows(corpus, fact)
        values = row.to_json()
        assert values["type"] == "responsibility"
        assert values["lead"] == ["市财政局"]
        assert values["quote"] == "（牵头单位：市财政局，配合单位：市教育局）"
        assert values["section"][-1] == "（二）健全投入机制"


class TestSpreadsheets:
    def test_csv_reads_back_in_full(self, corpus: Corpus) -> None:
        rows = fact_rows(corpus, corpus.facts)
        content = facts_csv(rows)
        assert content.startswith(b"\xef\xbb\xbf")
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert lines[0] == [column.heading("zh") for column in COLUMNS]
        assert [tuple(line) for line in lines[1:]] == [row_cells(row) for row in rows]

    def test_csv_holds_no_formula(self) -> None:
        text = facts_csv([hostile_row()]).decode("utf-8-sig")
        cells = list(csv.reader(io.StringIO(text, newline="")))[1]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
        assert f"'{EVIL}" in cells

    def test_xlsx_reads_back_as_text(self, corpus: Corpus) -> None:
        rows = fact_rows(corpus, corpus.facts)
        sheet = load_workbook(io.BytesIO(facts_xlsx(rows))).active
        found = [tuple(cell or "" for cell in line) for line in sheet.iter_rows(values_only=True)]
        assert found[0] == tuple(column.heading("zh") for column in COLUMNS)
        assert found[1:] == [row_cells(row) for row in rows]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:P{len(rows) + 1}"

    def test_xlsx_holds_no_formula_and_no_control_character(self) -> None:
        sheet = load_workbook(io.BytesIO(facts_xlsx([hostile_row()]))).active
        cells = next(iter(sheet.iter_rows(min_row=2)))
        assert {cell.data_type for cell in cells} <= {"s", "n"}  # "n" is an empty cell
        assert not [cell.value for cell in cells if (cell.value or "")[:1] in tuple("=+-@\t\r")]
        assert all(cell.hyperlink is None for cell in cells)


class TestCalendar:
    @pytest.mark.parametrize(
        ("deadline", "expected"),
        [
            ("2025", date(2025, 12, 31)),
            ("2024-02", date(2024, 2, 29)),
            ("2022-12-31", date(2022, 12, 31)),
            (None, None),
            ("2023-02-30", None),
            ("9999", date(9999, 12, 31)),
        ],
    )
    def test_last_day(self, deadline: str | None, expected: date | None) -> None:
        assert last_day(deadline) == expected

    def test_events_of_a_region(self, corpus: Corpus) -> None:
        facts = select_facts(corpus, FactFilter(type="deadline", region="南河县"))
        calendar = Calendar.from_ical(facts_ics(fact_rows(corpus, facts)))
        events = {event["summary"]: event.decoded("dtstart") for event in calendar.walk("VEVENT")}
        assert events["南河县：完成城区学校布局调整"] == date(2024, 12, 31)
        assert len(events) == 2

    def test_the_same_facts_give_the_same_identifiers(self, corpus: Corpus) -> None:
        rows = fact_rows(corpus, corpus.facts)
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        assert facts_ics(rows, now=moment) == facts_ics(rows, now=moment)
        events = Calendar.from_ical(facts_ics(rows)).walk("VEVENT")
        assert len({str(event["uid"]) for event in events}) == len(events)

    def test_text_of_documents_adds_no_property(self) -> None:
        row = hostile_row()
        fact = ResponsibilityFact(
            "d1", "北山市", "x\r\nATTENDEE:mailto:a@b\nEND:VEVENT", (), (), (), citation=1
        )
        content = facts_ics([FactRow(fact, row.citation, "2023", "")])
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert "attendee" not in event
        assert "x ATTENDEE:mailto:a@b END:VEVENT" in str(event["summary"])


class TestMemo:
    def test_questions_answers_and_numbered_sources(self, tmp_path: Path) -> None:
        path = tmp_path / "备忘.docx"
        write_memo(path, [("谁牵头？", hostile_answer()), ("还有呢？", hostile_answer())])
        memo = Document(str(path))
        lines = [paragraph.text for paragraph in memo.paragraphs]
        assert "1. 谁牵头？" in lines
        assert "2. 还有呢？" in lines
        sources = [line for line in lines if line.startswith("[1] ")]
        assert len(sources) == 2
        assert "《<script>alert(1)</script>》（征求意见稿）" in sources[0]
        assert "第2页" in sources[0]
        assert memo.tables[0].rows[2].cells[2].text == "不低于96%"

    def test_markup_stays_text(self, tmp_path: Path) -> None:
        path = tmp_path / "memo.docx"
        write_memo(path, [("<w:p/>", hostile_answer())])
        lines = [paragraph.text for paragraph in Document(str(path)).paragraphs]
        assert "1. <w:p/>" in lines
        assert "**粗体** <b>x</b>" in lines

    def test_a_stream_is_written_to(self) -> None:
        stream = io.BytesIO()
        write_memo(stream, [])
        assert stream.getvalue().startswith(b"PK")


class TestPlainText:
    def test_sources_are_numbered(self) -> None:
        assert answer_text(hostile_answer()) == (
            "牵头单位：市教育局[1]\n**粗体** <b>x</b>\n\n来源：\n"
            "[1] 《<script>alert(1)</script>》（征求意见稿）+1+1 > [链接](javascript:x)，第2页：“-2+3[31m红”\n"
        )

    def test_a_refusal_names_the_nearest(self) -> None:
        assert "\n最接近的内容：\n[1] " in answer_text(hostile_answer("refusal"))

    def test_headings_follow_the_language_and_quotes_stay(self) -> None:
        assert answer_text(hostile_answer(), "en") == (
            "牵头单位：市教育局[1]\n**粗体** <b>x</b>\n\nSources:\n"
            "[1] 《<script>alert(1)</script>》 (draft for comments) +1+1 > [链接](javascript:x), p. 2: “-2+3[31m红”\n"
        )


class TestEnglish:
    """A person who works with the page in English gets files with English headings."""

    def test_tables(self, corpus: Corpus) -> None:
        rows = fact_rows(corpus, select_facts(corpus, FactFilter(region="北山市", type="target")))
        lines = list(csv.reader(io.StringIO(facts_csv(rows, "en").decode("utf-8-sig"), newline="")))
        assert lines[0][:4] == ["Kind", "Region", "Measure or metric", "Lead"]
        first = dict(zip(lines[0], lines[1], strict=True))
        assert (first["Kind"], first["Target"], first["Status"]) == ("target", "≥ 96%", "period over")
        assert "毛入园率达到96%以上" in first["Quotation"]
        sheet = load_workbook(io.BytesIO(facts_xlsx(rows, "en"))).active
        assert sheet.title == "Duties and targets"
        assert [cell.value for cell in sheet[1]] == lines[0]

    def test_calendar(self, corpus: Corpus) -> None:
        rows = fact_rows(corpus, select_facts(corpus, FactFilter(region="北山市", type="target")))
        calendar = Calendar.from_ical(facts_ics(rows, "en"))
        assert calendar["x-wr-calname"] == "Policy deadlines"
        assert any(str(event["summary"]).endswith("≥ 96%") for event in calendar.walk("VEVENT"))

    def test_memo(self) -> None:
        stream = io.BytesIO()
        write_memo(stream, [("Who leads?", hostile_answer())], "en", today=date(2026, 1, 2))
        memo = Document(io.BytesIO(stream.getvalue()))
        lines = [paragraph.text for paragraph in memo.paragraphs]
        assert lines[:2] == ["Policy questions and answers", "Written on 2026-01-02"]
        assert "Sources" in lines
        assert [cell.text for cell in memo.tables[0].rows[0].cells] == [
            "Region", "Measure or metric", "Units or target", "Due", "Sources",
        ]  # fmt: skip
        assert memo.tables[0].rows[2].cells[2].text == "≥ 96%"


class TestGraph:
    def test_graphml_and_json_hold_units_and_tasks(self, corpus: Corpus) -> None:
        graph = graph_of(corpus, select_facts(corpus, FactFilter(region="南河县", type="responsibility")))
        nodes = {node["id"] for node in json.loads(graph_json(graph))["nodes"]}
        assert {"unit:南河县教育局", "unit:南河县财政局"} <= nodes
        assert not [node for node in nodes if "北山" in node]
        drawn = nx.read_graphml(io.BytesIO(graph_graphml(graph)))
        assert set(drawn.nodes) == nodes
        relations = {data["relation"] for _, _, data in drawn.edges(data=True)}
        assert {"leads", "takes_part_in"} <= relations

    def test_text_that_xml_cannot_hold(self) -> None:
        graph = PolicyGraph()
        metadata = Metadata(title="坏\x00<title>\x0b")
        graph.add_document(StoredDocument("d1", "x", metadata, "a.txt", "h"), (), ())
        drawn = nx.read_graphml(io.BytesIO(graph_graphml(graph)))
        assert drawn.nodes["document:d1"]["label"] == "坏<title>"
