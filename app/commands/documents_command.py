"""``policy-kb documents``: what the knowledge base holds."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json, print_json

if TYPE_CHECKING:
    from kb.corpus import Corpus


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--all", action="store_true", help="also versions that a changed file has replaced")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """List documents with status, counts and versions."""
    from app.open import read_settings
    from kb.corpus import Corpus
    from kb.store.store import open_store

    store = open_store(read_settings(options.kb).folder)
    corpus = Corpus(store, today=date.today())
    rows = list_documents(
        corpus, chunk_counts=store.documents.chunk_counts(), fact_counts=store.facts.counts()
    )
    if options.all:
        rows += [
            {
                "id": d.id,
                "title": d.metadata.title,
                "source": d.source,
                "status": "replaced",
                "replaced": True,
            }
            for d in store.documents.replaced()
        ]
    if options.json:
        print_json(rows)
        return 0
    for row in rows:
        region, number = row.get("region") or "-", row.get("number") or "-"
        print(f"{row['id']}  {row['status']:<11}  {region}  {number}  {row['title']}  ({row['source']})")
    print(f"{len(rows)} documents")
    return 0


def list_documents(
    corpus: Corpus, *, chunk_counts: dict[str, int], fact_counts: dict[str, int]
) -> list[dict[str, Any]]:
    """One JSON object a document, in the order they were added."""
    return [
        {
            "id": document.id,
            "title": document.metadata.title,
            "source": document.source,
            "position": document.position,
            "number": document.metadata.number,
            "issuers": list(document.metadata.issuers),
            "region": document.metadata.region,
            "region_parent": document.metadata.region_parent,
            "issued": document.metadata.issued,
            "effective": document.metadata.effective,
            "years": [document.metadata.year_from, document.metadata.year_to],
            "status": corpus.status[document.id],
            "superseded_by": corpus.superseded_by.get(document.id),
            "sections": len(corpus.sections(document.id)),
            "chunks": chunk_counts.get(document.id, 0),
            "facts": fact_counts.get(document.id, 0),
            "warnings": list(document.warnings),
            "replaced": False,
        }
        for document in corpus.documents.values()
    ]
