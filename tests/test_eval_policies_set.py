"""The policies evaluation set is well formed, and everything in its gold stands in the documents."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "eval" / "sets" / "policies" / "questions.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus" / "policies"

Question = dict[str, Any]

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
ROLES = ("lead", "participating", "responsible")
COMPARATORS = {">=", "<=", "=", "range", "eliminate", "cover"}
ISO_TIME = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
UNMENTIONED = "未提及"
FIRST_PART = 335
"""Questions up to this number are halved between dev and test; the later ones (from 401) are all dev."""
NEAR_CHARS = 90
"""A figure has to stand this close to an anchor, so that a value of another sentence does not pass."""

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus/policies is not here")


def load() -> list[Question]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def squash(text: str) -> str:
    """NFKC without white space; the ratio sign is read as a colon, dashes of ranges as they are."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("∶", ":")


def documents() -> dict[str, str]:
    """Squashed text of each document, without the bookmarks that Word left inside headings."""
    texts = {}
    for path in CORPUS.glob("*.txt"):
        raw = re.sub(r"\[bookmark: \w+\]", "", path.read_text(encoding="utf-8-sig"))
        texts[path.name] = squash(raw)
    return texts


def of(category: str) -> list[Question]:
    return [q for q in load() if q["category"] == category]


def held_by(piece: str, question: Question, texts: dict[str, str]) -> bool:
    """Does the piece stand in one of the question's evidence documents?"""
    return any(squash(piece) in texts[e["document"]] for e in question["evidence"])


def neighbourhoods(question: Question, texts: dict[str, str]) -> list[str]:
    """The text around every occurrence of every anchor."""
    found = []
    for evidence in question["evidence"]:
        text, anchor = texts[evidence["document"]], squash(evidence["anchor"])
        found += [
            text[max(0, m.start() - NEAR_CHARS) : m.end() + NEAR_CHARS]
            for m in re.finditer(re.escape(anchor), text)
        ]
    return found


def is_near(value: str, around: list[str]) -> bool:
    """A figure, not a part of a longer one, in Arabic digits."""
    pattern = rf"(?<![\d.]){re.escape(squash(value))}(?![\d]|\.\d)"
    return any(re.search(pattern, text) for text in around)


def test_lines_have_the_documented_keys_and_unique_ids() -> None:
    questions = load()
    assert all(set(q) == KEYS for q in questions)
    numbers = [*range(1, FIRST_PART + 1), *range(401, 401 + len(questions) - FIRST_PART)]
    assert [q["id"] for q in questions] == [f"policies-{n:03d}" for n in numbers]
    assert len({(q["question"], tuple(q["turns"])) for q in questions}) == len(questions)


def test_every_kind_of_question_is_there_often_enough() -> None:
    questions = load()
    categories = Counter(q["category"] for q in questions)
    assert set(categories) == set(MINIMUM)
    assert {name: n for name, n in MINIMUM.items() if categories[name] < n} == {}
    styles = Counter(q["style"] for q in questions)
    assert set(styles) == {"plain", "typo", "colloquial", "traditional", "followup"}
    assert styles["typo"] + styles["colloquial"] + styles["traditional"] >= 25
    assert styles["followup"] >= 14
    languages = Counter(q["language"] for q in questions)
    assert set(languages) == {"zh", "en"}
    assert languages["en"] >= 18
    assert 0.4 <= sum(q["split"] == "dev" for q in questions[:FIRST_PART]) / FIRST_PART <= 0.6
    assert all(q["split"] == "dev" and not q["heldout"] for q in questions[FIRST_PART:])


def test_only_follow_ups_have_earlier_turns() -> None:
    for question in load():
        assert (1 <= len(question["turns"]) <= 3) == (question["style"] == "followup"), question["id"]


