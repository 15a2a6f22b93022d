"""The store keeps what it is given, shows only what is live, and lets one writer in."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import EmptyStoreError, LockedError, SchemaError, StoreError
from kb.records import (
    Chunk,
    Deadline,
    Document,
    Fact,
    Metadata,
    Responsibility,
    Section,
    Target,
    UnitMention,
)
from kb.store.schema import MIGRATIONS, SCHEMA_VERSION, migrate
from kb.store.store import DATABASE_NAME, Store, create_store, open_store
from tests.conftest import ROOT
from tests.makers import document, put, section

words = st.text(st.characters(codec="utf-8"), max_size=20)
ids = st.text(st.sampled_from("0123456789abcdef"), min_size=16, max_size=16)
offsets = st.integers(min_value=0, max_value=10**6)
several = st.lists(words, max_size=3).map(tuple)
maybe = st.none() | words

metadata = st.builds(
    Metadata,
    title=words,
    number=maybe,
    issuers=several,
    region=maybe,
    region_parent=maybe,
    issued=maybe,
    effective=maybe,
    finality=st.sampled_from(["draft", "final"]),
    year_from=st.none() | offsets,
    year_to=st.none() | offsets,
    implements=several,
    cites=several,
)
documents = st.builds(
    Document,
    id=ids,
    text=st.text(st.characters(codec="utf-8"), max_size=200),
    metadata=metadata,
    source=words,
    file_hash=words,
    position=offsets,
    page_starts=st.lists(offsets, max_size=3).map(tuple),
    warnings=several,
)
sections = st.builds(
    Section,
    id=ids,
    document_id=st.just("d"),
    parent_id=st.none() | ids,
    level=st.integers(1, 9),
    label=words,
    title=words,
    path=several,
    start=offsets,
    end=offsets,
    heading_end=offsets,
)
mentions = st.lists(st.builds(UnitMention, surface=words, unit=words), max_size=3).map(tuple)
place = {"document_id": st.just("d"), "section_id": words, "region": maybe, "start": offsets, "end": offsets}
facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        Responsibility,
        id=ids,
        task=words,
        lead=mentions,
        participating=mentions,
        responsible=mentions,
        deadline=maybe,
        **place,
    ),
    st.builds(
        Target,
        id=ids,
        metric=words,
        comparator=st.sampled_from([">=", "<=", "=", "range", "eliminate", "cover"]),
        value=words,
        value_high=maybe,
        unit=words,
        deadline=maybe,
        as_written=words,
        subject=words,
        **place,
    ),
    st.builds(Deadline, id=ids, task=words, deadline=maybe, as_written=words, recurrence=maybe, **place),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "kb")


@pytest.fixture(scope="module")
def shared_store() -> Iterator[Store]:
    """One store for all examples of a property."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        yield store
        store.close()


@settings(max_examples=60, deadline=None)
@given(
    saved=documents,
    outline=st.lists(sections, max_size=4, unique_by=lambda s: s.id),
    found=st.lists(facts, max_size=5, unique_by=lambda f: f.id),
)
def test_what_is_saved_comes_back_equal(
    shared_store: Store, saved: Document, outline: list[Section], found: list[Fact]
) -> None:
    saved = replace(saved, id="d")
    chunks = [
        Chunk(f"c{number:03}", "d", one.id, number, number, saved.text, one.title)
        for number, one in enumerate(outline)
    ]
    with shared_store.transaction():
        shared_store.documents.save(saved, outline, chunks)
        shared_store.facts.save("d", found)
    assert shared_store.documents.get("d") == saved
    assert shared_store.documents.sections("d") == tuple(outline)
    assert shared_store.documents.chunks("d") == tuple(chunks)
    assert shared_store.facts.of_document("d") == tuple(sorted(found, key=lambda f: (f.start, f.id)))


@given(starts=st.lists(st.integers(0, 500), min_size=1, max_size=8), offset=st.integers(0, 600))
def test_the_page_of_an_offset_is_the_last_page_that_starts_before_it(starts: list[int], offset: int) -> None:
    pages = tuple(sorted([0, *starts]))
    page = document(page_starts=pages).page_at(offset)
    assert page is not None
    assert pages[page - 1] <= offset
    assert page == len(pages) or pages[page] > offset


def test_a_document_without_pages_has_no_page() -> None:
    assert document().page_at(0) is None


def test_an_error_inside_a_transaction_undoes_all_of_it(store: Store) -> None:
    put(store, document("甲"))

    def fail_midway() -> None:
        with store.transaction():
            store.documents.save(document("乙"), [], [])
            store.set_meta("key", "value")
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        fail_midway()
    assert [d.metadata.title for d in store.documents.all()] == ["甲"]
    assert store.get_meta("key") is None


def test_deleting_a_document_deletes_all_rows_below_it(store: Store) -> None:
    kept, gone = document("甲"), document("乙")
    put(store, kept, gone)
    with store.transaction():
        store.documents.delete(gone.id)
    assert store.documents.ids() == (kept.id,)
    for table in ("sections", "chunks", "file_documents"):
        rows = store.connection.execute(f"SELECT DISTINCT document_id FROM {table}").fetchall()
        assert rows == [(kept.id,)], table


