"""An answer marked wrong is a question that the evaluation can read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.service import Service
from app.ui.feedback import complete_entry, drop_entry, feedback_path, read_entries, save_mark
from eval.dataset import PiecesGold, UnanswerableGold
from eval.reading import load_questions
from eval.relevance import Library
from tests.small_base import small_service

QUESTION = "北山市学前教育毛入园率的目标是多少？"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return small_service(tmp_path)


def questions(service: Service) -> list[object]:
    return list(load_questions(feedback_path(service.settings.folder)))


def test_should_refuse_makes_an_unanswerable_question(service: Service) -> None:
    save_mark(service, service.ask(QUESTION), "should_refuse", turns=["你好"])
    (question,) = load_questions(feedback_path(service.settings.folder))
    assert (question.question, question.category, question.turns) == (QUESTION, "unanswerable", ("你好",))
    assert question.gold == UnanswerableGold(QUESTION)
    assert not question.evidence


def test_wrong_answer_keeps_the_cited_passage_as_evidence(service: Service) -> None:
    answer = service.ask(QUESTION)
    save_mark(service, answer, "wrong_answer")
    (question,) = load_questions(feedback_path(service.settings.folder))
    assert (question.category, question.gold) == ("retrieval", None)
    library = Library.of_store(service.base.store, service.base.corpus)
    spans = library.spans(question.evidence[0])
    cited = answer.citations[0]
    assert any(s.document_id == cited.document and s.start <= cited.start < s.end for s in spans) or any(
        cited.start <= s.start < cited.end for s in spans
    )


def test_wrong_citation_names_a_passage_that_was_not_cited(service: Service) -> None:
    answer = service.ask(QUESTION)
    entry = save_mark(service, answer, "wrong_citation")
    anchor = entry["evidence"][0]["anchor"]
    assert all(not citation.quote.startswith(anchor) for citation in answer.citations)
    assert len(questions(service)) == 1


def test_a_second_mark_replaces_the_first(service: Service) -> None:
    answer = service.ask(QUESTION)
    first = save_mark(service, answer, "wrong_answer")
    second = save_mark(service, answer, "should_refuse")
    assert first["id"] == second["id"]
    assert [entry["feedback"]["mark"] for entry in read_entries(feedback_path(service.settings.folder))] == [
        "should_refuse"
    ]


def test_the_right_answer_can_be_written_down_later(service: Service) -> None:
    entry = save_mark(service, service.ask(QUESTION), "wrong_answer")
    complete_entry(service.settings.folder, entry["id"], ["96%", "2025年"])
    (question,) = load_questions(feedback_path(service.settings.folder))
    assert (question.category, question.gold) == ("passage", PiecesGold(("96%", "2025年")))


def test_a_set_without_questions_has_no_file(service: Service) -> None:
    entry = save_mark(service, service.ask(QUESTION), "wrong_answer")
    drop_entry(service.settings.folder, "another")
    assert len(questions(service)) == 1
    drop_entry(service.settings.folder, entry["id"])
    assert not feedback_path(service.settings.folder).exists()
    assert read_entries(feedback_path(service.settings.folder)) == []


def test_a_refusal_without_passages_can_still_be_marked(service: Service) -> None:
    answer = replace(service.ask(QUESTION), kind="refusal", citations=(), facts=())
    save_mark(service, answer, "wrong_answer")
    (question,) = load_questions(feedback_path(service.settings.folder))
    assert question.question == QUESTION
