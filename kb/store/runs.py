"""Evaluation runs, kept with the documents that they measured."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.store.store import Store


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run of one question set. ``settings``, ``versions`` and ``results`` are JSON texts."""

    time: str
    set_name: str
    selection: str
    """Which questions ran ("all", "dev", "test, first 20"): only runs with the same selection compare."""
    corpus_hash: str
    settings: str
    versions: str
    results: str
    regressed: bool
    """Whether the run was worse than the one before; such a run is no yardstick for the next."""


_COLUMNS = ", ".join(field.name for field in fields(StoredRun))


class RunTable:
    """Table ``eval_runs``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, run: StoredRun) -> int:
        """Append a run; returns its id. Call inside a transaction."""
        values = [getattr(run, field.name) for field in fields(StoredRun)]
        marks = ", ".join("?" * len(values))
        row = self._store.connection.execute(
            f"INSERT INTO eval_runs ({_COLUMNS}) VALUES ({marks}) RETURNING id", values
        ).fetchone()
        return int(row[0])

    def yardstick(self, set_name: str, selection: str) -> StoredRun | None:
        """The latest run of this set and selection that did not regress."""
        row = self._store.connection.execute(
            f"SELECT {_COLUMNS} FROM eval_runs WHERE set_name = ? AND selection = ? AND regressed = 0 "
            "ORDER BY id DESC LIMIT 1",
            (set_name, selection),
        ).fetchone()
        return None if row is None else _run(row)

    def has(self, set_name: str) -> bool:
        """Whether the set was ever run over this knowledge base."""
        row = self._store.connection.execute(
            "SELECT 1 FROM eval_runs WHERE set_name = ? LIMIT 1", (set_name,)
        ).fetchone()
        return row is not None

    def all(self, *, limit: int = 1000) -> tuple[StoredRun, ...]:
        """Latest runs, newest first."""
        rows = self._store.connection.execute(
            f"SELECT {_COLUMNS} FROM eval_runs ORDER BY id DESC LIMIT ?", (limit,)
        )
        return tuple(_run(row) for row in rows)


def _run(row: tuple[Any, ...]) -> StoredRun:
    run = StoredRun(*row)
    return replace(run, regressed=bool(run.regressed))
