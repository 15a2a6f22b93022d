"""Facts of the documents: responsibilities, targets and deadlines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kb.records import Deadline, Fact, Responsibility, Target, UnitMention

if TYPE_CHECKING:
    from kb.store.store import Store

_TYPES: dict[str, type[Fact]] = {"responsibility": Responsibility, "target": Target, "deadline": Deadline}
_NAMES: dict[type[Fact], str] = {kind: name for name, kind in _TYPES.items()}
_ROLES = ("lead", "participating", "responsible")


class FactTable:
    """Table ``facts``; only facts of live documents show."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, document_id: str, facts: Sequence[Fact]) -> None:
        """Make these the facts of the document. Call inside a transaction."""
        connection = self._store.connection
        connection.execute("DELETE FROM facts WHERE document_id = ?", (document_id,))
        connection.executemany(
            "INSERT OR IGNORE INTO facts (id, document_id, type, start, payload) VALUES (?, ?, ?, ?, ?)",
            [(fact.id, document_id, _NAMES[type(fact)], fact.start, _payload(fact)) for fact in facts],
        )

    def all(self) -> tuple[Fact, ...]:
        """Facts of all live documents, by document and place."""
        rows = self._store.connection.execute(
            "SELECT type, payload FROM facts WHERE document_id IN (SELECT id FROM live_documents) "
            "ORDER BY document_id, start, id"
        )
        return tuple(_fact(kind, payload) for kind, payload in rows)

    def of_document(self, document_id: str) -> tuple[Fact, ...]:
        """Facts of one document by place."""
        rows = self._store.connection.execute(
            "SELECT type, payload FROM facts WHERE document_id = ? ORDER BY start, id", (document_id,)
        )
        return tuple(_fact(kind, payload) for kind, payload in rows)

    def counts(self) -> dict[str, int]:
        """Number of facts by document id."""
        rows = self._store.connection.execute("SELECT document_id, count(*) FROM facts GROUP BY document_id")
        return {str(document_id): int(count) for document_id, count in rows}


def _payload(fact: Fact) -> str:
    return json.dumps(asdict(fact), ensure_ascii=False, separators=(",", ":"))


def _fact(kind: str, payload: str) -> Fact:
    values: dict[str, Any] = json.loads(payload)
    if kind == "responsibility":
        for role in _ROLES:
            values[role] = tuple(UnitMention(**mention) for mention in values[role])
    return _TYPES[kind](**values)
