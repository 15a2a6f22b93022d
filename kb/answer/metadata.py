"""What a document says of itself: number, issuers, dates, status, period, what it implements and cites."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.wording import source_note, status_note
from kb.contract import Answer
from kb.corpus import Corpus, Span
from kb.records import Document
from kb.text import tokenize

_STATUS_WORDS = {
    "draft": "征求意见稿，尚未正式印发",
    "in_force": "现行",
    "period_over": "期限已过",
    "superseded": "已有新版",
    "unknown": "未注明效力",
}


def answer_metadata(evidence: Evidence) -> Answer | None:
    """The fields that are asked for, of the document that is meant; None when no document is."""
    documents = documents_meant(evidence)
    if not documents:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = []
    for document in documents:
        if line := _line(evidence, draft, document):
            lines.append(line)
    if not lines:
        return None
    return draft.finish("metadata", "\n".join(lines), confidence=0.8)


def documents_meant(evidence: Evidence) -> list[Document]:
    """Documents that the question is about: by title or number, else by region and words of the title."""
    corpus = evidence.corpus
    if evidence.named_documents:
        named = [corpus.documents[i] for i in sorted(evidence.named_documents & evidence.documents)]
        return sorted(named, key=lambda document: (corpus.status[document.id] == "superseded", document.id))[
            :3
        ]
    scored = []
    for document_id in sorted(evidence.documents):
        document = corpus.documents[document_id]
        coverage = evidence.coverage(frozenset(tokenize(_title_text(document))))
        scored.append((coverage, document))
    best = max((coverage for coverage, _ in scored), default=0.0)
    if best < 0.5 and not (evidence.question.regions and len(scored) == 1):
        return []
    return [document for coverage, document in scored if coverage >= best - 1e-6][:3]


def _title_text(document: Document) -> str:
    metadata = document.metadata
    return " ".join(part for part in (metadata.title, metadata.region, metadata.number) if part)


def _line(evidence: Evidence, draft: AnswerDraft, document: Document) -> str:
    parts: list[str] = []
    for name in evidence.question.asks_metadata:
        part = _FIELDS[name](evidence.corpus, document)
        if part:
            parts.append(part)
    if not parts:
        return ""
    n = draft.cite(_proof(document, evidence.question.asks_metadata))
    status = evidence.corpus.status[document.id]
    return f"{'；'.join(parts)}[{n}]——{source_note(document, status, evidence.question.language)}"


def _number(_corpus: Corpus, document: Document) -> str:
    return f"文号：{document.metadata.number}" if document.metadata.number else ""


def _issuer(_corpus: Corpus, document: Document) -> str:
    return f"发文机关：{'、'.join(document.metadata.issuers)}" if document.metadata.issuers else ""


def _dates(_corpus: Corpus, document: Document) -> str:
    metadata = document.metadata
    parts = []
    if metadata.issued:
        parts.append(f"发布日期：{metadata.issued}")
    if metadata.effective:
        parts.append(f"施行日期：{metadata.effective}")
    return "，".join(parts)


def _standing(corpus: Corpus, document: Document) -> str:
    status = corpus.status[document.id]
    newer = corpus.superseded_by.get(document.id)
    parts = [f"状态：{_STATUS_WORDS[status]}"]
    if newer is not None:
        newest = corpus.documents[newer]
        parts.append(
            f"新版：{newest.metadata.issued or newest.metadata.effective or ''}《{newest.metadata.title}》"
        )
    if document.metadata.finality == "draft" and status != "draft":
        parts.append(status_note("draft", "zh"))
    if period := _period(corpus, document):
        parts.append(period)
    return "，".join(parts)


def _basis(_corpus: Corpus, document: Document) -> str:
    metadata = document.metadata
    parts = []
    if metadata.implements:
        parts.append(f"依据或落实：{'、'.join(f'《{title}》' for title in metadata.implements)}")
    if metadata.cites:
        parts.append(f"引用：{'、'.join(f'《{title}》' for title in metadata.cites)}")
    return "；".join(parts)


def _period(_corpus: Corpus, document: Document) -> str:
    metadata = document.metadata
    if metadata.year_to is None:
        return ""
    first = metadata.year_from or metadata.year_to
    return f"期限：{first}年至{metadata.year_to}年" if first != metadata.year_to else f"期限：{first}年"


def _parts(corpus: Corpus, document: Document) -> str:
    siblings: Sequence[Document] = sorted(
        (other for other in corpus.documents.values() if other.file_hash == document.file_hash),
        key=lambda other: other.position,
    )
    if len(siblings) < 2:
        return ""
    titles = "、".join(f"《{other.metadata.title}》" for other in siblings)
    return f"该文件包含{len(siblings)}份文件：{titles}"


def _region(_corpus: Corpus, document: Document) -> str:
    return f"地区：{document.metadata.region}" if document.metadata.region else ""


_FIELDS: dict[str, Callable[[Corpus, Document], str]] = {
    "number": _number, "issuer": _issuer, "when_issued": _dates, "standing": _standing, "basis": _basis,
    "period": _period, "parts": _parts, "applies_to": _region,
}  # fmt: skip


def _proof(document: Document, asked: Sequence[str]) -> Span:
    """Where the document says so: around the number or issuers, else its beginning."""
    text = document.text
    if "number" in asked and document.metadata.number:
        start = text.find(document.metadata.number)
        if start >= 0:
            return Span(document.id, start, start + len(document.metadata.number))
    return Span(document.id, 0, min(len(text), 200))
