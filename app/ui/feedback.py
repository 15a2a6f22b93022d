"""An answer marked wrong becomes an evaluation question of the set "feedback".

What a person meant with one click is known only in part:

- 应该拒答: complete; the question counts as unanswerable.
- 答案错误: the cited passages are taken as the evidence, so the search for them is measured; the right
  answer is still to be written down.
- 引用错误: the best passage that was not cited is taken as the evidence until a person names another.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kb.contract import Answer, Citation
from kb.corpus import Corpus, Span
from kb.store.files import now

if TYPE_CHECKING:
    from app.service import Service

Mark = Literal["wrong_answer", "wrong_citation", "should_refuse"]
MARKS: tuple[str, ...] = ("wrong_answer", "wrong_citation", "should_refuse")
_ANCHOR_CHARS = 25
_lock = threading.Lock()


def feedback_path(folder: Path) -> Path:
    """The set's question file in a knowledge base folder."""
    return folder / "sets" / "feedback" / "questions.jsonl"


def save_mark(service: Service, answer: Answer, mark: str, *, turns: Sequence[str] = ()) -> dict[str, Any]:
    """Add the question to the set, or replace what was said of it before; returns the entry."""
    entry = _entry(service, answer, mark, turns)
    with _lock:
        path = feedback_path(service.settings.folder)
        entries = {known["id"]: known for known in read_entries(path)}
        entries[entry["id"]] = entry
        write_entries(path, list(entries.values()))
    return entry


def complete_entry(folder: Path, question_id: str, contains: Sequence[str]) -> None:
    """Write down what the right answer has to contain."""
    with _lock:
        path = feedback_path(folder)
        entries = read_entries(path)
        for entry in entries:
            if entry["id"] == question_id and entry["evidence"]:
                entry |= {"category": "passage", "gold": {"contains": list(contains)}}
        write_entries(path, entries)


def drop_entry(folder: Path, question_id: str) -> None:
    """Take a question out of the set."""
    with _lock:
        path = feedback_path(folder)
        write_entries(path, [entry for entry in read_entries(path) if entry["id"] != question_id])


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The set's lines as objects; empty without a file."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def write_entries(path: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Replace the file in one step; a set without questions has no file."""
    if not entries:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(
        "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), encoding="utf-8"
    )
    partial.replace(path)


def _entry(service: Service, answer: Answer, mark: str, turns: Sequence[str]) -> dict[str, Any]:
    key = "\n".join((*turns, answer.question))
    evidence = _evidence(service, answer, mark)
    refuses = mark == "should_refuse" or not evidence
    return {
        "id": f"feedback-{hashlib.sha256(key.encode()).hexdigest()[:10]}",
        "question": answer.question,
        "turns": list(turns),
        "category": "unanswerable" if refuses else "retrieval",
        "split": "dev",
        "evidence": [] if refuses else evidence,
        "gold": {"missing": answer.question} if refuses else None,
        "feedback": {"mark": mark, "answer": answer.text, "kind": answer.kind, "time": now()},
    }


def _evidence(service: Service, answer: Answer, mark: str) -> list[dict[str, Any]]:
    if mark == "should_refuse":
        return []
    corpus = service.base.corpus
    if mark == "wrong_answer":
        return [_piece(corpus, citation) for citation in answer.citations[:3]]
    cited = [(citation.document, citation.start, citation.end) for citation in answer.citations]
    for passage in service.search(answer.question, top_k=10):
        chunk = passage.chunk
        overlaps = any(d == chunk.document_id and s < chunk.end and chunk.start < e for d, s, e in cited)
        if not overlaps:
            return [_piece(corpus, corpus.cite(1, Span(chunk.document_id, chunk.start, chunk.end)))]
    return [_piece(corpus, citation) for citation in answer.citations[:3]]


def _piece(corpus: Corpus, citation: Citation) -> dict[str, Any]:
    first_line = citation.quote.split("\n", 1)[0]
    return {
        "document": corpus.document(citation.document).source,
        "section": list(citation.section),
        "anchor": first_line[:_ANCHOR_CHARS],
    }
