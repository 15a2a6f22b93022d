"""Who may use the server: sessions for people, tokens for programs, or one local user without a users file.

``python -m app.access`` manages the users file; docs/access.md shows how.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.attempts import Attempts
from app.users import StoredUser, User, UsersFile, hash_password, hash_token, password_fits
from kb.errors import SignInError, UsageError

LOCAL_USER = User("local", "maintainer")
SESSION_S = 12 * 3600.0
_MAX_SESSIONS = 10_000


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    password: str
    """The password's hash at sign-in: a new password ends the session."""
    expires: float


class Access:
    """Decides who a request comes from. Without a users file everybody is ``LOCAL_USER``."""

    def __init__(self, users: UsersFile | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._users = users
        self._clock = clock
        self._attempts = Attempts(clock=clock)
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}
        if users is not None:
            users.users()  # a wrong path must fail at the start, not at the first sign-in

    @property
    def is_open(self) -> bool:
        """Whether there is no users file, so that only this machine may be served."""
        return self._users is None

    def user(self, name: str | None) -> User | None:
        """The user of this name."""
        if self._users is None:
            return LOCAL_USER
        stored = self._users.users().get(name or "")
        return None if stored is None else stored.user

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """Check a password; returns the key of a new session. Takes about 0.1 s of processor time.

        Raises:
            SignInError: the name or the password is wrong; which of them is not told.
            TooManyRequestsError: too many wrong passwords before.
        """
        if self._users is None:
            raise UsageError("there is no users file: no sign-in is needed")
        self._attempts.check(name, address)
        stored = self._users.users().get(name)
        # an unknown name takes as long as a wrong password
        if not password_fits(password, stored.password if stored else self._nobody) or stored is None:
            self._attempts.wrong(name, address)
            raise SignInError("wrong name or password: check both, a maintainer can set a new password")
        self._attempts.right(name, address)
        return self._open_session(stored)

    def user_of_session(self, key: str) -> User | None:
        """Who signed in; None when the session is over."""
        if self._users is None:
            return LOCAL_USER
        with self._lock:
            session = self._sessions.get(hash_token(key))
        if session is None or session.expires < self._clock():
            return None
        stored = self._users.users().get(session.name)
        if stored is None or not hmac.compare_digest(stored.password, session.password):
            return None
        return stored.user

    def user_of_token(self, token: str) -> User | None:
        """Whose token this is; None when it is nobody's."""
        if self._users is None:
            return LOCAL_USER
        wanted = hash_token(token)
        found = None
        for stored in self._users.users().values():
            for known in stored.tokens:
                # no early end: the time must not tell how far a guess came
                if hmac.compare_digest(known, wanted):
                    found = stored.user
        return found

    def sign_out(self, key: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(hash_token(key), None)

    def _open_session(self, stored: StoredUser) -> str:
        key = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            if len(self._sessions) >= _MAX_SESSIONS:
                self._sessions = {k: s for k, s in self._sessions.items() if s.expires >= now}
            self._sessions[hash_token(key)] = _Session(stored.name, stored.password, now + SESSION_S)
        return key

    @cached_property
    def _nobody(self) -> str:
        return hash_password(secrets.token_urlsafe(16))


def check_host(host: str, *, access: Access) -> None:
    """Refuse to serve other machines without a users file.

    Raises:
        UsageError: ``host`` is reachable from elsewhere and nobody would have to sign in.
    """
    if access.is_open and not is_loopback(host):
        raise UsageError(
            f"--host {host} would let everybody in: add users with "
            "'python -m app.access add NAME --role maintainer' and start with --auth FILE, "
            "or leave --host out to serve this machine only"
        )


def is_loopback(host: str) -> bool:
    """Whether the host name or address is this machine's own."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    from app.access_cli import main

    sys.exit(main())
