"""Passages to measure on: the public statutes where they are at hand, else made-up text of like length."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.records import Chunk
from kb.vocabulary import words

STATUTES = Path(__file__).resolve().parents[3] / "shared" / "bench" / "statutes"
_ARTICLE = re.compile(
    r"^(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?)[ 　\t]*", re.MULTILINE
)
_DATE = re.compile(r"[（(]\d{4}-\d{2}-\d{2}[)）]$")
_HEADING = re.compile(r"^#+.*$", re.MULTILINE)
_SYNTHETIC_ARTICLES = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the chunk ids that answer it."""

    text: str
    relevant: frozenset[str]


@lru_cache(maxsize=1)
def articles() -> tuple[Chunk, ...]:
    """One chunk an article of every law, in file order; made-up ones without the statutes."""
    if not STATUTES.is_dir():
        return synthetic_articles(_SYNTHETIC_ARTICLES)
    chunks = []
    laws = STATUTES / "laws"
    for path in sorted(laws.rglob("*.md")):
        if path.name != "_index.md":
            chunks.extend(_split(path.relative_to(laws).as_posix(), path.read_text(encoding="utf-8")))
    return tuple(chunks)


def source_name() -> str:
    """What ``articles`` are, for the head of a table."""
    return "statutes" if STATUTES.is_dir() else "synthetic text (no ../shared/bench/statutes)"


def _split(file: str, text: str) -> list[Chunk]:
    title = _DATE.sub("", Path(file).stem)
    found = list(_ARTICLE.finditer(text))
    chunks = []
    for i, match in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        body = _HEADING.sub("", text[match.end() : end]).strip()
        chunk_id = f"{file}#{match[1]}#{i}"
        chunks.append(Chunk(chunk_id, file, file, match.end(), end, body, f"{title} {match[1]}"))
    return chunks


def synthetic_articles(count: int, *, seed: int = 7) -> tuple[Chunk, ...]:
    """``count`` made-up articles of domain words with a natural, long-tailed distribution."""
    generator = random.Random(seed)
    vocabulary = list(words())
    weights = [1.0 / rank for rank in range(1, len(vocabulary) + 1)]
    chunks = []
    for number in range(count):
        length = generator.randint(15, 70)
        text = "".join(generator.choices(vocabulary, weights, k=length)) + f"{number % 997}人。"
        chunks.append(Chunk(f"s{number:06d}", f"d{number // 40}", "s", 0, len(text), text, "办法"))
    return tuple(chunks)


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The public questions; without the statutes, snippets of the made-up articles."""
    if not STATUTES.is_dir():
        return tuple(
            Question(chunk.text[:20], frozenset({chunk.id}))
            for chunk in articles()[:: len(articles()) // 200]
        )
    by_place: dict[tuple[str, str], list[str]] = {}
    for chunk in articles():
        by_place.setdefault((chunk.document_id, chunk.id.split("#")[1]), []).append(chunk.id)
    found = []
    for line in (STATUTES / "queries_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        places = [(place["file"], place["article"]) for place in record["relevant"]]
        relevant = frozenset(chunk_id for place in places for chunk_id in by_place.get(place, ()))
        found.append(Question(record["question"], relevant))
    return tuple(found)
