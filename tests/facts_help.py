"""What several tests of fact extraction share."""

from __future__ import annotations

from pathlib import Path

from ingest.draft import Draft
from ingest.drafting import build_drafts
from ingest.readers.registry import read_file
from kb.numbers import find_bare_numbers, find_quantities, plain
from kb.records import Document, Fact, Responsibility, Target
from kb.table_text import header_at


def drafts_of(path: Path) -> tuple[Draft, ...]:
    """The structured documents of a file."""
    return build_drafts(read_file(path), source=path.name, file_hash="0" * 64)


def unproved(document: Document, fact: Fact) -> list[str]:
    """What a fact states as written and its quote does not hold."""
    quote = document.text[fact.start : fact.end]
    if (header := header_at(document.text, fact.start)) is not None:  # cited with a row of its table
        quote = f"{document.text[header[0] : header[1]]}\n{quote}"
    missing: list[str] = []
    if isinstance(fact, Responsibility):
        units = (*fact.lead, *fact.participating, *fact.responsible)
        missing.extend(unit.surface for unit in units if unit.surface not in quote)
        return missing
    if fact.as_written not in quote:
        missing.append(fact.as_written)
    if isinstance(fact, Target) and fact.value:
        numbers = (*find_quantities(quote), *find_bare_numbers(quote))
        stated = {number for found in numbers for number in (found.value, found.value_high)}
        # both ends of a range share one unit: 五千元以上二万元以下 is 5000 to 20000 元
        stated |= {plain(found.magnitude.normalize()) for found in numbers if found.magnitude is not None}
        missing.extend(value for value in (fact.value, fact.value_high) if value and value not in stated)
    return missing
