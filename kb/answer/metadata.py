"""What a document says of itself: number, issuers, dates, status, period, what it implements and cites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kb.answer.acts import KINDS, Act, acts_in, chosen, in_force_sentence
from kb.answer.documents_meant import described_share, documents_meant, title_share
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.issuers import issuers
from kb.answer.metadata_words import labelled
from kb.answer.particulars import FIELDS, Statement, basis, page_date, page_field, quoted, session
from kb.answer.places import dated_line, number_place, sentence_at, title_place
from kb.answer.standing import abolished_elsewhere, period, standing
from kb.answer.wording import source_note
from kb.contract import Answer
from kb.dates import chinese_date
from kb.question.metadata_cues import DOCUMENT_ACTS, PAGE_LABELS
from kb.records import Document
from kb.text import tokenize

_CITED = re.compile(
    r"《(?P<title>[^《》]{2,80}(?:〈[^〉]*〉[^《》]*)?)》\s*[（(](?P<number>[^（()）]{4,40}号)[)）]"
)
_ASKS_CITED = re.compile(
    r"引用|援引|所引|提到|提及|落实|依据|根据|按照|执行|参照|\bcit(?:ed|es)\b|refers? to"
)
_SAYS_CITED = re.compile(r"(?:引用|援引|所引|提到|提及|依据|落实|执行|参照)(?:了)?的|\bcited\b")
_ORDER_NUMBER = re.compile(r"第\s*[零〇○一二三四五六七八九十百千\d]+\s*号")
_MOST_ACTS = 4
# What a plan does not say of itself, its notice does not say of it either.
_OWN_ONLY = frozenset(
    {"standing", "basis", "period", "parts", "structure", "abolishes", "interprets", "amendments"}
)


def answer_metadata(evidence: Evidence) -> Answer | None:
    """The fields that are asked for, of the document that is meant; None when no document is."""
    draft = AnswerDraft(evidence.corpus, evidence.question)
    meant = documents_meant(evidence)
    gone = abolished_elsewhere(evidence) if "standing" in evidence.question.asks_metadata else None
    if gone is not None and all(described_share(evidence, document) < gone.share for document in meant):
        lines = [_said(evidence, draft, gone.by, [gone.statement])]
    else:
        lines = [line for document in meant if (line := _line(evidence, draft, document))]
    if not lines:
        return None
    return draft.finish("metadata", "\n".join(lines), confidence=0.8)


def _line(evidence: Evidence, draft: AnswerDraft, document: Document) -> str:
    found: dict[str, Statement] = {}
    for name in evidence.question.asks_metadata:
        for statement in _statements(evidence, document, name):
            found.setdefault(statement.text, statement)
    return _said(evidence, draft, document, list(found.values())) if found else ""


def _said(evidence: Evidence, draft: AnswerDraft, document: Document, statements: list[Statement]) -> str:
    parts = []
    for statement in statements:
        text = statement.text
        spans = statement.spans or (title_place(document),)
        said = labelled(statement.label, text, evidence.question.language)
        parts.append(said + "".join(f"[{n}]" for n in dict.fromkeys(draft.cite(span) for span in spans)))
    homes = sorted({span.document_id for s in statements for span in s.spans})
    # what only the notice that hands a document out says is said in the notice's name
    source = evidence.corpus.document(homes[0]) if homes and document.id not in homes else document
    status = evidence.corpus.status[document.id]
    return f"{'；'.join(parts)}——{source_note(source, status, evidence.question.language)}"


def _statements(evidence: Evidence, document: Document, name: str) -> list[Statement]:
    """A field of the document; what only the notice that hands it out says is taken from there."""
    own = _of_document(evidence, document, name)
    if own or name in _OWN_ONLY:
        return own
    siblings = [d for d in evidence.corpus.documents.values() if d.file_hash == document.file_hash]
    before = sorted((d for d in siblings if d.position < document.position), key=lambda d: d.position)
    return next((found for d in before if (found := _of_document(evidence, d, name))), [])


def _of_document(evidence: Evidence, document: Document, name: str) -> list[Statement]:
    if name in FIELDS:
        return FIELDS[name](evidence.corpus, document)
    return _DERIVED[name](evidence, document)


def _asked_acts(evidence: Evidence) -> list[str]:
    question = evidence.question
    text = question.text.lower() if question.language == "en" else question.reading
    return [named.name for named in DOCUMENT_ACTS if named.pattern.search(text)]


def _acts(evidence: Evidence, document: Document, kinds: Iterable[str]) -> list[Act]:
    question = evidence.question
    return chosen(acts_in(document.text), list(kinds), reading=question.reading, years=question.years)


def _quoted_acts(document: Document, acts: Iterable[Act]) -> list[Statement]:
    return [quoted(document, act.start, act.end) for act in list(acts)[-_MOST_ACTS:]]


def _number(evidence: Evidence, document: Document) -> list[Statement]:
    """The number of a cited document where one is asked about, else the document's own, else that of its order."""
    if cited := _cited_number(evidence, document):
        return [cited]
    number = document.metadata.number
    place = number_place(document, number) if number else None
    if number is not None and place is not None:
        return [Statement(number, (place,), "number")]
    acts = _acts(evidence, document, _asked_acts(evidence) or KINDS)
    numbered = [act for act in acts if _ORDER_NUMBER.search(act.text)]
    numbered = numbered or [act for act in acts_in(document.text) if _ORDER_NUMBER.search(act.text)]
    return _quoted_acts(document, sorted(numbered, key=lambda act: act.day, reverse=True))


