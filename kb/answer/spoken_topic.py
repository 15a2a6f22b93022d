"""What a question is about, word by word, where it is asked in everyday words."""

from __future__ import annotations

from collections.abc import Sequence

from kb.interfaces import PassageFinder
from kb.question.sayings import Saying, sayings_in
from kb.question.spoken import without_speech
from kb.text import tokenize

_MAX_WRITTEN = 3


def sayings_of(topic: str, finder: PassageFinder) -> tuple[Saying, ...]:
    """Everyday expressions of the topic, none that cuts a word of the documents."""
    written = [token for token in tokenize(topic) if len(token) > 1 and finder.knows_term(token)]
    return sayings_in(topic, written)


def terms_of(topic: str, sayings: Sequence[Saying], finder: PassageFinder) -> tuple[str, ...]:
    """Distinct terms of the topic, each everyday expression being one; words of speech are left out."""
    found: list[str] = []
    place = 0
    for saying in sayings:
        found += without_speech(tokenize(topic[place : saying.start]), finder.knows_term)
        found.append(topic[saying.start : saying.end])
        place = saying.end
    found += without_speech(tokenize(topic[place:]), finder.knows_term)
    return tuple(dict.fromkeys(found)) or tuple(dict.fromkeys(tokenize(topic)))


def written_words(sayings: Sequence[Saying], finder: PassageFinder) -> tuple[str, ...]:
    """Of each everyday expression the first few written forms that stand in the documents, for searching."""
    found: list[str] = []
    for saying in sayings:
        known = [word for word in saying.written if all(map(finder.knows_term, tokenize(word)))]
        found += known[:_MAX_WRITTEN]
    return tuple(dict.fromkeys(found))


def rarity_of_saying(forms: Sequence[frozenset[str]], own: float, finder: PassageFinder) -> float:
    """An everyday expression tells as much as the commonest of what documents write for it.

    ``forms`` are the terms of each written form, ``own`` is the rarity of the expression itself.
    """
    known = [sorted(words) for words in forms if words and all(map(finder.knows_term, words))]
    return min((float(finder.term_rarity(words).max()) for words in known), default=own)
