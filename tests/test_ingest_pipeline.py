"""What becomes of new, changed, copied, moved and removed files in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.pipeline import FileReport, find_files, ingest_files, remove_document, rules_version
from kb.errors import UsageError
from kb.store.store import Store, create_store
from tests.conftest import SAMPLE

SAFETY = "永安市教育局关于加强校车安全管理的通知\n\n一、总体要求\n到2025年，校车安全管理覆盖率达到{}%以上。（责任单位：市教育局、市公安局）\n"
READING = "永安市教育局关于推进书香校园建设的通知\n\n一、总体要求\n到2024年，书香校园比例达到60%以上。\n"
NOTICE_AND_PLANS = next(SAMPLE.glob("澄教发*.txt"))

Ingest = Callable[..., list[FileReport]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "kb")


@pytest.fixture
def ingest(store: Store) -> Ingest:
    def run(*paths: Path) -> list[FileReport]:
        with store.writing():
            return list(ingest_files(store, find_files(paths)))

    return run


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def counts(store: Store) -> dict[str, int]:
    """Rows of every table that a document fills."""
    tables = ("files", "documents", "file_documents", "sections", "chunks", "facts")
    return {
        table: store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
    }


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_new_file_is_added_with_its_chunks_facts_and_original(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "安全.txt", SAFETY.format(98))
    (report,) = ingest(file)
    (document,) = store.documents.all()
    assert (report.outcome, report.name, report.documents) == ("added", "安全.txt", 1)
    assert report.document_ids == (document.id,)
    assert report.chunks == len(store.documents.chunks(document.id)) > 0
    assert report.facts == len(store.facts.of_document(document.id)) >= 2
    assert (document.source, document.file_hash) == ("安全.txt", sha256(file))
    assert store.original_path(document.file_hash, document.source).read_bytes() == file.read_bytes()
    (entry,) = store.files.log_entries()
    assert (entry.name, entry.outcome, entry.facts) == ("安全.txt", "added", report.facts)


def test_the_same_file_again_is_unchanged_and_nothing_is_written(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "安全.txt", SAFETY.format(98))
    ingest(file)
    before = (counts(store), store.documents.corpus_hash())
    (report,) = ingest(file)
    assert (report.outcome, report.documents) == ("unchanged", 1)
    assert (counts(store), store.documents.corpus_hash()) == before


def test_a_changed_file_replaces_its_document_and_keeps_the_old_one_as_history(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "安全.txt", SAFETY.format(90))
    ingest(file)
    (old,) = store.documents.all()
    old_hash = old.file_hash
    write(file, SAFETY.format(98))
    (report,) = ingest(file)
    assert report.outcome == "updated"
    (new,) = store.documents.all()
    assert "98%" in new.text
    assert [document.text for document in store.documents.replaced()] == [old.text]
    assert {chunk.document_id for chunk in store.documents.chunks()} == {new.id}
    assert {fact.document_id for fact in store.facts.all()} == {new.id}
    assert store.documents.get(old.id) == old
    assert store.original_path(old_hash, "安全.txt").exists()


def test_a_file_changed_back_brings_its_first_version_back(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "安全.txt", SAFETY.format(90))
    ingest(file)
    (first,) = store.documents.all()
    ingest(write(file, SAFETY.format(98)))
    (report,) = ingest(write(file, SAFETY.format(90)))
    assert report.outcome == "updated"
    assert store.documents.all() == (first,)
    assert len(store.documents.replaced()) == 1


def test_a_copy_is_a_duplicate_and_adds_nothing(tmp_path: Path, store: Store, ingest: Ingest) -> None:
    ingest(write(tmp_path / "甲.txt", READING))
    before = counts(store)
    (report,) = ingest(write(tmp_path / "乙.txt", READING))
    assert (report.outcome, report.reason) == ("duplicate", "same content as 甲.txt")
    assert counts(store) == before


def test_a_moved_file_is_unchanged_and_known_at_its_new_place(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "旧" / "甲.txt", READING)
    ingest(file)
    before = counts(store)
    (tmp_path / "新").mkdir()
    file = file.rename(tmp_path / "新" / "甲.txt")
    (report,) = ingest(file)
    assert (report.outcome, report.reason) == ("unchanged", "moved")
    assert counts(store) == before
    (report,) = ingest(file)
    assert (report.outcome, report.reason) == ("unchanged", "")


def test_a_renamed_file_shows_its_new_name_and_keeps_its_original(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "甲.txt", READING)
    ingest(file)
    (report,) = ingest(file.rename(tmp_path / "乙.md"))
    assert (report.outcome, report.reason) == ("updated", "renamed from 甲.txt")
    (document,) = store.documents.all()
    assert document.source == "乙.md"
    assert store.original_path(document.file_hash, document.source).exists()
    assert [stored.name for stored in store.files.all()] == ["乙.md"]
    assert [r.outcome for r in ingest(tmp_path / "乙.md")] == ["unchanged"]


def test_a_file_that_took_the_name_of_a_moved_one_loses_neither(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "甲.txt", READING)
    ingest(file)
    file.rename(tmp_path / "乙.txt")
    write(tmp_path / "甲.txt", SAFETY.format(98))
    reports = ingest(tmp_path / "甲.txt", tmp_path / "乙.txt")
    assert [report.outcome for report in reports] == ["updated", "added"]
    assert {document.source for document in store.documents.all()} == {"甲.txt", "乙.txt"}


def test_a_file_may_hold_several_documents(store: Store, ingest: Ingest) -> None:
    (report,) = ingest(NOTICE_AND_PLANS)
    documents = store.documents.all()
    assert report.documents == len(documents) == 3
    assert [document.position for document in documents] == [0, 1, 2]
    assert {document.source for document in documents} == {NOTICE_AND_PLANS.name}


def test_removing_one_document_of_several_leaves_the_others(store: Store, ingest: Ingest) -> None:
    ingest(NOTICE_AND_PLANS)
    first, *others = store.documents.all()
    remove_document(store, first)
    assert list(store.documents.all()) == others
    assert not store.documents.chunks(first.id)
    assert store.original_path(first.file_hash, first.source).exists()


def test_removing_leaves_nothing_and_the_file_can_come_back(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    file = write(tmp_path / "安全.txt", SAFETY.format(90))
    ingest(file)
    ingest(write(file, SAFETY.format(98)))
    (document,) = store.documents.all()
    remove_document(store, document)
    assert set(counts(store).values()) == {0}
    assert list((store.folder / "originals").iterdir()) == []
    (report,) = ingest(file)
    assert report.outcome == "added"
    assert store.documents.all() == (document,)


def test_two_files_with_one_identical_document_share_it(tmp_path: Path, store: Store, ingest: Ingest) -> None:
    first = write(tmp_path / "甲.txt", READING)
    second = write(tmp_path / "乙.txt", READING + "\n\n\n")
    assert [report.outcome for report in ingest(first, second)] == ["added", "added"]
    (document,) = store.documents.all()
    assert len(store.files.of_document(document.id)) == 2

    ingest(write(second, SAFETY.format(98)))
    shared = store.documents.get(document.id)
    assert shared is not None
    assert (shared.source, shared.file_hash) == ("甲.txt", sha256(first))
    assert {d.source for d in store.documents.all()} == {"甲.txt", "乙.txt"}


def test_removing_a_shared_document_removes_it_from_both_files(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    ingest(write(tmp_path / "甲.txt", READING), write(tmp_path / "乙.txt", READING + "\n\n\n"))
    (document,) = store.documents.all()
    remove_document(store, document)
    assert set(counts(store).values()) == {0}
    assert list((store.folder / "originals").iterdir()) == []


def test_new_reading_rules_read_every_file_again(
    tmp_path: Path, store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "安全.txt", SAFETY.format(98))
    ingest(file)
    documents = store.documents.all()
    monkeypatch.setattr(pipeline, "rules_version", lambda: "other rules")
    (report,) = ingest(file)
    assert (report.outcome, report.reason) == ("updated", "the reading rules have changed")
    assert store.documents.all() == documents
    assert store.documents.replaced() == ()
    assert [r.outcome for r in ingest(file)] == ["unchanged"]


def test_a_copy_that_comes_with_new_rules_is_still_a_duplicate(
    tmp_path: Path, store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(write(tmp_path / "甲.txt", READING))
    before = counts(store)
    monkeypatch.setattr(pipeline, "rules_version", lambda: "other rules")
    (report,) = ingest(write(tmp_path / "乙.txt", READING))
    assert (report.outcome, report.reason) == ("duplicate", "same content as 甲.txt")
    assert counts(store) == before
    (known,) = store.files.all()
    assert known.rules == "other rules", "the known copy was read anew"


def test_a_known_copy_that_has_changed_is_updated_and_the_file_added(
    tmp_path: Path, store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(tmp_path / "甲.txt", SAFETY.format(90))
    ingest(first)
    write(first, SAFETY.format(98))
    monkeypatch.setattr(pipeline, "rules_version", lambda: "other rules")
    (report,) = ingest(write(tmp_path / "乙.txt", SAFETY.format(90)))
    assert report.outcome == "added"
    assert sorted("98" in document.text for document in store.documents.all()) == [False, True]


def test_a_fact_that_new_rules_read_otherwise_changes_the_corpus_hash(
    tmp_path: Path, store: Store, ingest: Ingest
) -> None:
    ingest(write(tmp_path / "安全.txt", SAFETY.format(98)))
    before = store.documents.corpus_hash()
    with store.transaction() as connection:
        connection.execute("UPDATE facts SET payload = replace(payload, '覆盖率', '合格率')")
    assert store.documents.corpus_hash() != before


def test_the_rules_version_covers_reading_but_not_answering() -> None:
    covered = pipeline._shapes_documents
    assert all(map(covered, map(Path, ("readers/pdf.py", "facts/targets.py", "text.py", "data/units.txt"))))
    assert not any(map(covered, map(Path, ("answer/engine.py", "store/store.py", "question/cues.py"))))
    assert rules_version() == rules_version()
    assert len(rules_version()) == 12


def test_files_are_found_once_sorted_and_below_folders(tmp_path: Path) -> None:
    names = ["b.txt", "a/c.txt", "a/b.txt", ".hidden/x.txt", "a/.x.txt", "Thumbs.db"]
    for name in names:
        write(tmp_path / name, "x")
    found = find_files([tmp_path, tmp_path / "b.txt", tmp_path / "a"])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == ["a/b.txt", "a/c.txt", "b.txt"]
    assert find_files([tmp_path / ".hidden" / "x.txt"]) == (tmp_path / ".hidden" / "x.txt",)


def test_a_folder_that_may_not_be_listed_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", "x")

    def refuse(_path: object) -> object:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(pipeline.os, "scandir", refuse)
    with pytest.raises(UsageError, match=r"cannot be listed \(Permission denied\): check its permissions"):
        find_files([tmp_path])
