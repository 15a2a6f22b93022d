"""The long-running service answers from the old snapshot until the new one stands."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.service import Service
from kb.errors import LockedError, UnknownDocumentError, UsageError
from kb.settings import Settings
from kb.store.store import Store
from tests.conftest import SAMPLE
from tests.fakes import FakeEmbedder

TXT = sorted(SAMPLE.glob("*.txt"))

pytestmark = pytest.mark.usefixtures("fake_model")


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(Settings(folder=tmp_path / "kb", cache_dir=tmp_path / "cache"))
    service.add_files(TXT[:1])
    return service


def sources(service: Service) -> set[str]:
    return {passage.document.source for passage in service.search("学校教育工作", top_k=500)}


def test_files_that_are_added_are_found_at_once(service: Service) -> None:
    seen: list[str] = []
    assert sources(service) == {TXT[0].name}
    service.add_files(TXT[1:3], on_report=lambda report: seen.append(report.name))
    assert seen == [TXT[1].name, TXT[2].name]
    assert sources(service) == {file.name for file in TXT[:3]}


def test_a_question_during_an_ingest_is_answered_from_the_old_snapshot(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sources(service)
    stored, go_on = threading.Event(), threading.Event()
    embed = FakeEmbedder.encode_documents

    def wait_then_embed(self: FakeEmbedder, texts: list[str], **kwargs: object) -> object:
        if threading.current_thread() is adding:
            stored.set()
            assert go_on.wait(30)
        return embed(self, texts, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(FakeEmbedder, "encode_documents", wait_then_embed)
    adding = threading.Thread(target=service.add_files, args=(TXT[1:],))
    adding.start()
    assert stored.wait(30)
    assert sources(service) == before
    assert service.ask("班额是多少").citations
    go_on.set()
    adding.join()
    assert sources(service) == {file.name for file in TXT}


def test_another_process_that_writes_is_named_and_reading_goes_on(service: Service) -> None:
    with Store(service.settings.folder).writing(), pytest.raises(LockedError, match="another process"):
        service.add_files(TXT[1:2])
    assert sources(service) == {TXT[0].name}


def test_a_change_by_another_process_shows_at_the_next_question(service: Service) -> None:
    sources(service)
    other = Service(service.settings)
    other.add_files(TXT[1:2])
    assert sources(service) == {TXT[0].name, TXT[1].name}


def test_a_removed_document_is_gone_with_its_original(service: Service) -> None:
    service.add_files(TXT[1:2])
    (first, *_) = [d for d in service.base.corpus.documents.values() if d.source == TXT[1].name]
    assert service.original(first.id).read_bytes() == TXT[1].read_bytes()
    for document in [d for d in service.base.corpus.documents.values() if d.source == TXT[1].name]:
        service.remove(document.id)
    assert sources(service) == {TXT[0].name}
    with pytest.raises(UnknownDocumentError, match=f"no document {first.id}"):
        service.original(first.id)
    with pytest.raises(UnknownDocumentError, match="no document"):
        service.remove(first.id)


def test_an_original_that_is_not_kept_says_what_to_do(service: Service) -> None:
    (document, *_) = service.base.corpus.documents.values()
    service.original(document.id).unlink()
    with pytest.raises(UsageError, match="is not kept: ingest the file again"):
        service.original(document.id)


def test_many_threads_get_the_same_answer(service: Service) -> None:
    expected = service.ask("班额是多少").to_json() | {"elapsed_ms": 0}
    answers: list[object] = []

    def ask() -> None:
        answers.append(service.ask("班额是多少").to_json() | {"elapsed_ms": 0})

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8
