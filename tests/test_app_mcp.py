"""Assistants reach the tools with the official client, over loopback, and only with a token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from app.access import Access
from app.server import create_app
from app.service import Service
from tests.serving import PLENTY, audit_of, fake_evaluate, make_users, running
from tests.small_base import small_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("mcp"))


@pytest.fixture(scope="module")
def served(
    service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    users, headers = make_users(tmp_path_factory.mktemp("mcp-users"))
    app = create_app(
        service, access=Access(users), audit=audit_of(service), limits=PLENTY, evaluate=fake_evaluate
    )
    with running(app) as address:
        yield address, headers


def use(served: tuple[str, dict[str, dict[str, str]]], work: Any, *, mode: str = "auto") -> Any:
    address, headers = served

    async def run() -> Any:
        async with httpx2.AsyncClient(headers=headers["anna"]) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                return await work(client)

    return asyncio.run(run())


def call(served: tuple[str, dict[str, dict[str, str]]], tool: str, **arguments: object) -> Any:
    async def work(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    return use(served, work)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_listed(served: tuple[str, dict[str, dict[str, str]]], mode: str) -> None:
    async def work(client: Client) -> Any:
        return await client.list_tools()

    tools = {tool.name: tool for tool in use(served, work, mode=mode).tools}
    assert set(tools) == {"ask", "search", "lookup_responsibility"}
    for tool in tools.values():
        assert tool.annotations.read_only_hint is True
        assert "ctx" not in tool.input_schema["properties"]


def test_ask_returns_the_contract_object(
    served: tuple[str, dict[str, dict[str, str]]], service: Service
) -> None:
    question = "北山市学前教育毛入园率的目标是多少？"
    result = call(served, "ask", question=question)
    assert not result.is_error
    expected = service.ask(question).to_json()
    assert {**result.structured_content, "elapsed_ms": 0} == {**expected, "elapsed_ms": 0}
    assert json.loads(result.content[0].text)["text"] == expected["text"]


def test_search_finds_passages(served: tuple[str, dict[str, dict[str, str]]]) -> None:
    passages = call(served, "search", query="明厨亮灶", top_k=2).structured_content["passages"]
    assert "明厨亮灶" in passages[0]["text"]
    assert len(passages) == 2


def test_lookup_by_unit_and_by_task(served: tuple[str, dict[str, dict[str, str]]]) -> None:
    by_unit = call(served, "lookup_responsibility", unit="市财政局", role="lead").structured_content
    assert [fact["task"] for fact in by_unit["facts"]] == ["健全投入机制"]
    by_task = call(served, "lookup_responsibility", task="学校布局").structured_content
    assert [fact["lead"] for fact in by_task["facts"]] == [["县教育局"]]
    assert by_task["citations"][0]["quote"] == "（牵头单位：县教育局，配合单位：县财政局）"


def test_a_mistake_is_told_in_one_line(served: tuple[str, dict[str, dict[str, str]]]) -> None:
    result = call(served, "lookup_responsibility")
    assert result.is_error
    assert "give a unit, a task or a region" in result.content[0].text


def test_questions_are_recorded_with_the_user(
    served: tuple[str, dict[str, dict[str, str]]], service: Service
) -> None:
    call(served, "ask", question="谁负责明厨亮灶？")
    (entry,) = audit_of(service).latest(1)
    assert (entry["user"], entry["via"], entry["question"]) == ("anna", "mcp", "谁负责明厨亮灶？")


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer pkb_wrong"}])
def test_without_a_token_nothing_is_told(
    served: tuple[str, dict[str, dict[str, str]]], headers: dict[str, str]
) -> None:
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    response = httpx2.post(f"{served[0]}/mcp", json=request, headers=headers)
    assert response.status_code == 401
    assert "tools" not in response.text
