"""What the answers get wrong on a dev half: ``python -m eval.wrong SET… --kb DIR [--category C]``.

For each question that is not answered right: how it was understood, what was wanted, what was answered and cited.
The bases are those that ``policy-kb eval`` made. Test halves cannot be shown: whoever reads a test question
while writing a rule no longer measures with it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.answer_metrics import answer_measures
from eval.dataset import Question
from eval.tunables import Bench, open_benches
from kb.answer.engine import Answerer
from kb.contract import Answer
from kb.question.model import Question as Understood

_SHOWN_CHARS = 500
_SHOWN_CITATIONS = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question with its answer and the measures of it."""

    question: Question
    understood: Understood
    answer: Answer
    measures: dict[str, float]

    @property
    def right(self) -> bool:
        """Whether the answer is right in every part, or the refusal due."""
        return self.measures.get("right", 0.0) == 1.0


def judgements(bench: Bench, category: str = "") -> Iterator[Judgement]:
    """Ask every question of a bench (of one category) and judge the answer."""
    from index.snapshot import open_snapshot

    answerer = Answerer(bench.library.corpus, open_snapshot(bench.index_dir, embedder=bench.embedder))
    for question in bench.questions:
        if category in ("", question.category):
            answer = answerer.answer(question.question, turns=question.turns)
            understood = answerer.understand(question.question, turns=question.turns)
            measures = answer_measures(question, answer, bench.library)
            yield Judgement(question, understood, answer, measures)


def describe(judgement: Judgement) -> str:
    """Several lines about one wrong answer."""
    question, understood, answer = judgement.question, judgement.understood, judgement.answer
    low = [name for name, value in judgement.measures.items() if value < 1.0]
    lines = [
        f"--- {question.id} {question.category}: {' → '.join((*question.turns, question.question))}",
        f"understood  {understood.kind} topic={understood.topic!r} regions={understood.regions} "
        f"years={understood.years} units={understood.units} role={understood.role} documents={understood.documents}",
        f"wanted      {question.gold}",
        f"evidence    {[(piece.document, piece.anchor) for piece in question.evidence]}",
        f"answered    {answer.kind} {answer.confidence:.2f} {_short(answer.text or str(answer.missing))}",
        *(
            f"  [{cite.n}] {cite.source}: {_short(cite.quote)}"
            for cite in answer.citations[:_SHOWN_CITATIONS]
        ),
        f"wrong in    {', '.join(low)}",
    ]
    return "\n".join(lines)


def summary(done: Sequence[Judgement]) -> str:
    """Right answers and questions a category, then evidence, refusals and grounding."""
    asked = Counter(judgement.question.category for judgement in done)
    right = Counter(judgement.question.category for judgement in done if judgement.right)
    shares = [f"{name} {right[name]}/{count}" for name, count in sorted(asked.items())]
    for measure in ("evidence_first_two", "answered", "grounded"):
        values = [j.measures[measure] for j in done if measure in j.measures]
        shares.append(f"{measure} {sum(values):.0f}/{len(values)}")
    return f"right {sum(right.values())}/{len(done)}: {', '.join(shares)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the wrong answers of the dev halves, and a line of sums for each set."""
    parser = argparse.ArgumentParser(prog="python -m eval.wrong", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help="all with a base when none is named")
    parser.add_argument(
        "--kb", type=Path, default=Path(os.environ.get("POLICY_KB_DIR", ".policy-kb")), metavar="DIR"
    )
    parser.add_argument("--category", default="", help="only questions of this category")
    parser.add_argument("--sums", action="store_true", help="only the line of sums")
    options = parser.parse_intermixed_args(arguments)
    benches = [bench for bench in open_benches(options.kb, options.sets) if bench.name != "statutes"]
    if not benches:
        print("no base with questions: run 'policy-kb eval' first", file=sys.stderr)
        return 1
    for bench in benches:
        done = list(judgements(bench, options.category))
        if not options.sums:
            print("\n".join(describe(judgement) for judgement in done if not judgement.right))
        print(f"{bench.name}: {summary(done)}")
    return 0


def _short(text: str) -> str:
    return text.replace("\n", " ⏎ ")[:_SHOWN_CHARS]


if __name__ == "__main__":
    sys.exit(main())
