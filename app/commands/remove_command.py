"""``policy-kb remove``: a document goes with everything it brought."""

from __future__ import annotations

import argparse
from datetime import date

from app.commands.options import add_json, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("document", metavar="DOC", help="document id, file name or title")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Remove one document and bring the index up to date."""
    from app.indexing import refresh_index
    from app.open import lazy_embedder, read_settings
    from ingest.pipeline import remove_document
    from kb.corpus import Corpus
    from kb.store.store import open_store

    settings = read_settings(options.kb)
    store = open_store(settings.folder)
    with store.writing():
        document = Corpus(store, today=date.today()).resolve_document(options.document)
        remove_document(store, document)
        refresh_index(store, settings.index_dir, lazy_embedder(settings, store))
    if options.json:
        print_json({"removed": document.id, "title": document.metadata.title})
    else:
        print(f"removed {document.id} {document.metadata.title}")
    return 0
