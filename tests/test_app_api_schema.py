"""Generated requests against the API's own OpenAPI document (schemathesis)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from app.access import Access
from app.server import create_app
from tests.serving import PLENTY, audit_of, fake_evaluate, make_users, running
from tests.small_base import small_service

_OPERATIONS = (
    "POST /ask",
    "GET /search",
    "GET /facts",
    "GET /documents",
    "POST /documents",
    "GET /documents/{document_id}",
    "GET /documents/{document_id}/original",
    "DELETE /documents/{document_id}",
    "POST /evaluation",
    "GET /evaluation",
    "GET /health",
)
_WITHOUT_INPUT = ("GET /documents", "GET /evaluation", "GET /health")
_EXAMPLES = 12


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    folder: Path = tmp_path_factory.mktemp("schema")
    service = small_service(folder)
    users, headers = make_users(folder)
    app = create_app(
        service, access=Access(users), audit=audit_of(service), limits=PLENTY, evaluate=fake_evaluate
    )
    with running(app) as address:
        config = schemathesis.Config.from_path(Path(__file__).parent.parent / "schemathesis.toml")
        config.projects.default.update(headers={"Authorization": headers["bo"]["authorization"]})
        yield schemathesis.openapi.from_url(
            f"{address}/api/openapi.json", headers=headers["bo"], config=config
        )


def test_the_list_of_operations_is_complete(served: schemathesis.BaseSchema) -> None:
    found = {result.ok().label for result in served.get_all_operations()}
    assert found == set(_OPERATIONS)


@pytest.mark.parametrize(
    ("mode", "label"),
    [
        *((GenerationMode.POSITIVE, label) for label in _OPERATIONS),
        *((GenerationMode.NEGATIVE, label) for label in _OPERATIONS if label not in _WITHOUT_INPUT),
    ],
)
def test_a_route_keeps_to_its_schema(
    mode: GenerationMode, label: str, served: schemathesis.BaseSchema
) -> None:
    operation = next(r.ok() for r in served.get_all_operations() if r.ok().label == label)

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate()

    check()
