"""How much the other documents build on a document: the passages of theirs that name it.

A law that judgments, regulations and plans keep referring to is more likely what a question is about
than a rule that nobody mentions, as a page with many links is (Kleinberg 1999; Page and Brin 1998).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from kb.records import Document
from kb.versions import title_key

_TITLE = re.compile(r"《([^《》\n]{2,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,30})*)》")
_BARE = re.compile(r"[法典例定释则](?=第[零〇一二三四五六七八九十百千]{1,8}条)")
"""The end of a name without 《》 before the number of an article: 依照民法典第五百条."""
_PART = re.compile(r"(?:编|总则|分则|附则)$")
_LONGEST_PART = 8
"""Characters of the part's name in a title such as 民法典侵权责任编, "民法典" being the whole's."""
_MIN_NAME = 2
_LONGEST_NAME = 20


def naming_passages(documents: Iterable[Document]) -> dict[str, int]:
    """For each document id, the number of lines in other documents that name the document.

    All versions of a document are named by its title; a part of a code is named with the code.
    """
    documents = list(documents)
    own_ids: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        own_ids[title_key(document.metadata.title)].append(document.id)
    wholes = {part: _wholes(part) for part in own_ids if _PART.search(part)}
    names = {*own_ids, *(whole for found in wholes.values() for whole in found)}
    counts: Counter[str] = Counter()
    for document in documents:
        own = title_key(document.metadata.title)
        for line in document.text.split("\n"):
            counts.update(_named_in(line, names) - {own})
    return {
        document_id: max(counts[name] for name in (key, *wholes.get(key, ())))
        for key, ids in own_ids.items()
        for document_id in ids
    }


def _named_in(line: str, names: set[str]) -> set[str]:
    found = {_key(match[1]) for match in _TITLE.finditer(line)} & names if "《" in line else set()
    for match in _BARE.finditer(line):
        words = line[max(0, match.end() - _LONGEST_NAME) : match.end()]
        endings = (words[at:] for at in range(len(words) - _MIN_NAME + 1))
        found.update([name for name in endings if name in names][:1])  # the longest
    return found


@lru_cache(maxsize=4096)
def _key(title: str) -> str:
    return title_key(title)


def _wholes(part: str) -> tuple[str, ...]:
    """What may be the name of the code that this is a part of."""
    return tuple(part[:-cut] for cut in range(2, min(_LONGEST_PART, len(part) - _MIN_NAME) + 1))
