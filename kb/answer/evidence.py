"""What is looked up once for a question and used by every kind of answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.answer.naming import named_documents, named_school, unknown_documents
from kb.answer.spoken_topic import rarity_of_saying, sayings_of, terms_of, written_words
from kb.answer.told import F, is_about_region, of_place, telling_documents
from kb.answer.tuning import WEIGHTS
from kb.corpus import Corpus
from kb.interfaces import PassageFinder
from kb.question.model import Question
from kb.question.sayings import Saying
from kb.question.vocabulary import QuestionVocabulary
from kb.records import Chunk, Filters, Hit, Target
from kb.region_names import short_name
from kb.schools import named_institution
from kb.stages import stages_of
from kb.text import tokenize
from kb.titles import distinctive
from kb.units import match_unit

if TYPE_CHECKING:
    from kb.answer.candidates import Candidate
    from kb.answer.matching import Match

_TOP_K = 30
_MAX_OTHERS = 3
_NO_DOCUMENT = ("",)
"""No ids at all would let every document pass."""


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
        self.ranked_targets: list[Match[Target]] | None = None
        """Kept by ``kb.answer.targets.rank_targets``; None until it is first asked for."""

    def about(self, question: Question) -> Evidence:
        """The same documents asked something else."""
        return Evidence(question, self.corpus, self.finder, self.vocabulary, self.filters)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Distinct terms of the topic, without words of speech."""
        topic = self.topic or self.question.reading
        if self._reads_plainly:
            return tuple(dict.fromkeys(tokenize(topic)))
        return terms_of(topic, self.sayings, self.finder)

    @cached_property
    def topic(self) -> str:
        """The topic without the school whose rules are asked about, as its documents call it (秦安五中的学籍).

        The name stands in the one sentence that names the rules; it says nothing of which rule is meant.
        """
        words, _ = self._school
        topic = self.question.topic
        for left_out in range(max(1, len(words) - 2)):  # a region before the name is no part of the topic
            if words and words[left_out:] in topic:
                return topic.replace(words[left_out:], " ").strip() or topic
        return topic

    @cached_property
    def _school(self) -> tuple[str, frozenset[str]]:
        said = f"{self.question.reading} {self.question.topic}"  # a follow-up inherits the topic alone
        words, ids = named_school(self.question.topic, self.corpus)
        return (words, ids) if ids else named_institution(said, self.corpus)

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """Everyday expressions of the topic."""
        return () if self._reads_plainly else sayings_of(self.topic, self.finder)

    @cached_property
    def _reads_plainly(self) -> bool:
        """English topics are in written words already; those of lists only name documents or kinds of tasks."""
        return self.question.language == "en" or self.question.kind in ("unit_tasks", "due_list")

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
        found = np.where(known, rarity, WEIGHTS.unknown_term * rarity).astype(np.float32)
        for place, term in enumerate(self.terms):
            if term in self._written:
                found[place] = rarity_of_saying(self._written[term], float(found[place]), self.finder)
        return found

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
        return " ".join(
            (question.reading, question.synonyms, *written_words(self.sayings, self.finder))
        ).strip()

    @cached_property
    def scope(self) -> Filters:
        """The person's filters narrowed to the documents that the question's regions and titles allow."""
        allowed = tuple(sorted(self.documents))
        return Filters(
            regions=self.filters.regions,
            document_ids=allowed or _NO_DOCUMENT,
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
        _, of_school = self._school
        may = of_school & frozenset(allowed) or frozenset(allowed) or self.telling
        return may & frozenset(self.question.described) or may

    @cached_property
    def telling(self) -> frozenset[str]:
        """Ids of the documents of other regions that treat a region of the question."""
        return telling_documents(self)

    def of_region(self, facts: Iterable[F]) -> list[F]:
        """The facts that may answer within the regions that the question names, as facts of those regions."""
        found: list[F] = []
        for fact in facts:
            own = of_place(self, fact) if fact.document_id in self.telling else fact
            if own is not None and is_about_region(self, own, self.telling):
                found.append(fact if self.is_local else own)
        return found

    @cached_property
    def is_local(self) -> bool:
        """Whether the question is about a town or zone that no list of regions has: its facts are its county's."""
        resolve = self.vocabulary.gazetteer.resolve
        return any(resolve(region) is None for region in self.question.regions)

    @cached_property
    def told_documents(self) -> frozenset[str]:
        """Ids of the allowed documents of other regions: only what names a region of the question counts in them."""
        regions = self.question.regions
        told = self.documents & self.telling
        return frozenset(i for i in told if self.corpus.documents[i].metadata.region not in regions)

    def names_region(self, text: str) -> bool:
        """Whether a text names a region of the question, in full or in short."""
        return any(short_name(region) in text for region in self.question.regions)

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
        return named_documents(self.question, self.corpus)

    @cached_property
    def unknown_documents(self) -> tuple[str, ...]:
        """Documents that the question names and that are not there."""
        if self.named_documents:
            return ()
        return unknown_documents(self.question, self.corpus, self.documents)

    @cached_property
    def hinted_documents(self) -> frozenset[str]:
        """Allowed documents whose titles share the distinctive words of the question's document hint.

        All allowed documents where the hint is empty or fits no title.
        """
        hint = self.question.document_hint
        stages, wanted = stages_of(hint), distinctive(hint)
        if not stages and not wanted:
            return self.documents
        fitting = frozenset(
            document_id
            for document_id in self.documents
            if wanted & self.corpus.titles[document_id].distinctive
            or stages & stages_of(self.corpus.documents[document_id].metadata.title)
        )
        return fitting or self.documents

    @cached_property
    def meant_documents(self) -> frozenset[str]:
        """The hinted documents or, where the topic is nothing but words of titles, the documents so titled."""
        words = frozenset(term for term in self.terms if len(term) > 1)
        if not words or not words <= self.vocabulary.title_terms:
            return self.hinted_documents
        titles = self.corpus.titles
        return (
            frozenset(i for i in self.hinted_documents if words <= titles[i].terms) or self.hinted_documents
        )

    @cached_property
    def topic_is_title(self) -> bool:
        """Whether the topic only names documents, so that it must not narrow what is listed of them."""
        words = frozenset(term for term in self.terms if len(term) > 1)
        if not self.question.topic or not words:
            return True
        return any(words <= self.corpus.titles[i].terms for i in self.hinted_documents)

    def _is_of_region(self, region: str | None, parent: str | None) -> bool:
        named = self.question.regions
        if self.filters.regions and not {region, parent} & set(self.filters.regions):
            return False
        if len(named) == 1 and self.question.within and region in named and parent:
            above = {parent, *self.vocabulary.gazetteer.ancestors(parent)}
            return bool(above & {*self.question.within})
        return not named or region in named

    @cached_property
    def _synonyms(self) -> tuple[tuple[str, float], ...]:
        said = {term for words in self._written.values() for word in words for term in word}
        terms = tuple(
            dict.fromkeys(t for t in tokenize(self.question.synonyms) if t not in {*self.terms, *said})
        )
        return tuple(zip(terms, self.finder.term_rarity(terms).tolist(), strict=True))

    @cached_property
    def _written(self) -> dict[str, tuple[frozenset[str], ...]]:
        """The terms of what documents write for each everyday expression."""
        return {
            self.topic[saying.start : saying.end]: tuple(frozenset(tokenize(word)) for word in saying.written)
            for saying in self.sayings
        }

    @cached_property
    def _alternatives(self) -> dict[str, tuple[frozenset[str], ...]]:
        """For each term of an English topic, or each everyday expression, the terms that may stand in its place."""
        found: dict[str, tuple[frozenset[str], ...]] = dict(self._written)
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
