"""What can be chosen in the drop-down lists: regions, years, documents and units of the loaded documents."""

from __future__ import annotations

from collections.abc import Sequence

from kb.corpus import Corpus
from kb.records import Document, Filters

Choices = list[tuple[str, str]]


def regions(corpus: Corpus) -> Choices:
    """Regions with a document, and the parents of such regions."""
    found: dict[str, None] = {}
    for document in corpus.documents.values():
        for name in (document.metadata.region_parent, document.metadata.region):
            if name:
                found[name] = None
    return [(name, name) for name in sorted(found)]


def years(corpus: Corpus) -> Choices:
    """Years that a document's period covers or a fact is due in, latest first."""
    found: set[int] = set()
    for document in corpus.documents.values():
        first, last = document.metadata.year_from, document.metadata.year_to
        if last is not None:
            found.update(range(first or last, last + 1))
    found.update(int(fact.deadline[:4]) for fact in corpus.facts if fact.deadline)
    return [(str(year), str(year)) for year in sorted(found, reverse=True)]


def documents(corpus: Corpus) -> Choices:
    """Titles with ids, by title; equal titles are told apart by their file."""
    titles = [document.metadata.title for document in corpus.documents.values()]

    def label(document: Document) -> str:
        title = document.metadata.title
        return f"{title}（{document.source}）" if titles.count(title) > 1 else title

    return sorted((label(document), document.id) for document in corpus.documents.values())


def read_filters(
    regions_chosen: Sequence[str], years_chosen: Sequence[str], documents_chosen: Sequence[str]
) -> Filters:
    """Filters from what was chosen; nothing chosen does not restrict."""
    return Filters(
        regions=tuple(regions_chosen or ()),
        years=tuple(int(year) for year in years_chosen or ()),
        document_ids=tuple(documents_chosen or ()),
    )
