"""The load measurement asks through the page and counts what goes wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from eval.bench.load import Outcome, main, measure
from tests.browsing import served
from tests.small_base import small_service


def test_people_get_answers_through_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("eval.bench.load._PAUSE_S", 0.2)
    with served(small_service(tmp_path)) as address:
        outcome = asyncio.run(measure(address, people=3, seconds=1.0))
        assert outcome.errors == []
        assert len(outcome.seconds) >= 3
        assert main([address, "--people", "2", "--seconds", "0.5"]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_a_server_that_is_gone_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:9", "--people", "1", "--seconds", "0.1"]) == 1
    assert "not a running policy-kb server" in capsys.readouterr().err


def test_quantiles_are_taken_from_the_ordered_times() -> None:
    outcome = Outcome(seconds=[0.4, 0.1, 0.3, 0.2])
    assert (outcome.share(0.5), outcome.share(0.95)) == (0.3, 0.4)
