"""What is looked up once for a question and used by every kind of answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.answer.tuning import WEIGHTS
from kb.corpus import Corpus, title_text
from kb.interfaces import PassageFinder
from kb.question.model import Question
from kb.question.vocabulary import QuestionVocabulary
from kb.records import Chunk, Document, Filters, Hit
from kb.rules import Rule, rule
from kb.stages import stages_of
from kb.text import tokenize
from kb.units import match_unit

if TYPE_CHECKING:
    from kb.answer.candidates import Candidate

_TOP_K = 30
_SHORTEST_TITLE = 4
_SHORTEST_BARE_TITLE = 6
_MAX_OTHERS = 3
_COMMON_TITLE_TERMS = frozenset(
    [
        "方案",
        "计划",
        "规划",
        "意见",
        "通知",
        "办法",
        "条例",
        "规定",
        "决定",
        "细则",
        "实施",
        "行动",
        "发展",
        "提升",
        "工作",
        "关于",
        "印发",
        "教育",
        "推进",
        "加强",
        "建设",
        "十四五",
        "那个",
        "这个",
        "这份",
        "文件",
        "实施方案",
        "实施意见",
        "行动计划",
        "实施办法",
        "若干",
        "促进",
        "管理",
    ]
)


SCHOOL_NAME = rule(
    "school_name",
    r"(?P<name>(?![各本该全])[\u4e00-\u9fff]{2,3}第?[一二三四五六七八九十]{1,3}(?:[中小](?:学(?![生校籍科期年段]))?|幼儿园|高|职中)(?![年级心间国等时午考专组队]))的?",
    example="秦安五中的学籍",
    counter_example="初三中考",
)
RULES: tuple[Rule, ...] = (SCHOOL_NAME,)


@dataclass(frozen=True)
class FoundPassage:
    """A hit with its chunk."""

    hit: Hit
    chunk: Chunk


class Evidence:
    """The question, the corpus and what retrieval says; every part is computed at most once."""

    def __init__(
        self,
        question: Question,
        corpus: Corpus,
        finder: PassageFinder,
        vocabulary: QuestionVocabulary,
        filters: Filters,
    ) -> None:
        self.question = question
        self.corpus = corpus
        self.finder = finder
        self.vocabulary = vocabulary
        self.filters = filters
        self.proving: list[Candidate] | None = None
        """Kept by ``kb.answer.proof.proving_sentences``; None until it is first asked for."""

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Distinct terms of the topic."""
        return tuple(dict.fromkeys(tokenize(self.topic or self.question.reading)))

    @cached_property
    def topic(self) -> str:
        """The topic without the school whose rules are asked about, as its documents call it (秦安五中的学籍).

        The name stands in the one sentence that names the rules; it says nothing of which rule is meant.
        """
        topic = self.question.topic
        match = SCHOOL_NAME.pattern.search(topic)
        if match is None or not self._of_school(match["name"]):
            return topic
        return topic.replace(match.group(), " ").strip() or topic

    def _of_school(self, name: str) -> frozenset[str]:
        """Ids of the documents that name a school so."""
        return frozenset(i for i, document in self.corpus.documents.items() if name in document.text)

    @cached_property
    def rarity(self) -> NDArray[np.float32]:
        """Weight of each term, shape (len(terms),).

        A word that no document knows may be a topic they lack or a filler of speech; it weighs somewhat
        less than the rarest known word.
        """
        rarity = self.finder.term_rarity(self.terms)
        known = np.fromiter(
            (self.finder.knows_term(t) for t in self.terms), dtype=bool, count=len(self.terms)
        )
        return np.where(known, rarity, WEIGHTS.unknown_term * rarity).astype(np.float32)

    @cached_property
    def query_vector(self) -> NDArray[np.float32]:
        """Vector of the topic, or of the whole question when the topic is empty."""
        question = self.question
        if question.language == "en" and self.topic:
            both = self.finder.encode_query(question.text) + self.finder.encode_query(question.topic)
            return np.asarray(both / np.linalg.norm(both), dtype=np.float32)
        topic = f"{self.topic} {question.synonyms}".strip()
        return self.finder.encode_query(topic or question.reading or question.text)

    @cached_property
    def passages(self) -> tuple[FoundPassage, ...]:
        """The best passages within region and filters, best first."""
        hits = self.finder.search(self.search_text, top_k=_TOP_K, filters=self.scope)
        chunks = self.corpus.chunks(hit.chunk_id for hit in hits)
        return tuple(FoundPassage(hit, chunks[hit.chunk_id]) for hit in hits if hit.chunk_id in chunks)

    @cached_property
    def search_text(self) -> str:
        """What is sent to the index."""
        question = self.question
        if question.language == "en":
            others = " ".join(word for words in question.alternatives for word in words[1:_MAX_OTHERS])
            return f"{question.topic} {others} {question.text}"
        return f"{question.reading} {question.synonyms}".strip()

    @cached_property
    def scope(self) -> Filters:
        """The person's filters narrowed to the documents that the question's regions and titles allow."""
        allowed = tuple(sorted(self.documents))
        return Filters(
            regions=self.filters.regions,
            document_ids=allowed,
            years=self.filters.years,
            statuses=self.filters.statuses,
        )

    @cached_property
    def documents(self) -> frozenset[str]:
        """Ids of the documents that may answer: of the named regions, of the named titles, within the filters."""
        allowed = []
        for document in self.corpus.documents.values():
            if self.filters.document_ids and document.id not in self.filters.document_ids:
                continue
            if self.named_documents and document.id not in self.named_documents:
                continue
            if self._is_of_region(document.metadata.region, document.metadata.region_parent):
                allowed.append(document.id)
        school = SCHOOL_NAME.pattern.search(self.question.topic)
        own = self._of_school(school["name"]) & frozenset(allowed) if school else frozenset()
        return own or frozenset(allowed)

    @cached_property
    def unknown_units(self) -> tuple[str, ...]:
        """Units that the question names and no allowed document does."""
        texts = [self.corpus.documents[document_id].text for document_id in self.documents]
        return tuple(
            unit
            for unit in self.question.units
            if not match_unit(unit, self.vocabulary.units) and not any(unit in text for text in texts)
        )

    @cached_property
    def named_documents(self) -> frozenset[str]:
        """Ids of the documents whose title or number the question names."""
        corpus = self.corpus.documents.values()
        marked = {i for name in self.question.documents for i in self._ids_named(name)}
        spoken = {document.id: self._spoken_name(document) for document in corpus}
        rest = squeeze(self.question.reading)
        # 北京实施民办教育促进法办法 holds the name of another law: longest names are heard first
        for name in sorted({name for name in spoken.values() if name}, key=len, reverse=True):
            if name in rest:
                rest = rest.replace(name, "\n")
            else:
                spoken = {key: value for key, value in spoken.items() if value != name}
        return frozenset(marked | {key for key, name in spoken.items() if name})

    def _ids_named(self, name: str) -> frozenset[str]:
        """Ids of the documents with exactly this title, else of those whose title holds it or is held by it."""
        titles = {i: document.metadata for i, document in self.corpus.documents.items()}
        exact = frozenset(i for i, metadata in titles.items() if squeeze(metadata.title) == squeeze(name))
        return exact or frozenset(i for i, m in titles.items() if is_named(name, m.title, m.number))

    def _spoken_name(self, document: Document) -> str:
        """The title as the question says it without 《》, with or without its region; empty when it does not."""
        reading = squeeze(self.question.reading)
        whole = squeeze(document.metadata.title)
        names = [whole] if len(whole) >= _SHORTEST_TITLE else []
        region = document.metadata.region or ""
        bare = whole.removeprefix(region)
        if region in self.question.regions and bare != whole and len(bare) >= _SHORTEST_BARE_TITLE:
            names.append(bare)
        return next((name for name in names if name in reading), "")

    @cached_property
    def hinted_documents(self) -> frozenset[str]:
        """Allowed documents whose titles share the distinctive words of the question's document hint.

        All allowed documents where the hint is empty or fits no title.
        """
        stages = stages_of(self.question.document_hint)
        wanted = distinctive(self.question.document_hint)
        fitting = frozenset(
            document_id
            for document_id in self.documents
            if wanted & distinctive(title := self.corpus.documents[document_id].metadata.title)
            or stages & stages_of(title)
        )
        return fitting or self.documents

    @cached_property
    def meant_documents(self) -> frozenset[str]:
        """The hinted documents or, where the topic is nothing but words of titles, the documents so titled."""
        words = frozenset(term for term in self.terms if len(term) > 1)
        if not words or not words <= self.vocabulary.title_terms:
            return self.hinted_documents
        return (
            frozenset(i for i, terms in self._title_terms.items() if words <= terms) or self.hinted_documents
        )

    @cached_property
    def topic_is_title(self) -> bool:
        """Whether the topic only names documents, so that it must not narrow what is listed of them."""
        words = frozenset(term for term in self.terms if len(term) > 1)
        if not self.question.topic or not words:
            return True
        return any(words <= terms for terms in self._title_terms.values())

    @cached_property
    def _title_terms(self) -> dict[str, frozenset[str]]:
        """Terms of title, number and issuers of each hinted document."""
        return {i: frozenset(tokenize(title_text(self.corpus.documents[i]))) for i in self.hinted_documents}

    def _is_of_region(self, region: str | None, parent: str | None) -> bool:
        named = self.question.regions
        if self.filters.regions and not {region, parent} & set(self.filters.regions):
            return False
        return not named or region in named

    @cached_property
    def _synonyms(self) -> tuple[tuple[str, float], ...]:
        terms = tuple(dict.fromkeys(t for t in tokenize(self.question.synonyms) if t not in self.terms))
        return tuple(zip(terms, self.finder.term_rarity(terms).tolist(), strict=True))

    @cached_property
    def _alternatives(self) -> dict[str, tuple[frozenset[str], ...]]:
        """For each term of an English topic the terms of the words that may stand in its place."""
        found: dict[str, tuple[frozenset[str], ...]] = {}
        for first, *others in self.question.alternatives:
            words = tuple(frozenset(tokenize(word)) for word in others)
            for term in tokenize(first):
                found[term] = (*found.get(term, ()), *words)
        return found

    def coverage(self, text_terms: frozenset[str]) -> float:
        """Share of the topic's term weight that ``text_terms`` hold, 0 to 1.

        A synonym that the text holds makes up for terms that it lacks. Words of an English question of which
        nothing is known count as lacking.
        """
        total = float(self.rarity.sum())
        if total == 0.0:
            return 0.0
        held = np.fromiter(
            (
                term in text_terms or any(other <= text_terms for other in self._alternatives.get(term, ()))
                for term in self.terms
            ),
            dtype=bool,
            count=len(self.terms),
        )
        replaced = sum(weight for term, weight in self._synonyms if term in text_terms)
        return min(1.0, (float(self.rarity[held].sum()) + replaced) / total) * self.question.known_share


def distinctive(text: str) -> frozenset[str]:
    """Terms of a title or hint that tell documents apart."""
    return frozenset(term for term in tokenize(text) if len(term) > 1) - _COMMON_TITLE_TERMS


def is_named(name: str, title: str, number: str | None) -> bool:
    """Whether a question's 《name》 or number means a document of this title or number."""
    plain = squeeze(name)
    whole = squeeze(title)
    if number is not None and plain == squeeze(number):
        return True
    return bool(plain) and (plain in whole or whole in plain)


def squeeze(text: str) -> str:
    """Letters and figures of a name alone, so that two ways of writing it are the same."""
    from kb.text import normalize

    return "".join(char for char in normalize(text) if char.isalnum()).replace("中华人民共和国", "")