def _cited_number(evidence: Evidence, document: Document) -> Statement | None:
    """《title》（number） inside the document whose title fits the question better than the document's own."""
    question = evidence.question
    if not _ASKS_CITED.search(question.text.lower()):
        return None
    terms = tuple(dict.fromkeys(tokenize(question.topic)))
    own = title_share(evidence, terms, frozenset(tokenize(document.metadata.title)))
    best, score = None, 0.3 if _SAYS_CITED.search(question.text.lower()) else max(own, 0.3)
    for match in _CITED.finditer(document.text):
        share = title_share(evidence, terms, frozenset(tokenize(match["title"])))
        if share > score:
            best, score = match, share
    return quoted(document, best.start(), best.end()) if best else None


def _issuer(evidence: Evidence, document: Document) -> list[Statement]:
    kinds = [kind for kind in _asked_acts(evidence) if kind != "in_force"] or ["adopted", "published"]
    acts = _acts(evidence, document, kinds)
    if acts:
        return _quoted_acts(document, acts)
    if "adopted" in kinds and "published" not in kinds and (met := session(evidence.corpus, document)):
        return met
    return issuers(document)


def _dates(evidence: Evidence, document: Document) -> list[Statement]:
    kinds = _asked_acts(evidence)
    found: list[Statement] = []
    if "in_force" in kinds:
        found.extend(_in_force(evidence, document))
    others = [kind for kind in kinds if kind != "in_force"]
    found.extend(_quoted_acts(document, _acts(evidence, document, others)))
    if found:
        return found
    if "adopted" in others and (met := session(evidence.corpus, document)):
        return met
    return _issued(document) or _quoted_acts(document, _acts(evidence, document, KINDS))


def _in_force(evidence: Evidence, document: Document) -> list[Statement]:
    """From when the document applies, with the day of its issue where that is what counts."""
    found: list[Statement] = []
    sentence = in_force_sentence(document.text)
    if sentence is not None:
        start, end, text = sentence
        found.append(quoted(document, start, end))
        if "之日" in text and not re.search(r"\d\s?日|[一二三四五六七八九十]日起", text):
            published = _acts(evidence, document, ("published", "adopted"))
            found.extend(_quoted_acts(document, published[-1:]) or _issued(document))
    later = [act for act in acts_in(document.text) if "in_force" in act.kinds]
    known = "".join(statement.text for statement in found)
    days = [act for act in later if chinese_date(act.day) not in known]
    return [*found, *_quoted_acts(document, days[-1:])]


def _issued(document: Document) -> list[Statement]:
    """The day of publication that a page states, and the day that the text is signed with."""
    found = [
        statement
        for label in ("发布日期", "发布时间", "公布日期", "成文日期", "印发日期", "发文日期")
        for statement in page_date(document, label)
    ]
    issued = document.metadata.issued
    known = "".join(statement.text for statement in found)
    if issued and issued not in known and chinese_date(issued) not in known:
        line = dated_line(document, issued)
        found.extend([Statement(chinese_date(issued), (line,), "dated")] if line else [])
    return found


def _amendments(_evidence: Evidence, document: Document) -> list[Statement]:
    """Every amendment that the text lists."""
    acts = [act for act in acts_in(document.text) if "amended" in act.kinds]
    return [quoted(document, act.start, act.end) for act in acts]


def _basis(evidence: Evidence, document: Document) -> list[Statement]:
    metadata = document.metadata
    found = []
    for label, titles in (("basis", metadata.implements), ("cites", metadata.cites)):
        places = [place for title in titles if (place := document.text.find(title)) >= 0]
        if titles:
            names = "、".join(_cited_as(document, title) for title in titles)
            found.append(Statement(names, tuple(sentence_at(document, at) for at in places), label))
    return [*found, *([] if metadata.implements else basis(evidence.corpus, document))]


def _cited_as(document: Document, title: str) -> str:
    """《title》 with the number that the document gives behind it, as written."""
    match = re.search(rf"《{re.escape(title)}》(?:[（(][^（）()]*号[）)])?", document.text)
    return match.group() if match else f"《{title}》"


def _parts(evidence: Evidence, document: Document) -> list[Statement]:
    siblings = sorted(
        (d for d in evidence.corpus.documents.values() if d.file_hash == document.file_hash),
        key=lambda other: other.position,
    )
    if len(siblings) < 2:
        return []
    titles = "、".join(f"《{other.metadata.title}》" for other in siblings)
    spans = tuple(title_place(other) for other in siblings)
    return [Statement(f"{len(siblings)}份文件：{titles}", spans, "parts")]


def _session(evidence: Evidence, document: Document) -> list[Statement]:
    """Which meeting did what is asked about."""
    kinds = [kind for kind in _asked_acts(evidence) if kind != "in_force"] or [
        "adopted",
        "approved",
        "amended",
    ]
    met = [act for act in _acts(evidence, document, kinds) if re.search("会议|大会|全会", act.text)]
    return _quoted_acts(document, met) or session(evidence.corpus, document)


def _page_fields(evidence: Evidence, document: Document) -> list[Statement]:
    labels = [label for label in PAGE_LABELS if label in evidence.question.reading]
    return [statement for label in labels for statement in page_field(document, label)]


_DERIVED: dict[str, Callable[[Evidence, Document], list[Statement]]] = {
    "number": _number, "issuer": _issuer, "when_issued": _dates, "standing": standing, "basis": _basis,
    "period": period, "parts": _parts, "amendments": _amendments, "session": _session, "page_field": _page_fields,
}  # fmt: skip
