"""What a document says of itself: number, issuers, dates, status, period, what it implements and cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence, distinctive
from kb.answer.sentences import Sentence, split_sentences
from kb.answer.wording import source_note, status_note
from kb.contract import Answer
from kb.corpus import Corpus, Span, title_text
from kb.dates import find_times, iso_date
from kb.records import Document
from kb.stages import stages_clash, stages_of
from kb.text import tokenize

# Least fit of a document that a question about documents can mean: half of its words, or region and kind.
_LEAST_FIT = 0.5
_LEAST_SHARE = 0.4
_KINDS = re.compile(r"方案|计划|规划|意见|通知|办法|条例|规定|决定|细则|章程|制度|法(?!规|律)")
_TRIAL = re.compile(
    r"[^，。；\n]{0,12}(?:试行期|有效期|试行)(?:限)?(?:为|至|到)?[^，。；\n]{0,16}(?:年|月|日)"
)
_DATED = re.compile(r"施行|通过|公布|修正|修订|发布|印发")
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
    scored = [(_fit(evidence, corpus.documents[i]), corpus.documents[i]) for i in sorted(evidence.documents)]
    best = max((fit for fit, _ in scored), default=0.0)
    if best < _LEAST_FIT:
        return []
    fitting = [document for fit, document in scored if fit >= best - 1e-6]
    return sorted(fitting, key=lambda document: (corpus.status[document.id] == "superseded", document.id))[:3]


def _fit(evidence: Evidence, document: Document) -> float:
    """How well a question's description fits a document: words of its title, kind of document, region."""
    question = evidence.question
    metadata = document.metadata
    described = f"{question.topic} {question.document_hint}"
    # words that stand in no title at all (名称, 印发) say nothing about which document is meant
    terms = tuple(t for t in dict.fromkeys(tokenize(described)) if t in evidence.vocabulary.title_terms)
    fit = _weighted_share(evidence, terms, frozenset(tokenize(title_text(document))))
    if distinctive(" ".join(terms)) and fit < _LEAST_SHARE:
        return 0.0
    kinds = set(_KINDS.findall(described or question.reading))
    if kinds and kinds & set(_KINDS.findall(metadata.title)[-1:]):
        fit += 0.3
    if metadata.region in question.regions:
        fit += 0.25
    stages = stages_of(described)
    if stages_clash(stages, metadata.title):
        fit -= 0.4
    elif stages & stages_of(metadata.title):
        fit += 0.2
    return fit


def _weighted_share(evidence: Evidence, terms: tuple[str, ...], held: frozenset[str]) -> float:
    if not terms:
        return 0.0
    weights = evidence.finder.term_rarity(terms)
    return float(
        sum(weight for term, weight in zip(terms, weights, strict=True) if term in held) / weights.sum()
    )


def _line(evidence: Evidence, draft: AnswerDraft, document: Document) -> str:
    parts: list[str] = []
    for name in evidence.question.asks_metadata:
        part = _FIELDS[name](evidence.corpus, document)
        if part:
            parts.append(part)
    if not parts:
        return ""
    marks = "".join(f"[{n}]" for n in dict.fromkeys(draft.cite(span) for span in _proofs(evidence, document)))
    status = evidence.corpus.status[document.id]
    if "standing" in evidence.question.asks_metadata:
        parts.extend(_abolished(evidence, draft, document))
    return f"{'；'.join(parts)}{marks}——{source_note(document, status, evidence.question.language)}"


def _abolished(evidence: Evidence, draft: AnswerDraft, document: Document) -> list[str]:
    """The sentence of a newer version that abolishes the document, quoted."""
    newer = evidence.corpus.superseded_by.get(document.id)
    if newer is None:
        return []
    for sentence in split_sentences(evidence.corpus.documents[newer].text):
        if "废止" in sentence.text and len(sentence.text) < 200:
            n = draft.cite(Span(newer, sentence.start, sentence.end))
            return [f"{sentence.text.rstrip('。')}[{n}]"]
    return []


def _number(_corpus: Corpus, document: Document) -> str:
    return f"文号：{document.metadata.number}" if document.metadata.number else ""


def _issuer(_corpus: Corpus, document: Document) -> str:
    return f"发文机关：{'、'.join(document.metadata.issuers)}" if document.metadata.issuers else ""


def _dates(_corpus: Corpus, document: Document) -> str:
    metadata = document.metadata
    parts = []
    if metadata.issued:
        parts.append(f"发布日期：{chinese_date(metadata.issued)}")
    if metadata.effective:
        parts.append(f"施行日期：{chinese_date(metadata.effective)}")
    return "，".join(parts)


