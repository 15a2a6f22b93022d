"""``policy-kb doctor``."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from app import doctor
from app.cli import main
from app.doctor import Finding, examine
from app.service import Service
from index.embedder import Embedder
from kb.errors import ModelError
from tests.fakes import FakeEmbedder
from tests.small_base import empty_service, settings_for, small_service


class OtherEmbedder(FakeEmbedder):
    name = "another-model"


def findings(service_or_folder: Service | Path, embedder: Embedder | None = None) -> dict[str, Finding]:
    settings = (
        service_or_folder.settings
        if isinstance(service_or_folder, Service)
        else settings_for(service_or_folder)
    )
    return {f.check: f for f in examine(settings, load=lambda _name: embedder or FakeEmbedder())}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return small_service(tmp_path)


def test_a_sound_base_needs_nothing(service: Service) -> None:
    found = findings(service)
    assert [f for f in found.values() if f.state == "todo"] == []
    assert found["knowledge base"].found.startswith("3 documents and ")
    assert found["index"].found == f"fits the store: {len(service.base.store.documents.chunks())} passages"
    assert found["model"].found.startswith("fake-bigrams, 64 dimensions")


def test_no_base_says_how_to_make_one(tmp_path: Path) -> None:
    found = findings(tmp_path)
    assert found["knowledge base"].state == "todo"
    assert found["knowledge base"].remedy.startswith("policy-kb ingest --kb ")
    assert "index" not in found


def test_an_empty_base_says_to_ingest(tmp_path: Path) -> None:
    found = findings(empty_service(tmp_path))
    assert found["knowledge base"].state == "todo"
    assert found["index"].state == "ok"


def test_an_index_behind_the_store(service: Service) -> None:
    store = service.base.store
    with store.transaction():
        store.documents.delete(store.documents.ids()[0])
    found = findings(service)["index"]
    assert (found.state, found.found[:16]) == ("todo", "behind the store")
    assert "policy-kb ingest" in found.remedy


def test_a_missing_and_a_damaged_index(service: Service) -> None:
    current = service.settings.index_dir / "CURRENT"
    folder = service.settings.index_dir / current.read_text(encoding="utf-8").strip()
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert findings(service)["index"].state == "todo"
    current.unlink()
    assert "no index snapshot" in findings(service)["index"].found


def test_another_model_than_the_index_was_built_with(service: Service) -> None:
    found = findings(service, OtherEmbedder())["index"]
    assert found.state == "todo"
    assert "another-model" in found.found


def test_a_model_that_cannot_be_loaded(service: Service) -> None:
    def fail(name: str | None) -> Embedder:
        raise ModelError(f"embedding model {name!r}:\n no such folder")

    found = {f.check: f for f in examine(service.settings, load=fail)}
    assert found["model"].state == "todo"
    assert "no such folder" in found["model"].found
    assert "\n" not in found["model"].found
    assert found["index"].state == "ok"


def test_a_lost_original(service: Service) -> None:
    next((service.settings.folder / "originals").iterdir()).unlink()
    assert findings(service)["originals"].state == "todo"


def test_a_file_that_failed_is_noted_until_it_is_read(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "坏.txt"
    path.write_bytes(b"")
    service.add_files([path])
    assert "坏.txt" in findings(service)["files"].found
    path.write_text("东湖区教育局通知\n一、要求\n检查校车。", encoding="utf-8")
    service.add_files([path])
    assert "files" not in findings(service)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    folder = settings_for(tmp_path).folder
    folder.mkdir()
    (folder / "policy.db").write_bytes(b"not a database" * 100)
    assert findings(tmp_path)["knowledge base"].state == "todo"


def test_a_base_of_a_newer_program(service: Service) -> None:
    with sqlite3.connect(service.settings.folder / "policy.db") as connection:
        connection.execute("PRAGMA user_version = 999")
    found = findings(service)["knowledge base"]
    assert found.state == "todo"
    assert "schema 999" in found.found


def test_packages_that_are_missing_or_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = ["numpy>=999", "no-such-package>=1", "pytest>=1", 'absent; extra == "dev"']
    monkeypatch.setattr(doctor, "requires", lambda _name: listed)
    found = list(doctor._packages())
    assert [f.remedy for f in found] == ["pip install 'numpy>=999'", "pip install 'no-such-package>=1'"]
    assert all(f.state == "todo" for f in found)


def test_the_command_prints_and_exits_by_what_it_found(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("index.embedder.load_embedder", lambda *_args, **_kwargs: FakeEmbedder())
    monkeypatch.setattr("app.doctor._packages", lambda: iter(()))
    assert main(["doctor", "--kb", str(service.settings.folder)]) == 0
    assert capsys.readouterr().out.endswith("everything is in order\n")
    assert main(["doctor", "--kb", str(tmp_path / "none"), "--json"]) == 1
    body = json.loads(capsys.readouterr().out)
    assert body["ok"] is False
    assert {check["check"] for check in body["checks"] if check["state"] == "todo"} == {"knowledge base"}