def test_split_follows_the_evidence_documents() -> None:
    for question in load():
        numbers = {e["document"][:3] for e in question["evidence"]}
        assert question["heldout"] == ("004" in numbers), question["id"]
        if question["category"] == "unanswerable":
            assert not question["evidence"], question["id"]
            assert question["gold"]["missing"], question["id"]
        else:
            assert numbers, question["id"]
            assert question["split"] == ("test" if numbers & {"003", "004"} else "dev"), question["id"]
    splits = [q["split"] for q in load()[:FIRST_PART] if q["category"] == "unanswerable"]
    assert splits == ["dev" if n % 2 == 0 else "test" for n in range(len(splits))]


def test_gold_has_the_shape_of_its_category() -> None:
    for question in of("responsibility"):
        gold = question["gold"]
        assert any(gold[role] for role in ROLES), question["id"]
        if "role" in gold:
            stated = next((r for r in ROLES if gold["unit"] in gold[r]), "none")
            assert gold["role"] == stated, question["id"]
    for question in of("unit_tasks"):
        assert question["gold"]["tasks"], question["id"]
        assert all(task["role"] in ROLES for task in question["gold"]["tasks"]), question["id"]
    for question in of("target"):
        for value in question["gold"]["values"]:
            assert value["comparator"] in COMPARATORS, question["id"]
            assert ("value_high" in value) == (value["comparator"] == "range"), question["id"]
            assert value["deadline"] is None or ISO_TIME.fullmatch(value["deadline"]), question["id"]
    for question in of("deadline"):
        for due in question["gold"]["deadlines"]:
            assert ("recurrence" in due) != bool(ISO_DAY.fullmatch(due.get("deadline", ""))), question["id"]
    for question in of("due_list"):
        assert all(ISO_DAY.fullmatch(item["deadline"]) for item in question["gold"]["items"])
    for question in of("comparison"):
        assert len(question["gold"]["rows"]) >= 2, question["id"]


@needs_corpus
def test_anchors_stand_in_their_document_below_their_headings() -> None:
    texts = documents()
    for question in load():
        for evidence in question["evidence"]:
            anchor, text = evidence["anchor"], texts[evidence["document"]]
            assert len(anchor) <= 25, question["id"]
            assert "\n" not in anchor, question["id"]
            at = 0
            for heading in evidence["section"]:
                at = text.find(squash(heading), at)
                assert at >= 0, (question["id"], heading)
            assert squash(anchor) in text[at:], (question["id"], anchor)


@needs_corpus
def test_gold_names_and_pieces_stand_in_the_evidence_documents() -> None:
    texts = documents()
    for question in load():
        gold = question["gold"]
        pieces = [name for role in ROLES for name in gold.get(role, [])] + gold.get("contains", [])
        pieces += [gold["unit"]] if question["category"] == "unit_tasks" else []
        listed = gold.get("tasks", []) + gold.get("items", []) + gold.get("optional", [])
        pieces += [entry["anchor"] for entry in listed]
        for piece in pieces:
            assert len(piece) <= 25, (question["id"], piece)
            assert held_by(piece, question, texts), (question["id"], piece)
        for due in gold.get("deadlines", []):
            written = due.get("as_written") or due["recurrence"]
            assert any(squash(written) in text for text in neighbourhoods(question, texts)), question["id"]


@needs_corpus
def test_gold_figures_stand_near_an_anchor() -> None:
    texts = documents()
    for question in of("target"):
        around = neighbourhoods(question, texts)
        for value in question["gold"]["values"]:
            for figure in filter(None, (value["value"], value.get("value_high"))):
                assert is_near(figure, around), (question["id"], figure)
            if value["deadline"]:
                named = [e for e in question["evidence"] if value["deadline"][:4] in texts[e["document"]]]
                assert named, (question["id"], value["deadline"])
    for question in of("comparison"):
        around = neighbourhoods(question, texts)
        for row in question["gold"]["rows"]:
            if row["value"] != UNMENTIONED:
                assert is_near(row["value"], around), (question["id"], row["value"])