def chinese_date(iso: str) -> str:
    """2022-12-02 as 2022年12月2日; years and months likewise."""
    units = ("年", "月", "日")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(iso.split("-"), units, strict=False))


def _trial(_corpus: Corpus, document: Document) -> str:
    match = _TRIAL.search(document.text)
    return match.group() if match else ""


def _abolishes(_corpus: Corpus, document: Document) -> str:
    return "".join(sentence.text for sentence in _abolishing(document)[:1])


def _abolishing(document: Document) -> list[Sentence]:
    """Sentences of the document that abolish an earlier text."""
    return [s for s in split_sentences(document.text) if "废止" in s.text and "《" in s.text]


def _standing(corpus: Corpus, document: Document) -> str:
    status = corpus.status[document.id]
    newer = corpus.superseded_by.get(document.id)
    parts = [f"状态：{_STATUS_WORDS[status]}"]
    if newer is not None:
        newest = corpus.documents[newer]
        parts.append(f"新版：{_date_of(newest)}《{newest.metadata.title}》")
    if document.metadata.finality == "draft" and status != "draft":
        parts.append(status_note("draft", "zh"))
    if period := _period(corpus, document):
        parts.append(period)
    return "，".join(parts)


def _date_of(document: Document) -> str:
    written = document.metadata.issued or document.metadata.effective
    return f"（{chinese_date(written)}）" if written else ""


def _basis(_corpus: Corpus, document: Document) -> str:
    metadata = document.metadata
    parts = []
    if metadata.implements:
        parts.append(f"依据或落实：{'、'.join(_cited_as(document, title) for title in metadata.implements)}")
    if metadata.cites:
        parts.append(f"引用：{'、'.join(_cited_as(document, title) for title in metadata.cites)}")
    return "；".join(parts)


def _cited_as(document: Document, title: str) -> str:
    """《title》 with the number that the document gives behind it, as written."""
    match = re.search(rf"《{re.escape(title)}》(?:[（(][^（）()]*号[）)])?", document.text)
    return match.group() if match else f"《{title}》"


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
    "period": _period, "parts": _parts, "abolishes": _abolishes, "trial": _trial, "applies_to": _region,
}  # fmt: skip


def _proofs(evidence: Evidence, document: Document) -> list[Span]:
    """Where the document says so: a sentence for each date, number, issuer or title, else its beginning."""
    signs = [
        sign for name in evidence.question.asks_metadata for sign in _signs(evidence.corpus, document, name)
    ]
    places = [document.text.find(sign) for sign in signs]
    spans = [_sentence_at(document, place) for place in places if place >= 0]
    return list(dict.fromkeys(spans)) or [Span(document.id, 0, min(len(document.text), 200))]


def _signs(corpus: Corpus, document: Document, name: str) -> tuple[str, ...]:
    """Pieces of the text that prove a field."""
    metadata = document.metadata
    if name == "number":
        return (metadata.number,) if metadata.number else ()
    if name == "basis":
        return (*metadata.implements, *metadata.cites)
    if name == "issuer":
        return metadata.issuers
    if name == "when_issued":
        return _written_dates(document, metadata.issued, metadata.effective)
    if name == "trial":
        return tuple(match.group() for match in [_TRIAL.search(document.text)] if match)
    if name == "abolishes":
        return tuple(sentence.text for sentence in _abolishing(document)[:1])
    if name == "standing":
        newer = corpus.documents.get(corpus.superseded_by.get(document.id, ""), document)
        return ("征求意见稿", *_written_dates(newer, newer.metadata.issued))
    return ()


def _written_dates(document: Document, *dates: str | None) -> tuple[str, ...]:
    """The lines that hold the dates: near the beginning or the end, or saying when the text takes effect."""
    lines = document.text.split("\n")
    likely = [*lines[:12], *lines[-12:], *(line for line in lines if _DATED.search(line))]
    found = []
    for date in filter(None, dates):
        stated = (
            line for line in likely if date in {time.value for time in find_times(line)} | {iso_date(line)}
        )
        found.extend([line for line in [next(stated, None)] if line])
    return tuple(found)


def _sentence_at(document: Document, offset: int) -> Span:
    first = max(0, offset - 400)
    for sentence in split_sentences(document.text[first : offset + 600], offset=first):
        if sentence.start <= offset < sentence.end:
            return Span(document.id, sentence.start, sentence.end)
    return Span(document.id, offset, min(len(document.text), offset + 60))
