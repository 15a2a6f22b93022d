"""A small world for evaluation tests: two documents, built by hand, and answers about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from eval.dataset import Evidence, PiecesGold, Question
from eval.metrics import RankedChunk
from eval.relevance import Library
from eval.runner import SearchMode
from kb.contract import Answer, Citation
from kb.corpus import Corpus
from kb.records import Chunk, Document, Metadata, Section
from kb.store.store import Store, create_store

PARTS = {
    "甲.txt": ("甲市教育计划", "一、投入", "由市财政局牵头，市教育局配合，到2025年投入达到96%以上。"),
    "乙.txt": ("乙县教育计划", "一、队伍", "县教育局负责，每三年轮岗一次，2022年底前完成培训。"),
}


def build(folder: Path, parts: Mapping[str, tuple[str, str, str]] = PARTS) -> tuple[Store, Library]:
    """A store with one document, section and chunk for each entry."""
    store = create_store(folder)
    with store.writing(), store.transaction():
        for source, (title, heading, body) in parts.items():
            _save(store, source, title, heading, body)
    return store, Library.of_store(store, Corpus(store, today=date(2026, 1, 1)))


def _save(store: Store, source: str, title: str, heading: str, body: str) -> None:
    text = f"{title}\n{heading}\n{body}\n"
    start = len(title) + 1
    document = Document(source, text, Metadata(title=title, region=title[:2]), source, f"hash of {source}")
    section = Section(
        f"{source}-s", source, None, 1, heading[:2], heading[2:], (heading,), start, len(text),
        start + len(heading),
    )  # fmt: skip
    chunk = Chunk(f"{source}-c", source, section.id, start, len(text), text[start:], title)
    store.documents.save(document, [section], [chunk])
    file_id = store.files.save(
        path=f"/somewhere/{source}", name=source, file_hash=document.file_hash, size=len(text), rules="1"
    )
    store.files.link(file_id, (source,))


def cite(library: Library, source: str, quote: str, *, n: int = 1) -> Citation:
    """The citation of a verbatim piece."""
    document = library.corpus.document(source)
    start = document.text.index(quote)
    return Citation(
        n,
        source,
        document.metadata.title,
        source,
        (PARTS[source][1],),
        None,
        start,
        start + len(quote),
        quote,
        "unknown",
    )


def passage_question(name: str = "q1", source: str = "甲.txt", anchor: str = "达到96%以上") -> Question:
    """A question whose answer is one sentence."""
    return Question(
        name, f"{name}？", "passage", "dev", (Evidence(source, ("一、投入",), anchor),), PiecesGold((anchor,))
    )


def refusal(question: str = "？") -> Answer:
    """What is said when the documents hold nothing."""
    return Answer(question, "refusal", "文件中没有。", missing="没有")


def passage_answer(library: Library, source: str = "甲.txt") -> Answer:
    """An answer that quotes the whole body of a document."""
    body = PARTS[source][2]
    return replace(
        refusal(), kind="passage", text=body, missing=None, citations=(cite(library, source, body),)
    )


@dataclass
class FakeSystem:
    """Gives prepared answers and rankings; what is not prepared is a refusal or nothing."""

    answers: Mapping[str, Answer | Exception] = field(default_factory=dict)
    rankings: Mapping[SearchMode, Sequence[str]] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        """A prepared answer, or the prepared exception raised."""
        self.asked.append((question, tuple(turns)))
        answer = self.answers.get(question, refusal(question))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def read_on(self, answer: Answer, turns: Sequence[str], top_k: int) -> tuple[RankedChunk, ...]:  # noqa: ARG002
        """The cited documents' chunks, then the prepared ranking of hybrid search."""
        cited = [f"{citation.document}-c" for citation in answer.citations]
        ranking = dict.fromkeys((*cited, *self.rankings.get("hybrid", ())))
        return tuple(RankedChunk(name) for name in ranking)[:top_k]

    def search(self, query: str, mode: SearchMode, top_k: int) -> tuple[RankedChunk, ...]:  # noqa: ARG002
        """The prepared ranking of the mode."""
        return tuple(RankedChunk(name) for name in self.rankings.get(mode, ())[:top_k])