def test_more_chunks_than_sqlite_takes_variables_are_found(store: Store) -> None:
    one = document(text="字" * 1200)
    whole = section(one, 0, 1200)
    chunks = [Chunk(f"c{n:04}", one.id, whole.id, n, n + 1, "字", "") for n in range(1200)]
    put(store, one)
    with store.transaction():
        store.documents.save(one, [whole], chunks)
    found = store.documents.chunks_by_id([*(chunk.id for chunk in chunks), "gone"])
    assert found == {chunk.id: chunk for chunk in chunks}


def test_chunks_are_looked_up_by_their_ids_and_not_by_walking_the_documents(store: Store) -> None:
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    store.documents.chunks_by_id(["one", "other"])
    store.connection.set_trace_callback(None)
    (statement,) = asked
    plan = store.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert any("chunks USING PRIMARY KEY (id=?)" in step[3] for step in plan)


def test_a_reader_sees_one_state_while_a_writer_commits(store: Store) -> None:
    put(store, document("甲"))

    def write() -> None:
        put(store, document("乙"))
        store.close()

    with store.reading():
        assert len(store.documents.ids()) == 1
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert len(store.documents.ids()) == 1
    assert len(store.documents.ids()) == 2


def test_a_second_writer_in_the_same_process_is_refused(store: Store) -> None:
    with store.writing(), pytest.raises(LockedError, match="is writing to"), Store(store.folder).writing():
        pass
    with Store(store.folder).writing():
        pass


def test_a_writing_process_is_named_by_its_pid(store: Store) -> None:
    script = (
        "import sys, pathlib; from kb.store.store import open_store\n"
        "with open_store(pathlib.Path(sys.argv[1])).writing():\n"
        "    print('locked', flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", script, str(store.folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with (
            pytest.raises(LockedError, match=rf"another process \(pid {other.pid}\) is writing"),
            store.writing(),
        ):
            pass
        put(store, document("甲"))  # reading and SQLite itself stay open
        other.kill()
    with store.writing():  # a killed writer leaves no lock behind
        pass


def test_an_error_of_the_body_of_writing_is_not_taken_for_a_lock(store: Store) -> None:
    with pytest.raises(OSError, match="disk full"), store.writing():
        raise OSError(28, "disk full")
    with store.writing():
        pass


def test_a_folder_without_a_base_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(EmptyStoreError, match=r"no knowledge base in .*: run 'policy-kb ingest PATH' first"):
        open_store(tmp_path)


def test_a_base_of_a_newer_program_is_refused_and_left_alone(store: Store) -> None:
    store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(SchemaError, match="update policy-kb, or choose another folder"):
        open_store(store.folder)


def test_every_older_schema_is_brought_up_to_date_with_its_rows(tmp_path: Path) -> None:
    for version in range(1, SCHEMA_VERSION):
        folder = tmp_path / str(version)
        folder.mkdir()
        connection = sqlite3.connect(folder / DATABASE_NAME)
        for script in MIGRATIONS[:version]:
            connection.executescript(script)
        connection.execute("INSERT INTO meta VALUES ('kept', 'yes')")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
        connection.close()
        store = open_store(folder)
        assert store.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert store.get_meta("kept") == "yes"
        assert store.runs.all() == ()


def test_a_failing_migration_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    monkeypatch.setattr("kb.store.schema.MIGRATIONS", ("CREATE TABLE a (x); CREATE TABLE a (x);",))
    monkeypatch.setattr("kb.store.schema.SCHEMA_VERSION", 1)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("content", [b"not a database" * 100, None])
def test_something_else_in_place_of_the_base_is_a_store_error(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        (tmp_path / DATABASE_NAME).mkdir()
    else:
        (tmp_path / DATABASE_NAME).write_bytes(content)
    with pytest.raises(StoreError, match="is not a readable knowledge base"):
        open_store(tmp_path)


def test_a_file_in_place_of_the_folder_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "kb").write_text("x")
    with pytest.raises(StoreError, match="cannot create the knowledge base folder"):
        create_store(tmp_path / "kb")


def test_vectors_come_back_in_the_order_asked_for_and_are_pruned(store: Store) -> None:
    vectors = np.eye(4, dtype=np.float32)[:3]
    store.vectors.save("m", ["a", "b", "c"], vectors)
    assert store.vectors.missing("m", ["d", "a", "d", "c"]) == ("d",)
    assert store.vectors.missing("other", ["a"]) == ("a",)
    np.testing.assert_array_equal(store.vectors.load("m", ["c", "a", "c"], dimension=4), vectors[[2, 0, 2]])
    store.vectors.prune("m", ["b"])
    assert store.vectors.missing("m", ["a", "b", "c"]) == ("a", "c")
    with pytest.raises(KeyError):
        store.vectors.load("m", ["a"], dimension=4)


def test_an_original_is_copied_once_and_unused_ones_go(store: Store, tmp_path: Path) -> None:
    kept, gone = document("甲"), document("乙")
    put(store, kept)
    file = tmp_path / "方案.TXT"
    file.write_text("原件")
    store.keep_original(file, kept.file_hash)
    file.write_text("改了")
    store.keep_original(file, kept.file_hash)
    store.keep_original(file, gone.file_hash)
    store.drop_unused_originals()
    assert [path.name for path in (store.folder / "originals").iterdir()] == [f"{kept.file_hash}.txt"]
    assert store.original_path(kept.file_hash, "方案.TXT").read_text() == "原件"
