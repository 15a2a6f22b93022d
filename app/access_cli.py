"""``python -m app.access``: add, list and remove users, set passwords, make tokens."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from app.users import ROLES, UsersFile
from kb.errors import KBError, UsageError

_USERS_FILE = Path("users.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 with one line on stderr when it cannot be."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(UsersFile(options.file), options))
    except KBError as error:
        print(f"policy-kb access: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.access", description="Manage the users file.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="add a user; asks for the password")
    add.add_argument("--role", choices=ROLES, required=True)
    add.set_defaults(run=_add)
    password = commands.add_parser("password", help="give a user a new password")
    password.set_defaults(run=_password)
    for sub in (add, password):
        sub.add_argument("--password-stdin", action="store_true", help="read the password from stdin")
    for name, run, summary in (
        ("token", _token, "make a token for programs; it is shown this once"),
        ("revoke", _revoke, "make all tokens of a user useless"),
        ("remove", _remove, "remove a user"),
    ):
        commands.add_parser(name, help=summary).set_defaults(run=run)
    for sub in commands.choices.values():
        sub.add_argument("name", metavar="NAME")
    commands.add_parser("list", help="list users and roles").set_defaults(run=_list)
    for sub in commands.choices.values():
        sub.add_argument("--file", type=Path, default=_USERS_FILE, help="users file (users.json)")
    return parser


def _add(users: UsersFile, options: argparse.Namespace) -> str:
    users.add(options.name, options.role, _read_password(options))
    return f"added {options.name} ({options.role}) to {users.path}"


def _password(users: UsersFile, options: argparse.Namespace) -> str:
    users.set_password(options.name, _read_password(options))
    return f"{options.name} has a new password"


def _token(users: UsersFile, options: argparse.Namespace) -> str:
    return users.new_token(options.name)


def _revoke(users: UsersFile, options: argparse.Namespace) -> str:
    return f"{users.revoke_tokens(options.name)} tokens of {options.name} revoked"


def _remove(users: UsersFile, options: argparse.Namespace) -> str:
    users.remove(options.name)
    return f"removed {options.name}"


def _list(users: UsersFile, _options: argparse.Namespace) -> str:
    return "\n".join(
        f"{user.name}  {user.role}  {len(user.tokens)} tokens" for user in users.users().values()
    )


def _read_password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password for {options.name}: ")
    if getpass.getpass("Again: ") != first:
        raise UsageError("the two passwords differ: try again")
    return first
