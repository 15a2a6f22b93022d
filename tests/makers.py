"""Short ways to make the records that tests need."""

from __future__ import annotations

import hashlib

from kb.records import Chunk, Document, Metadata, Section
from kb.store.store import Store


def document(
    title: str = "某市方案",
    *,
    text: str | None = None,
    document_id: str | None = None,
    source: str = "方案.txt",
    page_starts: tuple[int, ...] = (),
    **metadata: object,
) -> Document:
    """A document whose id follows from title and metadata; ``metadata`` are fields of ``Metadata``."""
    body = f"{title}\n正文。" if text is None else text
    key = hashlib.sha256(f"{title}{metadata}{body}".encode()).hexdigest()
    return Document(
        id=document_id or key[:16],
        text=body,
        metadata=Metadata(title=title, **metadata),  # type: ignore[arg-type]
        source=source,
        file_hash=key,
        page_starts=page_starts,
    )


def section(of: Document, start: int, end: int, *, path: tuple[str, ...] = (), level: int = 1) -> Section:
    """A section whose heading is the last of ``path``."""
    heading = path[-1] if path else ""
    return Section(
        id=f"{of.id}-{start}-{level}",
        document_id=of.id,
        parent_id=None,
        level=level,
        label="",
        title=heading,
        path=path,
        start=start,
        end=end,
        heading_end=start + len(heading),
    )


def chunk(of: Document, inside: Section, start: int, end: int) -> Chunk:
    """A chunk of the document's text."""
    text = of.text[start:end]
    return Chunk(f"{of.id}-c{start}", of.id, inside.id, start, end, text, of.metadata.title)


def put(store: Store, *documents: Document) -> None:
    """Store documents, each as one section and one chunk, as if each came from a file of its own."""
    with store.transaction():
        for one in documents:
            whole = section(one, 0, len(one.text))
            store.documents.save(one, [whole], [chunk(one, whole, 0, len(one.text))])
            file_id = store.files.save(
                path=f"/{one.id}/{one.source}",
                name=one.source,
                file_hash=one.file_hash,
                size=len(one.text),
                rules="r",
            )
            store.files.link(file_id, (one.id,))
