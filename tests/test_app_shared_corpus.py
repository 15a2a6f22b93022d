"""The real policies and laws beside the project are read whole; skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import find_files, ingest_files
from kb.store.store import Store, create_store
from tests.conftest import ROOT, Command

CORPUS = ROOT.parent / "shared" / "corpus"
FOLDERS = (CORPUS / "policies", CORPUS / "laws")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpus")


@pytest.fixture(scope="module")
def corpus_base(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """All 94 files, without an index."""
    store = create_store(tmp_path_factory.mktemp("corpus") / "kb")
    reports = list(ingest_files(store, find_files(FOLDERS)))
    assert len(reports) == 94
    assert [report.reason for report in reports if report.outcome == "failed"] == []
    return store


def test_every_file_is_read_and_some_hold_several_documents(corpus_base: Store) -> None:
    documents = corpus_base.documents.all()
    assert {document.source for document in documents} == {path.name for path in find_files(FOLDERS)}
    assert len(documents) > 94
    holding_three = next(path.name for path in find_files(FOLDERS) if path.name.startswith("001_"))
    assert sum(document.source == holding_three for document in documents) == 3


def test_a_second_run_finds_everything_unchanged(corpus_base: Store, policy_kb: Command) -> None:
    done = policy_kb("ingest", "--kb", corpus_base.folder, *FOLDERS, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json()["counts"] == {"unchanged": 94}
    assert (
        policy_kb("ingest", "--kb", corpus_base.folder, *FOLDERS, "--json").json()["index_rebuilt"] is False
    )


def test_no_character_of_a_document_is_lost_to_the_index(corpus_base: Store) -> None:
    for document in corpus_base.documents.all():
        covered = bytearray(len(document.text))
        for chunk in corpus_base.documents.chunks(document.id):
            assert document.text[chunk.start : chunk.end] == chunk.text
            covered[chunk.start : chunk.end] = b"\1" * (chunk.end - chunk.start)
        lost = [ch for ch, mark in zip(document.text, covered, strict=True) if not mark and not ch.isspace()]
        assert lost == [], document.source


def test_every_section_lies_in_its_parent_and_every_fact_ends_in_its_section(corpus_base: Store) -> None:
    sections = {section.id: section for section in corpus_base.documents.sections()}
    for section in sections.values():
        assert section.start <= section.heading_end <= section.end
        if section.parent_id is not None:
            parent = sections[section.parent_id]
            assert parent.start <= section.start < section.end <= parent.end
            assert parent.level < section.level
    for fact in corpus_base.facts.all():
        inside = sections[fact.section_id]
        assert inside.document_id == fact.document_id
        # a duty may open in an earlier article (…应当：) than the one that names it
        assert fact.start < inside.end
        assert inside.start < fact.end <= inside.end


def test_copies_in_another_place_add_nothing(corpus_base: Store, tmp_path: Path) -> None:
    first = next(iter(find_files(FOLDERS)))
    copy = tmp_path / first.name
    copy.write_bytes(first.read_bytes())
    (report,) = ingest_files(corpus_base, [copy])
    assert report.outcome == "duplicate"
