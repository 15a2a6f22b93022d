"""How much one person may ask and upload."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kb.errors import TooManyRequestsError

_FORGET_AFTER = 10_000  # keys kept; the fullest buckets go first, which loses nothing


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one server. Requests are counted for each user."""

    requests_per_minute: float = 240.0
    burst: int = 60
    """Requests that may come at once."""
    max_upload_bytes: int = 50_000_000
    """Of one file, and of all files of one upload together."""
    max_files: int = 20
    """In one upload."""
    max_body_bytes: int = 1_000_000
    """Of any other request."""

    @classmethod
    def local(cls) -> Limits:
        """For a server that only its own machine reaches: everybody there is one user."""
        return cls(requests_per_minute=3000.0, burst=600, max_upload_bytes=200_000_000, max_files=500)


class RequestLimiter:
    """A token bucket for each key: ``burst`` tokens, refilled at ``per_minute``; a request takes one."""

    def __init__(self, *, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60.0
        self._burst = float(burst)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> None:
        """Count one request.

        Raises:
            TooManyRequestsError: the bucket is empty.
        """
        now = self._clock()
        with self._lock:
            tokens, seen = self._buckets.get(key, (self._burst, now))
            tokens = min(self._burst, tokens + (now - seen) * self._rate)
            if tokens < 1.0:
                self._buckets[key] = (tokens, now)
                wait_s = math.ceil((1.0 - tokens) / self._rate)
                raise TooManyRequestsError(
                    f"too many requests: try again in {wait_s} s", retry_after_s=wait_s
                )
            self._buckets[key] = (tokens - 1.0, now)
            if len(self._buckets) > _FORGET_AFTER:
                self._forget(now)

    def _forget(self, now: float) -> None:
        full = [
            key
            for key, (tokens, seen) in self._buckets.items()
            if tokens + (now - seen) * self._rate >= self._burst
        ]
        for key in full:
            del self._buckets[key]
