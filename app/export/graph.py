"""The policy graph of chosen facts as GraphML and as node-link JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

from app.export.cells import one_line
from kb.corpus import Corpus
from kb.graph import PolicyGraph, build_graph
from kb.records import Fact


def graph_of(corpus: Corpus, facts: Iterable[Fact]) -> PolicyGraph:
    """The graph of these facts, with the documents and sections that they stand in."""
    chosen = tuple(facts)
    wanted = {fact.document_id for fact in chosen}
    sections = {}
    for fact in chosen:
        section = corpus.section(fact.section_id)
        while section.id not in sections:
            sections[section.id] = section
            if section.parent_id is None:
                break
            section = corpus.section(section.parent_id)
    return build_graph(
        [document for document in corpus.documents.values() if document.id in wanted],
        sorted(sections.values(), key=lambda section: (section.document_id, section.start, section.level)),
        chosen,
        [(newer, older) for older, newer in corpus.superseded_by.items()],
    )


def graph_json(graph: PolicyGraph) -> bytes:
    """Node-link JSON, UTF-8."""
    return graph.to_json().encode("utf-8", "backslashreplace")


def graph_graphml(graph: PolicyGraph) -> bytes:
    """GraphML, UTF-8; characters that XML cannot hold are left out."""
    import networkx as nx

    plain: Any = nx.node_link_graph(json.loads(graph.to_json()), edges="edges")
    for _, values in plain.nodes(data=True):
        values.update({key: one_line(value) for key, value in values.items() if isinstance(value, str)})
    names = {node: one_line(str(node)) for node in plain.nodes}
    stream = io.BytesIO()
    nx.write_graphml(nx.relabel_nodes(plain, names), stream, encoding="utf-8")
    return stream.getvalue()
