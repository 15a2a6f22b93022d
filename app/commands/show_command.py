"""``policy-kb show``: the outline of one document."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from app.commands.options import add_json, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("document", metavar="DOC", help="document id, file name or title")
    parser.add_argument("--text", action="store_true", help="print the whole stored text")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Print metadata and outline, or the whole text."""
    from app.open import read_settings
    from kb.corpus import Corpus
    from kb.store.store import open_store

    store = open_store(read_settings(options.kb).folder)
    corpus = Corpus(store, today=date.today())
    document = corpus.resolve_document(options.document)
    facts = store.facts.of_document(document.id)
    if options.json:
        print_json(
            {
                "id": document.id,
                "source": document.source,
                "status": corpus.status[document.id],
                "metadata": asdict(document.metadata),
                "sections": [asdict(section) for section in corpus.sections(document.id)],
                "facts": [asdict(fact) for fact in facts],
                "warnings": list(document.warnings),
                "text": document.text if options.text else None,
            }
        )
        return 0
    if options.text:
        print(document.text)
        return 0
    metadata = document.metadata
    print(f"{metadata.title}\n{document.id}  {document.source}  {corpus.status[document.id]}")
    for name, value in asdict(metadata).items():
        if value and name != "title":
            print(f"  {name}: {'; '.join(value) if isinstance(value, tuple | list) else value}")
    print(f"  facts: {len(facts)}")
    for section in corpus.sections(document.id):
        if section.path:
            print(f"{'  ' * section.level}{section.label}{section.title}")
    return 0
