"""Which year a month without one means: that of its heading, its paragraph, the title's, the school year's or the date's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kb.dates import TimeExpression, find_times
from kb.numbers import narrow
from kb.records import Metadata, Section

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年(?!级)|学年)")
_SPAN = re.compile(r"20\d\d\s*年?\s*(?:-|—|–|~|至|到)\s*20\d\d")
_SCHOOL_YEAR = re.compile(r"20\d\d\s*学?年?\s*(?:(?:-|—|–|~|至|到)\s*20\d\d\s*)?学年")
_LAST_OF_SECOND = 7
"""The month in which a school year's second calendar year ends."""


class Years:
    """The years of a document; ``context`` dates 6月30日前 where nothing nearer names one."""

    def __init__(self, metadata: Metadata, sections: Mapping[str, Section]) -> None:
        issued = int(metadata.issued[:4]) if metadata.issued else None
        titled = metadata.year_from if metadata.year_from == metadata.year_to else None
        next_year = issued is not None and titled == issued + 1  # 2025年工作要点 of December 2024
        self.context = titled if next_year else issued or metadata.year_from
        self._issued = (metadata.issued or "")[:7]
        self._first = metadata.year_from if _is_school_year(metadata) else None
        self._sections = sections

    def of_headings(self, section: Section) -> int | None:
        """The one year that the nearest heading with a year names: （二）2025年重点任务."""
        at: Section | None = section
        while at is not None:
            heading = narrow(at.title)
            named = {int(year) for year in _YEAR.findall(heading)}
            if named:
                return named.pop() if len(named) == 1 and not _SPAN.search(heading) else None
            at = self._sections.get(at.parent_id) if at.parent_id else None
        return None

    def times(self, text: str, *, year: int | None = None) -> tuple[TimeExpression, ...]:
        """The times of a text; ``year`` is one that its headings or its paragraph name."""
        found = find_times(text, context_year=year or self.context)
        return found if year else self._in_school_year(found)

    def month(self, number: int, *, year: int | None = None) -> int | None:
        """The year of a month that names none."""
        dated = self.times(f"{number}月", year=year)
        return int(dated[0].value[:4]) if dated and dated[0].value else None

    def _in_school_year(self, found: tuple[TimeExpression, ...]) -> tuple[TimeExpression, ...]:
        if self._first is None:
            return found
        moved: list[TimeExpression] = []
        for at, time in enumerate(found):
            if any(_names_year(earlier) for earlier in found[: at + 1]):
                return (*moved, *found[at:])
            moved.append(self._moved(time))
        return tuple(moved)

    def _moved(self, time: TimeExpression) -> TimeExpression:
        """Months up to July lie in the second calendar year, unless the document is of before them."""
        first, value = self._first, time.value
        if first is None or value is None or len(value) < len("2024-05") or time.value_from:
            return time
        month = value[5:7]
        ahead = self._issued[:4] == f"{first:04d}" and f"{first:04d}-{month}" >= self._issued
        later = int(month) <= _LAST_OF_SECOND and not ahead
        return replace(time, value=f"{first + later:04d}{value[4:]}")


def year_written(times: Iterable[TimeExpression]) -> int | None:
    """The last year that times of a sentence name with a month or by when; None where none does."""
    named = [
        time for time in times if _names_year(time) and time.value and time.kind in ("deadline", "period")
    ]
    dated = [time for time in named if "月" in time.as_written]
    return int((dated[-1].value or "0")[:4]) if dated else None


def _names_year(time: TimeExpression) -> bool:
    return re.search(r"\d{4}", narrow(time.as_written)) is not None


def _is_school_year(metadata: Metadata) -> bool:
    first, last = metadata.year_from, metadata.year_to
    return (
        first is not None
        and (last or first) - first <= 1
        and bool(_SCHOOL_YEAR.search(narrow(metadata.title)))
    )
