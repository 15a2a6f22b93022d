"""The figure of another year in the row of a table: beside the target for 2025 the column 2020年基数."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.corpus import Corpus
from kb.numbers import narrow
from kb.records import Target

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|(?!\d))")
_NUMBER = re.compile(r"[<>≤≥约]?\s*(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>%?)\s*(?:以[上下内])?")


def in_year(corpus: Corpus, fact: Target, year: int) -> Target | None:
    """The fact with the figure of its table row for ``year``; None where the table has no such column.

    The quote of a fact that stands in a table holds the row of headers and its own row.
    """
    quote = corpus.document(fact.document_id).text[fact.start : fact.end]
    rows = [[cell.strip() for cell in line.split("|")] for line in quote.splitlines() if "|" in line]
    if len(rows) < 2 or (fact.deadline or "")[:4] == str(year):
        return None
    header, row = rows[0], rows[-1]
    columns = [at for at, cell in enumerate(header) if str(year) in _YEAR.findall(cell)]
    if len(columns) != 1 or len(header) != len(row):
        return None
    match = _NUMBER.fullmatch(narrow(row[columns[0]]))
    if match is None:
        return None
    return replace(
        fact,
        id=f"{fact.id}-{year}",
        comparator="=",
        value=match["value"].replace(",", ""),
        value_high=None,
        deadline=str(year),
        as_written=f"{year}年",
    )
