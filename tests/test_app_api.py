"""The REST API: the contract's objects, one-line errors, roles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from app.service import Service
from tests.serving import guarded_client, local_client, make_users
from tests.small_base import empty_service, small_service

EXTRA = (
    "东湖区教育局关于做好校车安全工作的通知\n东教发〔2023〕2号\n一、加强管理\n各学校应当建立校车安全台账。\n"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with local_client(service) as made:
        yield made


def test_ask_returns_the_contract_object(client: TestClient, service: Service) -> None:
    question = "北山市学前教育毛入园率的目标是多少？"
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    body = response.json()
    expected = service.ask(question).to_json()
    assert {**body, "elapsed_ms": 0} == {**expected, "elapsed_ms": 0}
    assert list(body) == list(expected)
    assert body["answered"] is True
    assert body["facts"][0]["value"] == "96"
    for citation in body["citations"]:
        text = client.get(f"/api/documents/{citation['document']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_follows_up_on_earlier_turns(client: TestClient) -> None:
    turns = ["北山市学前教育毛入园率的目标是多少？"]
    body = client.post("/api/ask", json={"question": "那南河县呢？", "turns": turns}).json()
    assert [fact["value"] for fact in body["facts"]][:1] == ["92"]


def test_ask_keeps_to_the_filtered_document(client: TestClient) -> None:
    documents = client.get("/api/documents").json()["documents"]
    wanted = next(d["id"] for d in documents if d["region"] == "南河县")
    body = client.post(
        "/api/ask", json={"question": "学前教育毛入园率目标", "filters": {"documents": [wanted]}}
    ).json()
    assert {citation["document"] for citation in body["citations"]} == {wanted}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"question": ""}, "question: String should have at least 1 character"),
        ({"question": "   "}, "question: String should match"),
        ({"question": "问" * 2001}, "question: String should have at most 2000 characters"),
        ({"question": "问", "nonsense": 1}, "nonsense: Extra inputs are not permitted"),
        ({}, "question: Field required"),
        ({"question": 7}, "question: Input should be a valid string"),
    ],
)
def test_an_invalid_question_is_one_line(client: TestClient, body: dict[str, object], message: str) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert response.json()["detail"].startswith(message)
    assert list(response.json()) == ["detail"]


def test_text_that_is_no_unicode_is_refused_without_echo(client: TestClient) -> None:
    response = client.post(
        "/api/ask", content=b'{"question": "\\ud800"}', headers={"content-type": "application/json"}
    )
    assert response.status_code == 422
    assert "question" in response.json()["detail"]


def test_a_body_above_the_limit_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "问", "turns": ["长" * 500_000]})
    assert response.status_code == 413
    assert "detail" in response.json()


def test_an_unknown_document_in_a_filter_is_404(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "问", "filters": {"documents": ["gibt-es-nicht"]}})
    assert response.status_code == 404
    assert "policy-kb documents" in response.json()["detail"]


def test_search_ranks_from_one_and_keeps_the_mode(client: TestClient) -> None:
    body = client.get("/api/search", params={"q": "明厨亮灶", "k": 3, "mode": "bm25"}).json()
    assert [passage["rank"] for passage in body["passages"]] == list(range(1, len(body["passages"]) + 1))
    assert "明厨亮灶" in body["passages"][0]["text"]
    assert body["passages"][0]["dense_rank"] is None


def test_search_keeps_to_a_region(client: TestClient) -> None:
    passages = client.get("/api/search", params={"q": "毛入园率", "region": "南河县"}).json()["passages"]
    assert {passage["source"] for passage in passages} == {"南河.txt"}


@pytest.mark.parametrize("parameters", [{}, {"q": ""}, {"q": "问", "k": 0}, {"q": "问", "mode": "magic"}])
def test_an_invalid_search_is_422(client: TestClient, parameters: dict[str, object]) -> None:
    assert client.get("/api/search", params=parameters).status_code == 422


def test_facts_of_a_unit_with_their_proof(client: TestClient, service: Service) -> None:
    body = client.get("/api/facts", params={"unit": "市财政局", "type": "responsibility"}).json()
    assert body["count"] == 2
    by_task = {fact["task"]: fact for fact in body["facts"]}
    assert by_task["健全投入机制"]["lead"] == ["市财政局"]
    assert by_task["扩大资源供给"]["participating"] == ["市财政局", "市自然资源局"]
    numbers = {citation["n"]: citation for citation in body["citations"]}
    for fact in body["facts"]:
        place = numbers[fact["citation"]]
        text = service.base.corpus.document(place["document"]).text
        assert text[place["start"] : place["end"]] == place["quote"]


def test_facts_are_paged_and_counted_in_all(client: TestClient) -> None:
    whole = client.get("/api/facts").json()
    page = client.get("/api/facts", params={"limit": 2, "offset": 1}).json()
    assert page["count"] == whole["count"] == len(whole["facts"])
    strip = [{**fact, "citation": 0} for fact in whole["facts"][1:3]]
    assert [{**fact, "citation": 0} for fact in page["facts"]] == strip


def test_documents_are_listed_with_counts(client: TestClient) -> None:
    body = client.get("/api/documents").json()
    assert body["count"] == len(body["documents"]) == 3
    assert {row["source"] for row in body["documents"]} == {"北山.txt", "南河.txt"}


def test_a_document_has_outline_and_text(client: TestClient) -> None:
    rows = client.get("/api/documents").json()["documents"]
    wanted = next(row for row in rows if row["title"].startswith("北山市学前教育提升实施方案"))
    body = client.get(f"/api/documents/{wanted['id']}").json()
    titles = [section["title"] for section in body["sections"]]
    assert "扩大资源供给" in titles
    numbered = [section for section in body["sections"] if section["label"]]
    assert len(numbered) == 5
    for section in numbered:
        heading = body["text"][section["start"] : section["heading_end"]]
        assert heading.rstrip("。") == section["label"] + section["title"]


def test_the_original_is_saved_never_shown(client: TestClient) -> None:
    row = client.get("/api/documents").json()["documents"][0]
    response = client.get(f"/api/documents/{row['id']}/original")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")
    assert row["source"] in unquote(response.headers["content-disposition"])
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "北山市学前教育提升实施方案" in response.content.decode()


@pytest.mark.parametrize("path", ["/api/documents/nothing", "/api/documents/nothing/original"])
def test_an_unknown_document_is_404(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "no document nothing" in response.json()["detail"]


def test_upload_replace_and_remove(tmp_path: Path) -> None:
    service = small_service(tmp_path)
    with local_client(service) as client:
        first = client.post("/api/documents", files={"files": ("东湖.txt", EXTRA.encode())}).json()["files"]
        assert first[0]["outcome"] == "added"
        assert "path" not in first[0]
        identifier = first[0]["document_ids"][0]
        assert client.get(f"/api/documents/{identifier}").status_code == 200
        hits = client.get("/api/search", params={"q": "校车安全台账", "mode": "bm25"}).json()["passages"]
        assert hits[0]["document"] == identifier

        changed = EXTRA.replace("校车安全台账", "校车运行档案")
        second = client.post("/api/documents", files={"files": ("东湖.txt", changed.encode())}).json()
        assert second["files"][0]["outcome"] == "updated"
        newer = second["files"][0]["document_ids"][0]
        listed = [row["id"] for row in client.get("/api/documents").json()["documents"]]
        assert newer in listed
        assert (identifier in listed) == (identifier == newer)

        removed = client.delete(f"/api/documents/{newer}").json()
        assert removed["removed"] == newer
        assert client.get(f"/api/documents/{newer}").status_code == 404
        assert (
            client.get("/api/search", params={"q": "校车运行档案", "mode": "bm25"}).json()["passages"] == []
        )
    assert not list((service.settings.folder / "uploads").iterdir())


def test_uploading_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    with local_client(empty_service(tmp_path)) as client:
        for expected in ("added", "unchanged"):
            body = client.post("/api/documents", files={"files": ("东湖.txt", EXTRA.encode())}).json()
            assert body["files"][0]["outcome"] == expected


@pytest.mark.parametrize(
    ("name", "content", "status", "message"),
    [
        ("坏.docx", b"PK\x03\x04 not a zip", 422, "坏.docx"),
        ("空.txt", b"", 422, "empty"),
        ("程序.exe", b"MZ\x90\x00", 415, "files of this kind are not read"),
        ("大.txt", "长文".encode() * 60_000, 413, ""),
        ("像.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, 422, "PNG image"),
    ],
)
def test_an_unreadable_upload_is_refused_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, status: int, message: str
) -> None:
    service = empty_service(tmp_path)
    with local_client(service) as client:
        response = client.post("/api/documents", files={"files": (name, content)})
        assert response.status_code == status
        assert message in response.json()["detail"]
        assert client.get("/api/documents").json()["count"] == 0
    folder = service.settings.folder / "uploads"
    assert not folder.exists() or not list(folder.iterdir())


def test_too_many_files_at_once_are_refused(tmp_path: Path) -> None:
    with local_client(empty_service(tmp_path)) as client:
        files = [("files", (f"{number}.txt", EXTRA.encode())) for number in range(4)]
        response = client.post("/api/documents", files=files)
        assert response.status_code == 400
        assert "more than 3 files" in response.json()["detail"]


def test_a_name_with_folders_stays_in_the_base(tmp_path: Path) -> None:
    service = empty_service(tmp_path)
    with local_client(service) as client:
        body = client.post("/api/documents", files={"files": ("../../etc/东湖.txt", EXTRA.encode())}).json()
    assert body["files"][0]["outcome"] == "added"
    assert not list(tmp_path.glob("**/etc/**"))
    for path in tmp_path.rglob("*"):
        assert path == service.settings.folder or service.settings.folder in path.parents


def test_an_empty_base_says_what_to_do(tmp_path: Path) -> None:
    with local_client(empty_service(tmp_path)) as client:
        assert client.get("/api/health").json()["status"] == "empty"
        assert client.get("/api/facts").json() == {"count": 0, "facts": [], "citations": []}
        response = client.post("/api/ask", json={"question": "问"})
        assert response.status_code == 409
        assert "upload one first" in response.json()["detail"]


def test_evaluation_passes_the_request_on(client: TestClient) -> None:
    response = client.post("/api/evaluation", json={"sets": ["sample"], "limit": 3})
    assert response.json() == {"regressed": False, "report": {"sets": ["sample"]}}
    assert client.get("/api/evaluation").json() == {"running": False, "runs": []}


def test_an_evaluation_set_cannot_be_an_option(client: TestClient) -> None:
    assert client.post("/api/evaluation", json={"sets": ["--accept"]}).status_code == 422


def test_errors_of_the_program_itself_show_no_traceback(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret detail of /srv/kb")

    monkeypatch.setattr(service, "search", fail)
    response = client.get("/api/search", params={"q": "问"})
    assert response.status_code == 500
    assert "secret" not in response.text


def test_paths_and_methods_that_there_are_not(client: TestClient) -> None:
    assert client.get("/api/nothing").json() == {"detail": "Not Found"}
    response = client.put("/api/ask", json={})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert client.put("/api/documents/x").headers["allow"] == "DELETE, GET"


def test_the_openapi_document_names_no_other_host(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {
        "/ask",
        "/search",
        "/facts",
        "/documents",
        "/documents/{document_id}",
        "/documents/{document_id}/original",
        "/evaluation",
        "/health",
    }
    assert "http" not in json.dumps(document["servers"])
    assert client.get("/api/docs").status_code == 404


class TestRoles:
    @pytest.fixture
    def made(
        self, service: Service, tmp_path: Path
    ) -> Iterator[tuple[TestClient, dict[str, dict[str, str]]]]:
        users, headers = make_users(tmp_path)
        with guarded_client(service, users) as client:
            yield client, headers

    def test_nobody_gets_anything_but_health(
        self, made: tuple[TestClient, dict[str, dict[str, str]]]
    ) -> None:
        client, _ = made
        assert client.get("/api/health").status_code == 200
        for method, path in (
            ("GET", "/api/documents"),
            ("GET", "/api/openapi.json"),
            ("POST", "/api/ask"),
            ("DELETE", "/api/documents/x"),
            ("POST", "/mcp"),
        ):
            response = client.request(method, path)
            assert response.status_code == 401, path
            assert response.headers["www-authenticate"] == "Bearer"

    def test_a_wrong_token_is_refused(self, made: tuple[TestClient, dict[str, dict[str, str]]]) -> None:
        client, _ = made
        assert client.get("/api/documents", headers={"authorization": "Bearer pkb_x"}).status_code == 401

    def test_a_reader_asks_but_changes_nothing(
        self, made: tuple[TestClient, dict[str, dict[str, str]]], service: Service
    ) -> None:
        client, headers = made
        anna = headers["anna"]
        assert client.post("/api/ask", json={"question": "毛入园率"}, headers=anna).status_code == 200
        identifier = service.base.corpus.facts[0].document_id
        upload = client.post("/api/documents", files={"files": ("a.txt", b"x")}, headers=anna)
        removal = client.delete(f"/api/documents/{identifier}", headers=anna)
        run = client.post("/api/evaluation", json={}, headers=anna)
        for response in (upload, removal, run):
            assert response.status_code == 403
            assert "anna is a reader" in response.json()["detail"]
        assert identifier in service.base.corpus.documents

    def test_a_maintainer_may(self, made: tuple[TestClient, dict[str, dict[str, str]]]) -> None:
        client, headers = made
        assert client.post("/api/evaluation", json={}, headers=headers["bo"]).status_code == 200
