"""Wrong passwords: every further one costs more waiting."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from kb.errors import TooManyRequestsError

FREE_ATTEMPTS = 5
"""Wrong passwords for one name from one address before waiting begins."""
FREE_FROM_ADDRESS = 25
"""Wrong passwords from one address, whatever the names."""
MAX_WAIT_S = 900.0
_MAX_KEYS = 10_000


class Attempts:
    """Counts wrong passwords by (name, address) and by address.

    Names alone are not locked: anybody could lock out anybody else. After the free attempts the wait
    doubles from 2 s to 15 minutes; a right password, or an hour without a wrong one, clears the count.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[tuple[str, str], tuple[int, float]] = {}

    def check(self, name: str, address: str) -> None:
        """Whether a try is allowed now.

        Raises:
            TooManyRequestsError: not yet.
        """
        wait_s = max(self._wait(key, free) for key, free in _keys(name, address))
        if wait_s > 0:
            seconds = math.ceil(wait_s)
            raise TooManyRequestsError(
                f"too many wrong passwords: try again in {seconds} s", retry_after_s=seconds
            )

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        now = self._clock()
        with self._lock:
            for key, _ in _keys(name, address):
                self._wrong[key] = (self._count(key, now) + 1, now)
            if len(self._wrong) > _MAX_KEYS:
                oldest = sorted(self._wrong, key=lambda key: self._wrong[key][1])
                for key in oldest[: _MAX_KEYS // 2]:
                    del self._wrong[key]

    def right(self, name: str, address: str) -> None:
        """Forget the wrong passwords of this name from this address."""
        with self._lock:
            self._wrong.pop((name, address), None)

    def _wait(self, key: tuple[str, str], free: int) -> float:
        now = self._clock()
        with self._lock:
            count = self._count(key, now)
            if count < free:
                return 0.0
            pause_s = min(MAX_WAIT_S, 2.0 ** min(count - free + 1, 12))
            return self._wrong[key][1] + pause_s - now

    def _count(self, key: tuple[str, str], now: float) -> int:
        count, last = self._wrong.get(key, (0, now))
        return count if now - last < 3600.0 else 0


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return ((name, address), FREE_ATTEMPTS), (("", address), FREE_FROM_ADDRESS)
