"""Every command: what it prints, how it ends, and what it says when it cannot go on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.errors import ModelError
from kb.store.store import DATABASE_NAME, Store, open_store
from tests.conftest import ROOT, SAMPLE, Command

TXT = sorted(SAMPLE.glob("*.txt"))
ANSWER_KEYS = [
    "question", "answered", "kind", "text", "facts", "citations", "missing", "confidence", "elapsed_ms",
]  # fmt: skip
CITATION_KEYS = [
    "n", "document", "title", "source", "section", "page", "start", "end", "quote", "status",
]  # fmt: skip
PASSAGE_KEYS = {
    "rank",
    "score",
    "bm25_rank",
    "dense_rank",
    "chunk",
    "document",
    "title",
    "start",
    "end",
    "text",
}


def one_line(text: str) -> str:
    """The only line of an error output."""
    assert text.startswith("policy-kb: ")
    assert text.count("\n") == 1
    return text


def test_a_new_base_answers_with_quotes_that_stand_in_the_text(sample_base: Path, policy_kb: Command) -> None:
    done = policy_kb("ask", "--kb", sample_base, "普通高中起始年级班额不得超过多少人", "--json")
    answer = done.json()
    assert (done.code, done.err) == (0, "")
    assert list(answer) == ANSWER_KEYS
    assert answer["answered"] is True
    texts = {d.id: d.text for d in open_store(sample_base).documents.all()}
    assert answer["citations"]
    for number, citation in enumerate(answer["citations"], start=1):
        assert list(citation) == CITATION_KEYS
        assert citation["n"] == number
        assert texts[citation["document"]][citation["start"] : citation["end"]] == citation["quote"]


def test_a_question_without_an_answer_is_a_refusal_with_exit_0(sample_base: Path, policy_kb: Command) -> None:
    done = policy_kb("ask", "--kb", sample_base, "敦煌市2025年高中毛入学率目标是多少", "--json")
    answer = done.json()
    assert done.code == 0
    assert list(answer) == ANSWER_KEYS
    assert (answer["answered"], answer["kind"], answer["facts"]) == (False, "refusal", [])
    assert "敦煌" in answer["missing"]
    assert len(answer["citations"]) <= 3


def test_an_answer_as_text_opens_with_the_conclusion_and_lists_sources(
    sample_base: Path, policy_kb: Command
) -> None:
    done = policy_kb("ask", "--kb", sample_base, "普通高中起始年级班额不得超过多少人")
    first, *_ = done.out.splitlines()
    assert "人" in first
    assert "\n[1] " in done.out


def test_ask_batch_keeps_ids_order_and_goes_past_a_line_that_is_no_question(
    sample_base: Path, tmp_path: Path, policy_kb: Command
) -> None:
    lines = [
        {"id": "q1", "question": "普通高中班额是多少"},
        {"id": 7, "question": "  "},
        {"id": None, "question": "听湖区特殊教育由谁牵头\u2028？"},
        {"id": "q4", "question": "那桐岭县呢？", "turns": ["听湖区大班额什么时候消除"]},
    ]
    batch = tmp_path / "batch.jsonl"
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    batch.write_text(f"\ufeff{text}\r\n", encoding="utf-8")
    done = policy_kb("ask", "--kb", sample_base, "--batch", batch)
    answers = [json.loads(line) for line in done.out.split("\n") if line]
    assert [answer["id"] for answer in answers] == ["q1", 7, None, "q4"]
    assert [answer["question"] for answer in answers] == [
        line["question"].strip() if number != 1 else line["question"] for number, line in enumerate(lines)
    ]
    assert done.code == 3
    assert answers[1]["error"] == "the question is empty: type what you want to know"
    assert all(list(answer) == ["id", *ANSWER_KEYS] for answer in (answers[0], *answers[2:]))


def test_search_batch_keeps_ids(sample_base: Path, tmp_path: Path, policy_kb: Command) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 1, "query": "班额"}\n{"id": 2, "query": "校园食品安全"}\n', encoding="utf-8")
    done = policy_kb("search", "--kb", sample_base, "--batch", batch, "-k", "3", "--mode", "bm25")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [(one["id"], one["query"]) for one in found] == [(1, "班额"), (2, "校园食品安全")]
    assert all(1 <= len(one["passages"]) <= 3 for one in found)


def test_a_batch_from_standard_input(sample_base: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fake_cli", "ask", "--kb", sample_base, "--batch", "-"],
        cwd=ROOT,
        input='{"id": "a", "question": "班额是多少"}\n',
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == "a"


@pytest.mark.parametrize("mode", ["hybrid", "bm25", "dense", "full"])
def test_search_ranks_from_1_with_falling_scores(sample_base: Path, policy_kb: Command, mode: str) -> None:
    done = policy_kb("search", "--kb", sample_base, "普通高中班额", "-k", "5", "--mode", mode, "--json")
    passages = done.json()["passages"]
    assert [passage["rank"] for passage in passages] == [1, 2, 3, 4, 5]
    scores = [passage["score"] for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert all(set(passage) >= PASSAGE_KEYS for passage in passages)
    texts = {d.id: d.text for d in open_store(sample_base).documents.all()}
    assert all(texts[p["document"]][p["start"] : p["end"]] == p["text"] for p in passages)


def test_search_finds_nothing_in_words_that_no_document_holds(sample_base: Path, policy_kb: Command) -> None:
    done = policy_kb("search", "--kb", sample_base, "zzzqqq", "--mode", "bm25")
    assert (done.code, done.out) == (0, "no passage matches\n")


def test_filters_restrict_what_is_searched(sample_base: Path, policy_kb: Command) -> None:
    by_region = policy_kb("search", "--kb", sample_base, "教育", "--region", "听湖区", "--json").json()[
        "passages"
    ]
    documents = {row["id"]: row for row in policy_kb("documents", "--kb", sample_base, "--json").json()}
    assert {documents[p["document"]]["region"] for p in by_region} == {"听湖区"}
    source = TXT[1].name
    by_file = policy_kb("search", "--kb", sample_base, "教育", "--document", source, "--json").json()[
        "passages"
    ]
    assert {p["source"] for p in by_file} == {source}


def test_documents_lists_status_counts_and_versions(sample_base: Path, policy_kb: Command) -> None:
    rows = policy_kb("documents", "--kb", sample_base, "--json").json()
    files = {path.name for path in SAMPLE.iterdir()}
    assert {row["source"] for row in rows} == files
    assert len(rows) > len(files)
    assert all(row["chunks"] > 0 and row["sections"] > 0 for row in rows)
    statuses = {row["status"] for row in rows}
    assert statuses >= {"superseded", "draft", "in_force", "period_over"}
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        assert (row["superseded_by"] is not None) == (row["status"] == "superseded")
        assert row["superseded_by"] is None or row["superseded_by"] in by_id
    text = policy_kb("documents", "--kb", sample_base).out
    assert text.endswith(f"{len(rows)} documents\n")


def test_show_prints_outline_text_and_json(sample_base: Path, policy_kb: Command) -> None:
    (row, *_) = policy_kb("documents", "--kb", sample_base, "--json").json()
    outline = policy_kb("show", "--kb", sample_base, row["id"])
    assert outline.out.startswith(row["title"])
    text = policy_kb("show", "--kb", sample_base, row["id"], "--text").out
    stored = open_store(sample_base).documents.get(row["id"])
    assert stored is not None
    assert text == f"{stored.text}\n"
    shown = policy_kb("show", "--kb", sample_base, row["id"], "--json").json()
    assert shown["metadata"]["title"] == row["title"]
    assert (len(shown["sections"]), len(shown["facts"])) == (row["sections"], row["facts"])
    assert shown["text"] is None


def test_ingest_reports_each_file_and_a_summary(tmp_path: Path, policy_kb: Command) -> None:
    first = policy_kb("ingest", "--kb", tmp_path / "kb", *TXT[:2])
    assert (first.code, first.err) == (0, "")
    assert [line.split()[0] for line in first.out.splitlines() if "note:" not in line] == [
        "added",
        "added",
        "2",
    ]
    again = policy_kb("ingest", "--kb", tmp_path / "kb", *TXT[:2], "--json")
    report = again.json()
    assert report["counts"] == {"unchanged": 2}
    assert report["index_rebuilt"] is False
    assert [file["name"] for file in report["files"]] == [file.name for file in TXT[:2]]
    assert report["files"][0]["path"] == str(TXT[0])


def test_a_replaced_version_is_listed_but_not_found(tmp_path: Path, policy_kb: Command) -> None:
    file = tmp_path / "通知.txt"
    for figure in ("九十一", "九十七"):
        file.write_text(
            f"永安市教育局关于校车的通知\n\n一、目标\n覆盖率达到百分之{figure}。\n", encoding="utf-8"
        )
        assert policy_kb("ingest", "--kb", tmp_path / "kb", file).code == 0
    assert len(policy_kb("documents", "--kb", tmp_path / "kb", "--json").json()) == 1
    rows = policy_kb("documents", "--kb", tmp_path / "kb", "--all", "--json").json()
    assert [row["replaced"] for row in rows] == [False, True]
    found = policy_kb("search", "--kb", tmp_path / "kb", "覆盖率", "--json").out
    assert "九十七" in found
    assert "九十一" not in found


def test_remove_takes_a_document_out_of_store_and_index(tmp_path: Path, policy_kb: Command) -> None:
    policy_kb("ingest", "--kb", tmp_path / "kb", *TXT[:2])
    before = policy_kb("documents", "--kb", tmp_path / "kb", "--json").json()
    gone = before[0]
    removed = policy_kb("remove", "--kb", tmp_path / "kb", gone["id"], "--json").json()
    assert removed == {"removed": gone["id"], "title": gone["title"]}
    after = policy_kb("documents", "--kb", tmp_path / "kb", "--json").json()
    assert after == before[1:]
    found = policy_kb("search", "--kb", tmp_path / "kb", gone["title"], "-k", "500", "--json").json()
    assert gone["id"] not in {passage["document"] for passage in found["passages"]}
    again = policy_kb("remove", "--kb", tmp_path / "kb", gone["id"])
    assert again.code == 2
    assert "'policy-kb documents' lists" in one_line(again.err)


def test_the_environment_names_the_base(
    sample_base: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POLICY_KB_DIR", str(sample_base))
    assert policy_kb("documents").code == 0
    other = policy_kb("documents", "--kb", tmp_path / "other")
    assert other.code == 1
    assert one_line(other.err) == (
        f"policy-kb: no knowledge base in {tmp_path / 'other'}: run 'policy-kb ingest PATH' first\n"
    )


def test_without_environment_the_base_lies_in_the_current_folder(
    tmp_path: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLICY_KB_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    assert policy_kb("ingest", TXT[0]).code == 0
    assert (tmp_path / ".policy-kb" / DATABASE_NAME).exists()


@pytest.mark.parametrize(
    "words",
    [
        [], ["unknown"], ["ask"], ["search"], ["ask", "--batch"], ["search", "x", "-k", "0"], ["search", "x", "-k", "a"],
        ["ingest"], ["show"], ["ask", "q", "--mode", "x"], ["search", "q", "--mode", "x"], ["search", " "],
        ["ask", ""], ["ask", "字" * 2001], ["ask", "q", "--batch", "f"], ["ask", "q", "--document", "没有"],
        ["ask", "--batch", "没有.jsonl"], ["show", "没有"],
    ],
)  # fmt: skip
def test_wrong_words_end_with_2_and_say_what_is_right(
    sample_base: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("POLICY_KB_DIR", str(sample_base))
    done = policy_kb(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1 is not JSON"),
        ("[1]", 'line 1 needs a text field "question"'),
        ('{"id": 1, "question": 5}', 'line 1 needs a text field "question"'),
        ('{"question": "q", "turns": "earlier"}', 'line 1: "turns" is a list of the earlier questions'),
    ],
)
def test_a_batch_line_that_cannot_be_read_is_named(
    sample_base: Path, tmp_path: Path, policy_kb: Command, line: str, message: str
) -> None:
    batch = tmp_path / "b.jsonl"
    batch.write_text(line, encoding="utf-8")
    done = policy_kb("ask", "--kb", sample_base, "--batch", batch)
    assert done.code == 2
    assert message in one_line(done.err)


def test_a_second_writer_ends_with_1_and_names_the_first(tmp_path: Path, policy_kb: Command) -> None:
    policy_kb("ingest", "--kb", tmp_path / "kb", TXT[0])
    with Store(tmp_path / "kb").writing():
        for words in (["ingest", TXT[1]], ["remove", TXT[0].name]):
            done = policy_kb(words[0], "--kb", tmp_path / "kb", words[1])
            assert done.code == 1
            holder = (tmp_path / "kb" / "write.pid").read_text()
            assert f"another process (pid {holder}) is writing" in one_line(done.err)
        assert policy_kb("ask", "--kb", tmp_path / "kb", "班额是多少").code == 0


def test_a_model_that_cannot_be_loaded_leaves_no_base_behind(
    tmp_path: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> object:
        raise ModelError("embedding model 'no/such' is not on this machine; give a folder")

    with monkeypatch.context() as broken:
        broken.setattr("index.embedder.load_embedder", fail)
        done = policy_kb("ingest", "--kb", tmp_path / "kb", "--embedding-model", "no/such", TXT[0])
    assert done.code == 1
    assert "'no/such' is not on this machine" in one_line(done.err)
    assert "policy-kb doctor" in done.err
    assert not (tmp_path / "kb").exists()
    assert policy_kb("ingest", "--kb", tmp_path / "kb", TXT[0]).code == 0
    mixed = policy_kb("ingest", "--kb", tmp_path / "kb", "--embedding-model", "no/such", TXT[0])
    assert mixed.code == 2
    assert "create another base with --kb DIR" in one_line(mixed.err)


def test_an_unknown_model_fails_in_one_line_without_a_network(tmp_path: Path) -> None:
    for name in ("no/such-model", "no-such-model", "./no/such/folder"):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "app.cli",
                "ingest",
                "--kb",
                tmp_path / "kb",
                "--embedding-model",
                name,
                TXT[0],
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 1
        assert repr(name) in one_line(done.stderr)
        assert not (tmp_path / "kb").exists()


def test_an_index_that_was_never_built_says_what_to_do(
    tmp_path: Path, sample_base: Path, policy_kb: Command
) -> None:
    shutil.copytree(sample_base, tmp_path / "kb", ignore=shutil.ignore_patterns("index"))
    for command in ("ask", "search"):
        done = policy_kb(command, "--kb", tmp_path / "kb", "班额")
        assert done.code == 1
        assert "run `policy-kb ingest`" in one_line(done.err)
    assert policy_kb("documents", "--kb", tmp_path / "kb").code == 0
    assert policy_kb("ingest", "--kb", tmp_path / "kb", TXT[0]).code == 0
    assert policy_kb("ask", "--kb", tmp_path / "kb", "班额").code == 0


def test_a_damaged_base_is_one_line(tmp_path: Path, sample_base: Path, policy_kb: Command) -> None:
    shutil.copytree(sample_base, tmp_path / "kb")
    database = tmp_path / "kb" / DATABASE_NAME
    content = bytearray(database.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    database.write_bytes(content)
    for file in (tmp_path / "kb").glob("policy.db-*"):
        file.unlink()
    for words in (["documents"], ["ask", "班额"], ["ingest", TXT[0]]):
        done = policy_kb(words[0], "--kb", tmp_path / "kb", *words[1:])
        assert done.code == 1
        assert "restore it" in one_line(done.err)


def test_a_full_disk_is_one_line(tmp_path: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> object:
        raise OSError(28, "No space left on device")

    policy_kb("ingest", "--kb", tmp_path / "kb", TXT[0])
    monkeypatch.setattr("index.snapshot.build_snapshot", full)
    done = policy_kb("ingest", "--kb", tmp_path / "kb", TXT[1])
    assert done.code == 1
    assert "No space left on device" in one_line(done.err)
    monkeypatch.undo()


def test_output_to_a_reader_that_left_ends_quietly(sample_base: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "show", "--kb", sample_base, TXT[0].name, "--text"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert (process.returncode, err) == (1, b"")


def test_help_lists_every_command_and_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom app.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stopped:\n    assert stopped.code == 0\n"
        "heavy = 'numpy torch gradio faiss sentence_transformers openvino scipy pandas fastapi rjieba'.split()\n"
        "print('heavy:', [name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"
    for command in (
        "ingest",
        "ask",
        "search",
        "documents",
        "show",
        "remove",
        "facts",
        "eval",
        "serve",
        "doctor",
    ):
        assert f"\n    {command}" in done.stdout


def test_text_that_the_terminal_cannot_show_does_not_stop_a_command(sample_base: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "documents", "--kb", sample_base],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
