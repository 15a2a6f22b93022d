"""Which facts of a large library are compared with a question word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer import matching
from kb.answer.engine import Answerer
from kb.records import Responsibility
from tests.small_base import small_service

UNITS = ("教育局", "财政局", "公安局", "民政局", "司法局", "水利局", "文旅局", "审计局")
PLAN = "澄川县平安校园方案\n" + "\n".join(
    f"{number}.做好第{number}项{unit}事务。（牵头单位：县{unit}）"
    for number, unit in enumerate(UNITS, start=1)
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder: Path = tmp_path_factory.mktemp("matching")
    return small_service(folder, extra={"澄川.txt": PLAN})


def compared(service: Service, question: str) -> list[str]:
    base = service.base
    evidence = Answerer(base.corpus, base.index).evidence(question)
    facts = [fact for fact in base.corpus.facts if isinstance(fact, Responsibility)]
    return [match.fact.id for match in matching.rank_facts(evidence, facts)]


def test_a_small_library_is_compared_whole(service: Service) -> None:
    assert len(compared(service, "水利局事务由谁牵头")) == len(
        [fact for fact in service.base.corpus.facts if isinstance(fact, Responsibility)]
    )


def test_of_a_large_library_the_nearest_are_compared_and_the_best_stay(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = compared(service, "水利局事务由谁牵头")
    monkeypatch.setattr(matching, "_MOST_COMPARED", 1)
    monkeypatch.setattr(matching, "_support", lambda _evidence: {})
    narrowed = compared(service, "水利局事务由谁牵头")
    assert len(narrowed) < len(whole)
    assert narrowed[0] == whole[0]
