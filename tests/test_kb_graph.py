from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from kb.graph import PolicyGraph, build_graph
from kb.records import Deadline, Document, Metadata, Responsibility, Section, Target, UnitMention

CITY = Document(
    id="d1",
    text="正文",
    metadata=Metadata(
        "明川市学前教育行动计划", region="明川市", implements=("乙省学前教育行动计划",), cites=("丙省办法",)
    ),
    source="a.txt",
    file_hash="0",
)
PROVINCE = Document(
    id="d2",
    text="正文",
    metadata=Metadata("乙省学前教育行动计划", region="乙省"),
    source="b.txt",
    file_hash="1",
)
SECTIONS = (
    Section("s1", "d1", None, 1, "一、", "工作措施", ("一、工作措施",), 0, 2, 1),
    Section("s2", "d1", "s1", 2, "（一）", "扩大资源", ("一、工作措施", "（一）扩大资源"), 0, 2, 1),
    Section("s3", "d2", None, 1, "一、", "总体要求", ("一、总体要求",), 0, 2, 1),
)
EDUCATION = UnitMention("市教育局", "明川市教育局")
FINANCE = UnitMention("市财政局", "明川市财政局")
TASK = Responsibility(
    "r1", "d1", "s2", "明川市", "扩大资源", (EDUCATION,), (FINANCE,), (), 0, 2, deadline="2023-12-31"
)
OTHER = Responsibility("r2", "d1", "s2", "明川市", "核定编制", (), (), (EDUCATION,), 1, 2)
TARGET = Target("t1", "d1", "s2", "明川市", "毛入园率", ">=", "93", None, "%", "2025", "到2025年", "", 0, 2)
DEADLINE = Deadline("l1", "d1", "s2", "明川市", "完成布局调整", "2022-12-31", "2022年底前", None, 0, 2)
LATER = Deadline("l2", "d1", "s2", "明川市", "完成评估", "2023-06-30", "2023年6月底前", None, 0, 2)
YEARLY = Deadline("l3", "d1", "s2", "明川市", "开展督导", None, "每年", "每年", 0, 2)
FACTS = (TASK, OTHER, TARGET, DEADLINE, LATER, YEARLY)


@pytest.fixture
def graph() -> PolicyGraph:
    return build_graph((CITY, PROVINCE), SECTIONS, FACTS)


def _relations(graph: PolicyGraph) -> set[tuple[str, str, str]]:
    return {(start, data["relation"], end) for start, end, data in graph.graph.edges(data=True)}


def test_roles_become_edges_from_unit_to_task(graph: PolicyGraph) -> None:
    assert {
        ("unit:明川市教育局", "leads", "task:r1"),
        ("unit:明川市财政局", "takes_part_in", "task:r1"),
        ("unit:明川市教育局", "responsible_for", "task:r2"),
        ("task:r1", "due", "deadline:2023-12-31"),
        ("task:l3", "due", "deadline:每年"),
        ("section:s2", "has_target", "target:t1"),
        ("section:s2", "belongs_to", "section:s1"),
        ("section:s1", "belongs_to", "document:d1"),
        ("document:d1", "belongs_to", "region:明川市"),
        ("unit:明川市教育局", "belongs_to", "region:明川市"),
        ("document:d1", "implements", "document:d2"),
        ("document:d1", "cites", "document:丙省办法"),
    } <= _relations(graph)


def test_tasks_of_a_unit_in_all_roles_or_in_one(graph: PolicyGraph) -> None:
    assert graph.tasks_of("明川市教育局") == (TASK, OTHER)
    assert graph.tasks_of("明川市教育局", "lead") == (TASK,)
    assert graph.tasks_of("明川市教育局", "participating") == ()
    assert graph.tasks_of("丁市教育局") == ()


def test_units_targets_and_due_lists(graph: PolicyGraph) -> None:
    assert graph.units_of("d1") == ("明川市教育局", "明川市财政局")
    assert graph.targets(region="明川市", year=2025) == (TARGET,)
    assert graph.targets(year=2024) == ()
    assert graph.due(year=2022) == (DEADLINE,)
    assert graph.due(until="2023-06-30") == (DEADLINE, LATER)


def test_removing_a_document_leaves_nothing_of_it(graph: PolicyGraph) -> None:
    graph.remove_document("d1")
    assert set(graph.graph) == {"document:d2", "section:s3", "region:乙省"}
    assert graph.tasks_of("明川市教育局") == ()
    assert graph.due() == ()


def test_removing_a_document_keeps_what_another_one_shares() -> None:
    shared = replace(TASK, id="r9", document_id="d2", section_id="s3")
    graph = build_graph((CITY, PROVINCE), SECTIONS, (*FACTS, shared))
    graph.remove_document("d1")
    assert graph.tasks_of("明川市教育局", "lead") == (shared,)
    assert ("unit:明川市教育局", "belongs_to", "region:明川市") in _relations(graph)


def test_adding_a_document_again_replaces_it(graph: PolicyGraph) -> None:
    before = _relations(graph)
    graph.add_document(CITY, SECTIONS[:2], FACTS)
    assert _relations(graph) == before
    assert graph.tasks_of("明川市教育局") == (TASK, OTHER)


def test_a_cited_title_becomes_the_document_when_it_is_added_and_a_title_when_it_goes() -> None:
    graph = build_graph((CITY,), SECTIONS, ())
    assert ("document:d1", "implements", "document:乙省学前教育行动计划") in _relations(graph)
    graph.add_document(PROVINCE, SECTIONS[2:], ())
    assert ("document:d1", "implements", "document:d2") in _relations(graph)
    assert "document:乙省学前教育行动计划" not in graph.graph
    graph.remove_document("d2")
    assert ("document:d1", "implements", "document:乙省学前教育行动计划") in _relations(graph)


def test_supersession_needs_both_documents(graph: PolicyGraph) -> None:
    graph.add_supersession("d1", "d2")
    graph.add_supersession("d1", "unknown")
    assert [edge for edge in _relations(graph) if edge[1] == "supersedes"] == [
        ("document:d1", "supersedes", "document:d2")
    ]


def test_neighbourhood_reaches_as_far_as_asked(graph: PolicyGraph) -> None:
    assert set(graph.neighbourhood("明川市财政局")) == {"unit:明川市财政局", "task:r1", "region:明川市"}
    assert "unit:明川市教育局" in graph.neighbourhood("明川市财政局", 2)
    assert len(graph.neighbourhood("丁市教育局")) == 0


def test_exports_hold_every_node_and_edge(graph: PolicyGraph, tmp_path: Path) -> None:
    graph.write_graphml(tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert set(read) == set(graph.graph)
    assert read.number_of_edges() == graph.graph.number_of_edges()
    data = json.loads(graph.to_json())
    assert {node["id"] for node in data["nodes"]} == set(graph.graph)
    assert len(data["edges"]) == graph.graph.number_of_edges()
