"""Questions of whose words no document that may answer writes a single one, in whatever form."""

from __future__ import annotations

import numpy as np

from kb.answer.evidence import Evidence
from kb.text import tokenize

_ALL = 0.9
"""Share of the topic's term weight from which nothing is held to be written."""
_MANY_DOCUMENTS = 20
"""So many are looked up in the index rather than read."""


def nothing_written(evidence: Evidence) -> bool:
    """Whether the documents that may answer lack what a Chinese question is about (外教), so that no sentence can."""
    if evidence.question.language == "en" or not evidence.question.topic:
        return False
    total = float(evidence.rarity.sum())
    missing = [not _is_written(evidence, term) for term in evidence.terms]
    return total > 0 and float(evidence.rarity[np.array(missing, dtype=bool)].sum()) >= _ALL * total


def _is_written(evidence: Evidence, term: str) -> bool:
    said = (s.written for s in evidence.sayings if evidence.topic[s.start : s.end] == term)
    forms = (term, *evidence.question.synonyms.split(), *(word for written in said for word in written))
    if len(evidence.documents) > _MANY_DOCUMENTS:
        return any(all(map(evidence.finder.knows_term, tokenize(form) or (form,))) for form in forms)
    return any(form in evidence.corpus.document(i).text for form in forms for i in evidence.documents)
