"""The users file: names, roles and salted hashes of passwords and tokens."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
import threading
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from kb.errors import UsageError

UserRole = Literal["reader", "maintainer"]
ROLES: tuple[UserRole, ...] = ("reader", "maintainer")
MIN_PASSWORD_CHARS = 8
_NAME = re.compile(r"[\w.@-]{1,64}")
_TOKEN_PREFIX = "pkb_"

# RFC 7914; 32 MB and about 0.1 s a password, which OWASP's password storage guide gives as one of its minima
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
_MAX_MEMORY = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class User:
    """Who asks."""

    name: str
    role: UserRole

    @property
    def is_maintainer(self) -> bool:
        """Whether the user may upload, remove and evaluate."""
        return self.role == "maintainer"


@dataclass(frozen=True, slots=True)
class StoredUser:
    """A user as the file keeps them: nothing that lets anybody sign in."""

    name: str
    role: UserRole
    password: str
    """``scrypt$cost$block$parallel$salt$hash``, the last two in base64."""
    tokens: tuple[str, ...] = ()
    """SHA-256 of each token, hex. Tokens are 256 random bits, so no slow hash is needed."""

    @property
    def user(self) -> User:
        """Without the secrets."""
        return User(self.name, self.role)


def hash_password(password: str) -> str:
    """A new salted hash."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${b64encode(salt).decode()}${b64encode(digest).decode()}"


def password_fits(password: str, stored: str) -> bool:
    """Whether the password has this hash, compared in constant time."""
    _, cost, block, parallel, salt, digest = stored.split("$")
    found = _scrypt(password, b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, b64decode(digest))


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class UsersFile:
    """A JSON file of users, read anew when it has changed, written whole and readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._users: dict[str, StoredUser] = {}

    def users(self) -> Mapping[str, StoredUser]:
        """All users by name.

        Raises:
            UsageError: the file is missing or damaged.
        """
        with self._lock:
            try:
                info = self.path.stat()
                stamp = (info.st_mtime_ns, info.st_size, info.st_ino)
                if stamp != self._stamp:
                    self._users = _parse(self.path)
                    self._stamp = stamp
            except OSError as error:
                raise UsageError(
                    f"cannot read the users file {self.path} ({error.strerror}): "
                    "create it with 'python -m app.access add NAME --role maintainer --file FILE'"
                ) from error
            return dict(self._users)

    def add(self, name: str, role: UserRole, password: str) -> None:
        """Add a user; the file is created where it is missing.

        Raises:
            UsageError: the name is taken or not allowed, or the password is too short.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(f"'{name}' is no user name: 1 to 64 letters, digits, '.', '_', '-' or '@'")
        users = dict(self.users()) if self.path.exists() else {}
        if name in users:
            raise UsageError(f"there is a user {name} already: use 'password' or 'remove'")
        _check_password(password)
        self._write({**users, name: StoredUser(name, role, hash_password(password))})

    def set_password(self, name: str, password: str) -> None:
        """Give a user a new password, which ends their sessions."""
        _check_password(password)
        self._change(name, password=hash_password(password))

    def new_token(self, name: str) -> str:
        """Make a token for programs; it is shown this once and only its hash is kept."""
        token = _TOKEN_PREFIX + secrets.token_urlsafe(32)
        self._change(name, tokens=(*self._known(name).tokens, hash_token(token)))
        return token

    def revoke_tokens(self, name: str) -> int:
        """Make all tokens of a user useless; returns how many there were."""
        count = len(self._known(name).tokens)
        self._change(name, tokens=())
        return count

    def remove(self, name: str) -> None:
        """Remove a user, with their sessions and tokens."""
        self._known(name)
        self._write({key: user for key, user in self.users().items() if key != name})

    def _known(self, name: str) -> StoredUser:
        user = self.users().get(name)
        if user is None:
            raise UsageError(f"no user {name} in {self.path}: 'list' shows who there is")
        return user

    def _change(self, name: str, **values: Any) -> None:
        self._write({**self.users(), name: replace(self._known(name), **values)})

    def _write(self, users: Mapping[str, StoredUser]) -> None:
        content = {"version": 1, "users": [asdict(user) for user in users.values()]}
        try:
            descriptor, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".users-")
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(content, stream, ensure_ascii=False, indent=1)
            Path(temporary).replace(self.path)
        except OSError as error:
            raise UsageError(
                f"cannot write the users file {self.path} ({error.strerror}): choose another with --file"
            ) from error


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=parallel, maxmem=_MAX_MEMORY, dklen=32)


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD_CHARS:
        raise UsageError(
            f"the password has {len(password)} characters, at least {MIN_PASSWORD_CHARS} are needed: "
            "choose a longer one"
        )


def _parse(path: Path) -> dict[str, StoredUser]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["users"]
        users = [_stored(entry) for entry in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"the users file {path} is damaged ({error}): restore it or create it anew"
        ) from error
    return {user.name: user for user in users}


def _stored(entry: dict[str, Any]) -> StoredUser:
    user = StoredUser(**{**entry, "tokens": tuple(entry.get("tokens", ()))})
    if user.role not in ROLES:
        raise ValueError(f"role '{user.role}' of {user.name}, expected one of {', '.join(ROLES)}")
    if user.password.count("$") != 5:
        raise ValueError(f"no password hash for {user.name}")
    return user
