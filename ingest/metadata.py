"""What a document says of itself: title, number, issuers, dates, region, finality, period, references."""

from __future__ import annotations

from ingest.blocks import RawFile
from ingest.splitting import Part
from kb.dates import years_covered
from kb.records import Metadata


def read_metadata(part: Part, raw: RawFile, *, leading: Metadata | None = None) -> Metadata:
    """Metadata of one document of a file; ``leading`` is that of the file's first document."""
    title = part.title or (raw.title or "" if leading is None else "") or part.lines[0].text[:40]
    years = years_covered(title)
    return Metadata(title=title, year_from=years[0] if years else None, year_to=years[1] if years else None)
