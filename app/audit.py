"""Who asked, uploaded and removed what: JSON Lines in the knowledge base folder."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kb.store.files import now

if TYPE_CHECKING:
    from ingest.pipeline import FileReport
    from kb.contract import Answer

AUDIT_FILE = "audit.jsonl"
Action = Literal[
    "question", "search", "mark", "upload", "removal", "evaluation", "sign_in", "sign_in_failed"
]  # fmt: skip
Channel = Literal["page", "api", "mcp"]


class AuditLog:
    """Appends one line an event; without a path it records nothing.

    The file is readable by its owner only. At ``max_bytes`` it is renamed to ``audit.1.jsonl``,
    replacing the one before, so that at most twice that size is kept.
    """

    def __init__(self, path: Path | None, *, max_bytes: int = 50_000_000) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._lock = threading.Lock()

    @property
    def enabled(self) -> bool:
        """Whether anything is recorded."""
        return self._path is not None

    def record(self, user: str, action: Action, *, via: Channel, **details: Any) -> None:
        """Append one event; ``details`` are JSON values."""
        if self._path is None:
            return
        entry = {"time": now(), "user": user, "via": via, "action": action, **details}
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        with self._lock:
            self._rotate(self._path)
            # one write to a file opened for appending: lines of several processes do not mix
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)

    def question(self, user: str, answer: Answer, *, via: Channel) -> None:
        """Record a question with the kind of its answer."""
        self.record(
            user,
            "question",
            via=via,
            question=answer.question,
            kind=answer.kind,
            elapsed_ms=answer.elapsed_ms,
        )

    def upload(self, user: str, reports: Iterable[FileReport], *, via: Channel) -> None:
        """Record what became of each uploaded file."""
        for report in reports:
            self.record(
                user,
                "upload",
                via=via,
                file=report.name,
                outcome=report.outcome,
                documents=list(report.document_ids),
            )

    def removal(self, user: str, document_id: str, title: str, *, via: Channel) -> None:
        """Record a removed document."""
        self.record(user, "removal", via=via, document=document_id, title=title)

    def latest(self, count: int = 100) -> list[dict[str, Any]]:
        """The last events, newest first; for maintainers only, it holds everybody's questions."""
        if self._path is None or not self._path.exists():
            return []
        with self._path.open(encoding="utf-8") as stream:
            lines = stream.readlines()[-count:]
        return [json.loads(line) for line in reversed(lines)]

    def _rotate(self, path: Path) -> None:
        if path.exists() and path.stat().st_size >= self._max_bytes:
            path.replace(path.with_name(f"{path.stem}.1{path.suffix}"))
