"""Snapshots: atomic, reusable, checked on opening."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.embedder import Embedder
from index.hybrid import HybridIndex, passage_text
from index.manifest import Manifest
from index.snapshot import IndexContent, build_snapshot, current_manifest, open_snapshot
from kb.errors import IndexStateError
from kb.records import Chunk
from tests.fakes import FakeEmbedder

MANIFEST = Manifest(
    embedding_model="fake-bigrams", dimension=64, corpus_hash="0123456789abcdef", chunk_count=0, fact_count=0
)


def chunk(chunk_id: str, text: str, *, document: str = "d1") -> Chunk:
    return Chunk(chunk_id, document, "s", 0, len(text), text, "某市方案")


def content(*chunks: Chunk, facts: Sequence[str] = ()) -> IndexContent:
    embedder = FakeEmbedder()
    return IndexContent(
        chunks,
        embedder.encode_documents([passage_text(one) for one in chunks]),
        facts,
        embedder.encode_documents(facts),
    )


def opened(folder: Path) -> HybridIndex:
    return open_snapshot(folder, embedder=FakeEmbedder)


def test_what_was_built_is_found_after_opening(tmp_path: Path) -> None:
    build_snapshot(tmp_path, content(chunk("b", "班额不超过55人"), chunk("a", "学前教育")), manifest=MANIFEST)
    index = opened(tmp_path)
    assert index.row_count == 2
    assert index.search("班额多少人", top_k=1)[0].chunk_id == "b"
    assert index.manifest == replace(MANIFEST, chunk_count=2)
    assert current_manifest(tmp_path) == index.manifest


def test_vectors_stay_with_their_chunks_whatever_the_order(tmp_path: Path) -> None:
    chunks = [chunk(name, text) for name, text in (("z", "师资培训"), ("m", "校车安全"), ("a", "毛入园率"))]
    build_snapshot(tmp_path, content(*chunks), manifest=MANIFEST)
    index = opened(tmp_path)
    for one in chunks:
        hit = index.search_dense(passage_text(one), top_k=1)[0]
        assert hit.chunk_id == one.id
        assert hit.cosine == pytest.approx(1.0, abs=1e-3)


def test_the_snapshot_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    folders = [build_snapshot(tmp_path, content(chunk("a", f"第{i}版")), manifest=MANIFEST) for i in range(4)]
    assert [folder.is_dir() for folder in folders] == [False, False, True, True]
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8") == folders[-1].name


def test_a_reader_answers_from_its_snapshot_while_newer_ones_are_built(tmp_path: Path) -> None:
    build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    reader = opened(tmp_path)
    for i in range(3):
        build_snapshot(tmp_path, content(chunk("b", f"校车{i}")), manifest=MANIFEST)
    assert [hit.chunk_id for hit in reader.search("班额")] == ["a"]
    assert [hit.chunk_id for hit in opened(tmp_path).search("校车")] == ["b"]


def test_only_new_or_changed_chunks_are_tokenised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_snapshot(
        tmp_path, content(chunk("a", "班额"), chunk("b", "校车"), chunk("c", "师资")), manifest=MANIFEST
    )
    seen: list[str] = []

    def spy(text: str) -> list[str]:
        seen.append(text)
        return [text]

    monkeypatch.setattr("index.lexical.tokenize", spy)
    after = content(chunk("a", "班额"), chunk("c", "师资培训"), chunk("d", "食堂"))
    build_snapshot(tmp_path, after, manifest=MANIFEST)
    assert sorted(seen) == ["某市方案\n师资培训", "某市方案\n食堂"]


def test_a_reused_index_equals_one_built_anew(tmp_path: Path) -> None:
    first = content(*(chunk(f"c{i}", f"第{i}条 学校{'安全' * i}") for i in range(8)))
    then = content(*(chunk(f"c{i}", f"第{i}条 学校{'安全' * (i + i // 6)}") for i in range(2, 12)))
    build_snapshot(tmp_path / "reused", first, manifest=MANIFEST)
    build_snapshot(tmp_path / "reused", then, manifest=MANIFEST)
    build_snapshot(tmp_path / "anew", then, manifest=MANIFEST)
    for query in ("学校安全", "第9条", "不存在"):
        assert opened(tmp_path / "reused").search(query) == opened(tmp_path / "anew").search(query)


def test_a_damaged_predecessor_does_not_stop_a_build(tmp_path: Path) -> None:
    folder = build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    (folder / "rows.json").write_text("{", encoding="utf-8")
    build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    assert opened(tmp_path).row_count == 1


def test_an_empty_corpus_can_be_opened_and_searched(tmp_path: Path) -> None:
    build_snapshot(tmp_path, content(), manifest=MANIFEST)
    assert opened(tmp_path).search("班额") == ()


def test_no_snapshot_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexStateError, match=r"no index snapshot.*policy-kb ingest"):
        opened(tmp_path)
    assert current_manifest(tmp_path) is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("tokenizer_version", "words-0", "tokenizer 'words-0'.*policy-kb ingest"),
        ("schema_version", 99, "schema 99.*policy-kb ingest"),
    ],
)
def test_another_version_is_refused_on_opening(
    tmp_path: Path, field: str, value: object, message: str
) -> None:
    folder = build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(values | {field: value}), encoding="utf-8")
    with pytest.raises(IndexStateError, match=message):
        opened(tmp_path)
    build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    assert opened(tmp_path).row_count == 1


def test_another_model_is_refused_when_a_query_is_encoded(tmp_path: Path) -> None:
    manifest = replace(MANIFEST, embedding_model="other-model")
    build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=manifest)
    index = opened(tmp_path)
    assert index.search_bm25("班额")
    with pytest.raises(IndexStateError, match=r"'other-model'.*'fake-bigrams'"):
        index.search("班额")


def test_missing_and_damaged_files_are_reported(tmp_path: Path) -> None:
    folder = build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    (folder / "duplicate_of.npy").write_bytes(b"no array")
    with pytest.raises(IndexStateError, match="damaged index snapshot"):
        opened(tmp_path)
    (folder / "duplicate_of.npy").unlink()
    with pytest.raises(IndexStateError, match="incomplete index snapshot"):
        opened(tmp_path)


def test_vectors_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    good = content(chunk("a", "班额"))
    with pytest.raises(IndexStateError, match=r"1 chunks but vectors of shape \(2, 64\)"):
        build_snapshot(
            tmp_path, replace(good, chunk_vectors=np.zeros((2, 64), np.float32)), manifest=MANIFEST
        )
    twice = content(chunk("a", "班额"), chunk("a", "校车"))
    with pytest.raises(IndexStateError, match="chunk id occurs twice"):
        build_snapshot(tmp_path, twice, manifest=MANIFEST)


_BUILD_FOREVER = """
import sys
from pathlib import Path
from tests.test_index_snapshot import MANIFEST, chunk, content
from index.snapshot import build_snapshot
number = 0
while True:
    number += 1
    chunks = [chunk(f"c{i}", f"第{i}条 学校安全第{number}版") for i in range(60)]
    build_snapshot(Path(sys.argv[1]), content(*chunks), manifest=MANIFEST)
    print(number, flush=True)
"""


def test_killing_a_build_at_any_moment_leaves_a_good_snapshot(tmp_path: Path) -> None:
    generator = np.random.default_rng(11)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", _BUILD_FOREVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(float(generator.uniform(0, 0.2)))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert len(opened(tmp_path).search("学校安全", top_k=100)) == 60
    build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)
    assert not list(tmp_path.glob(".building-*"))
    assert len([folder for folder in tmp_path.iterdir() if folder.is_dir()]) == 2


def test_the_embedder_is_not_loaded_before_it_is_needed(tmp_path: Path) -> None:
    build_snapshot(tmp_path, content(chunk("a", "班额")), manifest=MANIFEST)

    def never() -> Embedder:
        raise AssertionError("loaded")

    assert open_snapshot(tmp_path, embedder=never).search_bm25("班额")[0].chunk_id == "a"
