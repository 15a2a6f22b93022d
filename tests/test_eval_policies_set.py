"""The policies evaluation set is well formed, and everything in its gold stands in the documents."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from eval.dataset import Question
from tests.question_sets import OUTSIDE, SETS, evidence_faults, gold_faults, questions, rare_categories

NAME = "policies"
KEYS = {"id", "question", "category", "language", "style", "split", "heldout", "turns", "evidence", "gold"}
MINIMUM = {
    "responsibility": 25,
    "unit_tasks": 12,
    "target": 40,
    "deadline": 12,
    "due_list": 8,
    "comparison": 15,
    "metadata": 15,
    "passage": 25,
    "unanswerable": 50,
}
FIRST_PART = 335
"""Questions up to this number are halved between dev and test; the later ones (from 401) are all dev."""

needs_corpus = pytest.mark.skipif(not OUTSIDE[NAME].is_dir(), reason="../shared/corpus/policies is not here")


def test_lines_have_the_documented_keys_and_unique_ids() -> None:
    lines = (SETS / NAME / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(set(json.loads(line)) == KEYS for line in lines)
    asked = questions(NAME)
    numbers = [int(q.id.removeprefix("policies-")) for q in asked]
    assert numbers[:FIRST_PART] == [*range(1, FIRST_PART + 1)]
    assert numbers == sorted(set(numbers))
    assert all(number > 400 for number in numbers[FIRST_PART:])
    assert len({(q.question, q.turns) for q in asked}) == len(asked)


def test_every_kind_of_question_is_there_often_enough() -> None:
    asked = questions(NAME)
    assert rare_categories(asked, MINIMUM) == {}
    styles = Counter(q.style for q in asked)
    assert set(styles) == {"plain", "typo", "colloquial", "traditional", "followup"}
    assert styles["typo"] + styles["colloquial"] + styles["traditional"] >= 25
    assert styles["followup"] >= 14
    languages = Counter(q.language for q in asked)
    assert set(languages) == {"zh", "en"}
    assert languages["en"] >= 18
    assert 0.4 <= sum(q.split == "dev" for q in asked[:FIRST_PART]) / FIRST_PART <= 0.6
    assert all(q.split == "dev" and not q.heldout for q in asked[FIRST_PART:])


def test_only_follow_ups_have_earlier_turns() -> None:
    for question in questions(NAME):
        assert (1 <= len(question.turns) <= 3) == (question.style == "followup"), question.id


def test_split_follows_the_evidence_documents() -> None:
    for question in questions(NAME):
        numbers = {evidence.document[:3] for evidence in question.evidence}
        assert question.heldout == ("004" in numbers), question.id
        if question.answerable:
            assert question.split == ("test" if numbers & {"003", "004"} else "dev"), question.id
    splits = [q.split for q in questions(NAME)[:FIRST_PART] if not q.answerable]
    assert splits == ["dev" if n % 2 == 0 else "test" for n in range(len(splits))]


@needs_corpus
@pytest.mark.parametrize("question", questions(NAME), ids=lambda question: str(question.id))
def test_evidence_and_gold_stand_in_the_documents(question: Question) -> None:
    assert evidence_faults(NAME, question) == []
    assert gold_faults(NAME, question) == []
