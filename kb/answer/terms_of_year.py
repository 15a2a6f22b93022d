"""School years and terms that a question names: 2026—2027学年, 2025年秋季. A day of another one is no answer."""

from __future__ import annotations

from dataclasses import dataclass

from kb.rules import Rule, rule

_DASH = r"\s*(?:-{1,2}|[—－–~～至到])\s*"
SCHOOL_YEAR: Rule = rule(
    "school_year",
    rf"(?P<first>20\d\d)年?{_DASH}(?P<last>20\d\d)\s*学?年度?(?!.{{0,4}}(?:规划|计划|行动))|(?P<only>20\d\d)\s*学年",
    example="2026—2027学年哪天开学",
    counter_example="2025年开学",
)
TERM: Rule = rule(
    "term",
    r"(?P<year>20\d\d)\s*年?\s*(?P<season>[春秋])(?:季|学期|期)",
    example="2025年秋季哪天开学",
    counter_example="2025年开学",
)
RULES: tuple[Rule, ...] = (SCHOOL_YEAR, TERM)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last month, ISO."""

    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Whether an ISO time lies in the span; a bare year does where any month of it may."""
        if len(day) == 4:
            return self.first[:4] <= day <= self.last[:4]
        return self.first <= day[:7] <= self.last


def terms_asked(reading: str) -> tuple[Span, ...]:
    """The school years and terms that a question names."""
    found = []
    for match in SCHOOL_YEAR.pattern.finditer(reading):
        first = match["only"] or match["first"]
        if match["last"] is None or int(match["last"]) == int(first) + 1:
            found.append(Span(f"{first}-07", f"{int(first) + 1}-08"))
    for match in TERM.pattern.finditer(reading):
        year = int(match["year"])
        autumn = match["season"] == "秋"
        found.append(Span(f"{year}-08", f"{year + 1}-01") if autumn else Span(f"{year}-01", f"{year}-07"))
    return tuple(found)


def in_terms(reading: str, day: str | None) -> bool:
    """Whether a day is in one of the terms that the question names; true where it names none or there is no day."""
    spans = terms_asked(reading)
    return not spans or day is None or any(span.holds(day) for span in spans)
