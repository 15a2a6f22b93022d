"""A question in the words of the law, where the documents hold the law that governs its matter.

People say 老板不给工资, the law says 用人单位拖欠劳动报酬. ``kb.lay_law`` knows both; here its terms become a second
query beside the question, and the laws that it names become a hint at documents. A matter counts only where one of
its laws is among the documents, so that plans and notices are searched as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.lay_law.issues import Issue, issues_in

_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class FormalReading:
    """What the law calls the matter of one question."""

    query: str
    """The terms, each once."""
    laws: Mapping[str, float]
    """How strongly each document is expected to govern, by document id: 1 for the first law of a single matter."""


class LawTitles:
    """The titles of the documents at hand, asked for the names of laws. Safe to share by threads."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """``titles`` by document id."""
        self._titles = {document: _plain(title) for document, title in titles.items()}
        self._names = frozenset(self._titles.values())
        self._codes = tuple(title for title in self._names if title.endswith("法典"))
        self._known: dict[str, tuple[str, ...]] = {}

    def read(self, question: str) -> FormalReading | None:
        """The question in the words of the law; None when no governing law is among the documents."""
        meant = [issue for issue in issues_in(question) if not issue.laws or self._holds(issue)]
        if not any(issue.laws for issue in meant):
            return None
        terms = dict.fromkeys(term for issue in meant for term in issue.terms)
        return FormalReading(" ".join(terms), self._weights(meant))

    def _holds(self, issue: Issue) -> bool:
        """Whether a governing law itself is there: local rules that carry one out have words of their own."""
        return any(law in self._names or law.startswith(self._codes) for law in issue.laws)

    def _weights(self, meant: Sequence[Issue]) -> dict[str, float]:
        """Reciprocal places of the laws, summed over the matters; a document takes its best name's."""
        by_name: dict[str, float] = {}
        for issue in meant:
            for place, law in enumerate(issue.laws, start=1):
                by_name[law] = by_name.get(law, 0.0) + 1.0 / place
        weights: dict[str, float] = {}
        for law, weight in by_name.items():
            for document in self._documents(law):
                weights[document] = max(weights.get(document, 0.0), weight)
        return weights

    def _documents(self, law: str) -> tuple[str, ...]:
        """The documents whose title holds the name, or that hold the code whose part it is."""
        if law not in self._known:
            self._known[law] = tuple(
                document
                for document, title in self._titles.items()
                if law in title or (title in self._codes and law.startswith(title))
            )
        return self._known[law]


def _plain(title: str) -> str:
    for mark in (_STATE, "《", "》", "〈", "〉"):
        title = title.replace(mark, "")
    return title.strip()
