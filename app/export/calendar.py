"""Deadlines as an iCalendar file (RFC 5545) that office calendars and phones import."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from app.export.cells import one_line, printable
from app.export.fact_filter import ROLES
from app.export.facts_table import FactRow, subject, value_text
from app.export.words import word
from kb.answer.wording import role_word, status_note
from kb.contract import ResponsibilityFact
from kb.question.model import Language

if TYPE_CHECKING:
    from icalendar import Event


def facts_ics(rows: Sequence[FactRow], language: Language = "zh", *, now: datetime | None = None) -> bytes:
    """One all-day event for each row with a date, on the last day meant; rows without a date are left out."""
    from icalendar import Calendar

    result = Calendar()
    result.add("prodid", "-//Policy KB//deadlines//ZH")
    result.add("version", "2.0")
    result.add("x-wr-calname", word(language, "calendar"))
    stamp = now or datetime.now(UTC)
    for identifier, row in _identified(rows):
        day = last_day(row.deadline)
        if day is not None:
            result.add_component(_event(row, day, stamp, identifier, language))
    return bytes(result.to_ical())


def last_day(deadline: str | None) -> date | None:
    """The last day of an ISO year, month or day; None without one."""
    if not deadline:
        return None
    try:
        year, month, day = ([int(part) for part in deadline.split("-")] + [0, 0])[:3]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _identified(rows: Sequence[FactRow]) -> list[tuple[str, FactRow]]:
    """Rows with an identifier that stays the same at every export, so that a calendar updates its events."""
    from hashlib import sha256

    seen: dict[str, FactRow] = {}
    for row in rows:
        place = row.citation
        key = f"{place.document}\n{place.start}\n{row.fact.type}\n{subject(row.fact)}\n{value_text(row.fact)}\n{row.deadline}"
        seen.setdefault(sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:24], row)
    return list(seen.items())


def _event(row: FactRow, day: date, stamp: datetime, identifier: str, language: Language) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{identifier}@policy-kb")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    place = f"{row.fact.region}{word(language, 'colon')}" if row.fact.region else ""
    gap = "" if language == "zh" else " "
    event.add("summary", one_line(f"{place}{subject(row.fact)}{gap}{value_text(row.fact, language)}"))
    event.add("description", printable(_description(row, language)))
    event.add(
        "categories", [word(language, "calendar"), *([one_line(row.fact.region)] if row.fact.region else [])]
    )
    return event


def _description(row: FactRow, language: Language) -> str:
    place, fact = row.citation, row.fact
    status = status_note(place.status, language)
    mark = word(language, "bracket", text=status).rstrip() if status else ""
    lines = [place.quote, f"《{place.title}》{mark}"]
    if place.section:
        lines.append(" > ".join(place.section))
    if isinstance(fact, ResponsibilityFact):
        lines.extend(
            f"{role_word(role, language)}{word(language, 'colon')}{'、'.join(units)}"
            for role in ROLES
            if (units := getattr(fact, role))
        )
    return "\n".join(lines)
