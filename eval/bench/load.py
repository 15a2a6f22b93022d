"""Many people asking the page at once: ``python -m eval.bench.load http://127.0.0.1:7860``.

Everybody asks as the page does, each time in a session of its own, one question every five seconds. Exit 1 when an answer failed
or the 95th percentile is two seconds or more. Needs httpx (development extra) and a running ``policy-kb serve``.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

_GOAL_S = 2.0
_PAUSE_S = 5.0
_TIMEOUT_S = 60.0


@dataclass(slots=True)
class Outcome:
    """Seconds of each answered question, and what went wrong with the others."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def share(self, part: float) -> float:
        """A quantile of the seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


async def measure(address: str, *, people: int, seconds: float) -> Outcome:
    """Let ``people`` ask for ``seconds``; the questions are the page's own examples."""
    import httpx

    outcome = Outcome()
    limits = httpx.Limits(max_connections=4 * people)
    async with httpx.AsyncClient(base_url=address, timeout=_TIMEOUT_S, limits=limits) as client:
        config = (await client.get("/config")).json()
        event = _question_event(config)
        questions = await _examples(client, config)
        end = time.monotonic() + seconds
        await asyncio.gather(*(_person(client, event, questions, end, outcome) for _ in range(people)))
    return outcome


def _question_event(config: dict[str, Any]) -> dict[str, Any]:
    """The event of pressing Enter in the question field."""
    fields = [c["id"] for c in config["components"] if c["props"].get("elem_id") == "question"]
    for dependency in config["dependencies"]:
        if [fields[0], "submit"] in [list(target) for target in dependency["targets"]]:
            return dict(dependency)
    raise LookupError("the page has no question field: is this a policy-kb server?")


async def _examples(client: Any, config: dict[str, Any]) -> list[str]:
    """Questions that fit the loaded documents: one for each of the first region's targets."""
    facts = (await client.get("/api/facts", params={"type": "target", "limit": 20})).json()
    rows = facts.get("facts", []) if isinstance(facts, dict) else []
    found = [f"{row['region'] or ''}{row['metric']}的目标是多少？" for row in rows if row.get("metric")]
    return found or [str(config.get("title") or "文件")]


async def _person(
    client: Any, event: dict[str, Any], questions: list[str], end: float, outcome: Outcome
) -> None:
    await asyncio.sleep(random.random() * _PAUSE_S)
    while time.monotonic() < end:
        started = time.monotonic()
        error = await _ask(client, event, random.choice(questions))
        spent = time.monotonic() - started
        if error:
            outcome.errors.append(error)
        else:
            outcome.seconds.append(spent)
        await asyncio.sleep(max(0.0, _PAUSE_S - spent))


async def _ask(client: Any, event: dict[str, Any], question: str) -> str:
    """Empty when the answer came, else what happened."""
    data = [question, *[None] * (len(event["inputs"]) - 1)]
    body = {"data": data, "fn_index": event["id"], "session_hash": uuid.uuid4().hex[:12], "event_data": None}
    try:
        answered = await client.post("/gradio_api/run/predict", json=body)
        if answered.status_code != 200:
            return f"HTTP {answered.status_code}: {answered.text[:200]}"
        page = str(answered.json()["data"])
    except Exception as error:  # a refused connection is a result here, not a crash
        return f"{type(error).__name__}: {error}"
    return "" if question in page else f"no answer to {question}: {page[:200]}"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print one line."""
    import httpx

    parser = argparse.ArgumentParser(prog="python -m eval.bench.load", description=__doc__)
    parser.add_argument("address", help="where policy-kb serve listens")
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=120.0)
    options = parser.parse_args(arguments)
    try:
        outcome = asyncio.run(measure(options.address, people=options.people, seconds=options.seconds))
    except (OSError, LookupError, ValueError, httpx.HTTPError) as error:
        print(f"{options.address} is not a running policy-kb server ({error})", file=sys.stderr)
        return 1
    for failed in outcome.errors[:5]:
        print(failed, file=sys.stderr)
    if not outcome.seconds:
        print("no question was answered", file=sys.stderr)
        return 1
    print(
        f"{options.people} people, {options.seconds:.0f} s: {len(outcome.seconds)} answers, "
        f"{len(outcome.errors)} errors, median {outcome.share(0.5) * 1000:.0f} ms, "
        f"p95 {outcome.share(0.95) * 1000:.0f} ms (goal {_GOAL_S * 1000:.0f} ms)"
    )
    return 1 if outcome.errors or outcome.share(0.95) >= _GOAL_S else 0


if __name__ == "__main__":
    sys.exit(main())
