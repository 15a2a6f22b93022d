"""``policy-kb search``: ranked passages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import (
    add_filters,
    add_json,
    open_base,
    print_json,
    print_json_line,
    read_batch,
    read_filters,
)
from kb.errors import UsageError

if TYPE_CHECKING:
    from app.open import Passage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument(
        "-k", "--top-k", type=_positive, default=10, metavar="N", help="how many passages (10)"
    )
    parser.add_argument(
        "--mode",
        choices=("hybrid", "bm25", "dense", "full"),
        default="hybrid",
        help="full: what an answer cites, then what else bears on the question",
    )
    parser.add_argument(
        "--batch", type=Path, metavar="FILE", help='JSON Lines of {"id", "query"}; "-" is stdin'
    )
    add_filters(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Search for one query, or every line of a batch in one process."""
    if (options.query is None) == (options.batch is None):
        raise UsageError("give either a QUERY or --batch FILE")
    base = open_base(options)
    filters = read_filters(options, base)
    if options.batch is not None:
        for entry in read_batch(options.batch, "query"):
            found = base.search(entry["query"], top_k=options.top_k, mode=options.mode, filters=filters)
            print_json_line(
                {"id": entry.get("id"), "query": entry["query"], "passages": [passage_json(p) for p in found]}
            )
        return 0
    if not options.query.strip():
        raise UsageError("the query is empty: type what to look for")
    found = base.search(options.query, top_k=options.top_k, mode=options.mode, filters=filters)
    if options.json:
        print_json({"query": options.query, "passages": [passage_json(p) for p in found]})
    elif not found:
        print("no passage matches")
    else:
        for passage in found:
            _print_passage(passage)
    return 0


def passage_json(passage: Passage) -> dict[str, Any]:
    """A ranked passage as a JSON object."""
    hit, chunk, document = passage.hit, passage.chunk, passage.document
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "bm25_rank": hit.bm25_rank,
        "dense_rank": hit.dense_rank,
        "cosine": None if hit.cosine is None else round(hit.cosine, 4),
        "chunk": chunk.id,
        "document": document.id,
        "title": document.metadata.title,
        "source": document.source,
        "context": chunk.context,
        "page": document.page_at(chunk.start),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "duplicates": list(hit.duplicates),
    }


def _print_passage(passage: Passage) -> None:
    hit = passage.hit
    ranks = f"bm25 {hit.bm25_rank or '-'}, dense {hit.dense_rank or '-'}"
    print(
        f"{hit.rank}. {passage.chunk.context}  ({hit.score:.4f}; {ranks})\n   {passage.chunk.text.strip()}\n"
    )


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a positive number")
    return value
