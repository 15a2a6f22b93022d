"""Documents that a document names in 《》: those that it carries out, and all others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata_rules import CARRIES_OUT, HANDS_OUT

_TITLE = re.compile(r"《([^《》]{3,120}(?:《[^《》]{2,80}》[^《》]{0,40})*)》")
_SENTENCE_START = re.compile(r"[。；\n]")
_LIST_BETWEEN = re.compile(r"[》）)、，和及与以〕〔（(\d\u4e00-\u9fff号\s]*")


def find_references(
    text: str, *, opening_end: int, own_titles: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles carried out (named after 根据, 贯彻, 落实 … before ``opening_end``) and all others, in order."""
    own = {_key(title) for title in own_titles}
    carried: dict[str, str] = {}
    cited: dict[str, str] = {}
    for match in _TITLE.finditer(text):
        title = match[1].replace("<", "〈").replace(">", "〉").replace("\n", "").strip()
        if _key(title) in own:
            continue
        if match.start() < opening_end and _is_carried_out(text, match.start()):
            carried.setdefault(_key(title), title)
        else:
            cited.setdefault(_key(title), title)
    return tuple(carried.values()), tuple(title for key, title in cited.items() if key not in carried)


def _is_carried_out(text: str, at: int) -> bool:
    """True when the sentence before the title speaks of carrying it out and of nothing else since."""
    start = max(
        (match.end() for match in _SENTENCE_START.finditer(text, max(0, at - 400), at)),
        default=max(0, at - 400),
    )
    before = text[start:at]
    outside = _TITLE.sub("《》", before)
    cue = list(CARRIES_OUT.pattern.finditer(outside))
    return bool(cue) and HANDS_OUT.pattern.search(outside[cue[-1].end() :]) is None


def _key(title: str) -> str:
    return re.sub(r"[〈〉<>《》“”\"\s]", "", title)
