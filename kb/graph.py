"""The policy graph: documents, sections, units, tasks, targets, deadlines and regions, from the stored facts.

Nodes are named "kind:key" (``unit:广元市教育局``, ``task:3f2a…``) and carry ``kind`` and ``label``; edges carry
``relation`` and ``document``:

    unit     leads | takes_part_in | responsible_for   task
    task, target, section                 belongs_to   section or document
    document, unit                        belongs_to   region
    section                               has_target   target
    task                                  due          deadline
    document                  implements | cites | supersedes   document

Titles that a document carries out or cites are document nodes named by title until that document is added.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

import networkx as nx

from kb.records import Deadline, Document, Fact, Responsibility, Role, Section, Target
from kb.units import resolve_unit

Relation = Literal[
    "leads",
    "takes_part_in",
    "responsible_for",
    "has_target",
    "due",
    "belongs_to",
    "implements",
    "cites",
    "supersedes",
]
_F = TypeVar("_F", Responsibility, Target, Deadline)
ROLE_RELATIONS: dict[Role, Relation] = {
    "lead": "leads",
    "participating": "takes_part_in",
    "responsible": "responsible_for",
}


@dataclass(slots=True)
class _Owned:
    """What one document brought, for its removal."""

    nodes: set[str] = field(default_factory=set)
    edges: list[tuple[str, str, int]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


class PolicyGraph:
    """A directed multigraph that is updated document by document."""

    def __init__(self) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._owned: dict[str, _Owned] = {}
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, str] = {}

    def add_document(self, document: Document, sections: Iterable[Section], facts: Iterable[Fact]) -> None:
        """Add a document with what belongs to it; a document that is in already is replaced."""
        self.remove_document(document.id)
        self._owned[document.id] = _Owned()
        home = self._node(document.id, "document", document.id, document.metadata.title)
        self.graph.nodes[home].update(external=False, source=document.source)
        self._titles[_plain(document.metadata.title)] = document.id
        self._adopt_title(document)
        if document.metadata.region:
            region = self._node(document.id, "region", document.metadata.region)
            self._edge(document.id, home, region, "belongs_to")
        for title in document.metadata.implements:
            self._edge(document.id, home, self._titled(document.id, title), "implements")
        for title in document.metadata.cites:
            self._edge(document.id, home, self._titled(document.id, title), "cites")
        for section in sections:
            node = self._node(document.id, "section", section.id, f"{section.label}{section.title}")
            above = f"section:{section.parent_id}" if section.parent_id else home
            self._edge(document.id, node, above, "belongs_to")
        for fact in facts:
            self._add_fact(fact)

    def remove_document(self, document_id: str) -> None:
        """Remove what only this document brought; unknown ids are ignored."""
        if document_id not in self._owned:
            return
        self._release_citations(document_id)
        owned = self._owned.pop(document_id)
        for start, end, key in owned.edges:
            if self.graph.has_edge(start, end, key):
                self.graph.remove_edge(start, end, key)
        for node in owned.nodes:
            self._owners[node].discard(document_id)
            if not self._owners[node]:
                del self._owners[node]
                self.graph.remove_node(node)
        self._titles = {title: known for title, known in self._titles.items() if known != document_id}

    def add_supersession(self, newer_id: str, older_id: str) -> None:
        """Note that one document takes the place of another; both must be in the graph."""
        if newer_id in self._owned and older_id in self._owned:
            self._edge(newer_id, f"document:{newer_id}", f"document:{older_id}", "supersedes")

    def tasks_of(self, unit: str, role: Role | None = None) -> tuple[Responsibility, ...]:
        """Responsibilities of a canonical unit, in one role or in all, by document and place."""
        node = f"unit:{unit}"
        if node not in self.graph:
            return ()
        wanted = {ROLE_RELATIONS[role]} if role else set(ROLE_RELATIONS.values())
        edges = self.graph.out_edges(node, data=True)
        tasks = {task for _, task, data in edges if data["relation"] in wanted}
        facts = (self.graph.nodes[task]["fact"] for task in tasks)
        return tuple(sorted(facts, key=lambda fact: (fact.document_id, fact.start, fact.id)))

    def units_of(self, document_id: str) -> tuple[str, ...]:
        """Canonical names of the units that a document gives a role, sorted."""
        facts = self._facts(Responsibility, document_id)
        mentions = (unit for fact in facts for unit in (*fact.lead, *fact.participating, *fact.responsible))
        return tuple(sorted({mention.unit for mention in mentions}))

    def targets(self, *, region: str | None = None, year: int | None = None) -> tuple[Target, ...]:
        """Targets of a region, or due in a year, by document and place."""
        return tuple(
            fact
            for fact in self._facts(Target)
            if (region is None or fact.region == region)
            and (year is None or (fact.deadline or "").startswith(str(year)))
        )

    def due(self, *, year: int | None = None, until: str | None = None) -> tuple[Deadline, ...]:
        """Dated tasks by date: those of a year, or those up to an ISO day."""
        dated = (fact for fact in self._facts(Deadline) if fact.deadline)
        chosen = (
            fact
            for fact in dated
            if (year is None or str(fact.deadline).startswith(str(year)))
            and (until is None or str(fact.deadline) <= until)
        )
        return tuple(
            sorted(chosen, key=lambda fact: (str(fact.deadline), fact.document_id, fact.start, fact.id))
        )

    def neighbourhood(self, unit: str, depth: int = 1) -> nx.MultiDiGraph[str]:
        """The part of the graph within ``depth`` edges of a unit, whatever their direction; a copy."""
        node = f"unit:{unit}"
        if node not in self.graph:
            return nx.MultiDiGraph()
        part: nx.MultiDiGraph[str] = nx.ego_graph(self.graph, node, radius=depth, undirected=True).copy()
        return part

    def write_graphml(self, path: Path) -> None:
        """Write the graph as GraphML (UTF-8)."""
        nx.write_graphml(self._plain_copy(), path, encoding="utf-8")

    def to_json(self) -> str:
        """The graph as node-link JSON."""
        return json.dumps(nx.node_link_data(self._plain_copy(), edges="edges"), ensure_ascii=False)

    def _facts(self, kind: type[_F], document_id: str | None = None) -> list[_F]:
        owned = self._owned.values() if document_id is None else [self._owned.get(document_id, _Owned())]
        found = [fact for each in owned for fact in each.facts if isinstance(fact, kind)]
        return sorted(found, key=lambda fact: (fact.document_id, fact.start, fact.id))

    def _add_fact(self, fact: Fact) -> None:
        self._owned[fact.document_id].facts.append(fact)
        if isinstance(fact, Responsibility):
            self._add_responsibility(fact)
        elif isinstance(fact, Target):
            written = f"{fact.metric} {fact.comparator} {fact.value}{fact.unit}".strip()
            node = self._node(fact.document_id, "target", fact.id, written)
            self.graph.nodes[node]["fact"] = fact
            self._edge(fact.document_id, self._section(fact), node, "has_target")
        else:
            task = self._node(fact.document_id, "task", fact.id, fact.task)
            self.graph.nodes[task]["fact"] = fact
            self._edge(fact.document_id, task, self._section(fact), "belongs_to")
            self._due(fact.document_id, task, fact.deadline or fact.recurrence or fact.as_written)

    def _add_responsibility(self, fact: Responsibility) -> None:
        task = self._node(fact.document_id, "task", fact.id, fact.task)
        self.graph.nodes[task]["fact"] = fact
        self._edge(fact.document_id, task, self._section(fact), "belongs_to")
        roles: tuple[Role, ...] = ("lead", "participating", "responsible")
        for role, mentions in zip(roles, (fact.lead, fact.participating, fact.responsible), strict=True):
            for mention in mentions:
                unit = self._node(fact.document_id, "unit", mention.unit)
                self._edge(fact.document_id, unit, task, ROLE_RELATIONS[role])
                if region := resolve_unit(mention.unit).region:
                    place = self._node(fact.document_id, "region", region)
                    self._edge(fact.document_id, unit, place, "belongs_to")
        if fact.deadline:
            self._due(fact.document_id, task, fact.deadline)

    def _due(self, document_id: str, task: str, when: str) -> None:
        self._edge(document_id, task, self._node(document_id, "deadline", when), "due")

    def _section(self, fact: Fact) -> str:
        node = f"section:{fact.section_id}"
        return node if node in self.graph else f"document:{fact.document_id}"

    def _node(self, document_id: str, kind: str, key: str, label: str = "") -> str:
        node = f"{kind}:{key}"
        if node not in self.graph:
            self.graph.add_node(node, kind=kind, label=label or key)
        self._owners[node].add(document_id)
        self._owned[document_id].nodes.add(node)
        return node

    def _titled(self, document_id: str, title: str) -> str:
        known = self._titles.get(_plain(title))
        if known and known != document_id:
            return f"document:{known}"
        node = self._node(document_id, "document", _plain(title), title)
        self.graph.nodes[node]["external"] = True
        return node

    def _adopt_title(self, document: Document) -> None:
        """Point what cites the title at the document itself."""
        titled, own = f"document:{_plain(document.metadata.title)}", f"document:{document.id}"
        if titled not in self.graph or titled == own:
            return
        for citing, _, key, data in list(self.graph.in_edges(titled, keys=True, data=True)):
            owner = data["document"]
            self._owned[owner].edges.remove((citing, titled, key))
            self._owned[owner].nodes.discard(titled)
            self._edge(owner, citing, own, data["relation"])
        self.graph.remove_node(titled)
        self._owners.pop(titled, None)

    def _release_citations(self, document_id: str) -> None:
        """Point what cites a document that goes at its title again."""
        own = f"document:{document_id}"
        title = str(self.graph.nodes[own]["label"])
        for citing, _, data in list(self.graph.in_edges(own, data=True)):
            if data["relation"] in ("implements", "cites") and data["document"] != document_id:
                node = self._node(data["document"], "document", _plain(title), title)
                self.graph.nodes[node]["external"] = True
                self._edge(data["document"], citing, node, data["relation"])

    def _edge(self, document_id: str, start: str, end: str, relation: Relation) -> None:
        for node in (start, end):
            if node not in self.graph:
                return
        known = (self.graph.get_edge_data(start, end) or {}).values()
        if any(data["relation"] == relation and data["document"] == document_id for data in known):
            return
        key = self.graph.add_edge(start, end, relation=relation, document=document_id)
        self._owned[document_id].edges.append((start, end, key))

    def _plain_copy(self) -> nx.MultiDiGraph[str]:
        """Without the fact objects, which neither format can hold."""
        copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node, data in self.graph.nodes(data=True):
            copy.add_node(node, **{key: value for key, value in data.items() if key != "fact"})
        for start, end, key, data in self.graph.edges(keys=True, data=True):
            copy.add_edge(start, end, key, **data)
        return copy


def build_graph(
    documents: Iterable[Document],
    sections: Iterable[Section],
    facts: Iterable[Fact],
    supersedes: Iterable[tuple[str, str]] = (),
) -> PolicyGraph:
    """The graph of a knowledge base; ``supersedes`` holds pairs (newer id, older id)."""
    sections_of: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        sections_of[section.document_id].append(section)
    facts_of: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        facts_of[fact.document_id].append(fact)
    graph = PolicyGraph()
    for document in documents:
        graph.add_document(document, sections_of[document.id], facts_of[document.id])
    for newer, older in supersedes:
        graph.add_supersession(newer, older)
    return graph


def _plain(title: str) -> str:
    """A title for comparing: no quotation marks, brackets of titles or spaces."""
    return "".join(char for char in title if char not in ' 《》<>〈〉“”"\u3000')
