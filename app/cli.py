"""The ``policy-kb`` command."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from kb.errors import KBError, ModelError, StoreError, UsageError

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PARTLY = 3
EXIT_REGRESSED = 4

# command: what --help says of it; the module app.commands.<name>_command does the work
_COMMANDS: dict[str, str] = {
    "ingest": "add files and folders to the knowledge base",
    "ask": "answer a question with citations",
    "search": "find passages",
    "documents": "list the documents with status, versions and counts",
    "show": "outline of one document",
    "remove": "remove a document and everything it brought",
    "facts": "responsibilities, targets and deadlines as tables",
    "eval": "measure retrieval and answers, compare with the last run",
    "serve": "open the chat page and the REST API",
    "doctor": "check the installation and the knowledge base",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and prints errors as one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a character must not stop us
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = build_parser(words[0] if words else None).parse_args(words)
    command = importlib.import_module(f"app.commands.{options.command}_command")
    try:
        code = int(command.run(options))
        sys.stdout.flush()  # here, where a reader that has gone is noticed quietly
        return code
    except UsageError as error:
        return _complain(error, EXIT_USAGE)
    except KBError as error:
        return _complain(error, EXIT_FAILED)
    except BrokenPipeError:
        # the reader of our output (head, less) has gone; nothing is left to say to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except (OSError, sqlite3.Error) as error:
        what = getattr(error, "strerror", None) or error
        place = f" {error.filename}" if isinstance(error, OSError) and error.filename else ""
        return _complain(
            StoreError(f"{what}{place}: check the disk and the folder {options.kb}, or restore it"),
            EXIT_FAILED,
        )
    except KeyboardInterrupt:
        print("policy-kb: interrupted", file=sys.stderr)
        return 130


def build_parser(command: str | None) -> argparse.ArgumentParser:
    """The command line; only ``command`` gets its arguments, so that --help loads nothing else."""
    parser = argparse.ArgumentParser(prog="policy-kb", description="Cited answers from policy documents.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.add_argument(
            "--kb",
            type=Path,
            default=Path(os.environ.get("POLICY_KB_DIR", ".policy-kb")),
            metavar="DIR",
            help="knowledge base folder (default: $POLICY_KB_DIR, else .policy-kb here)",
        )
        if name == command:
            importlib.import_module(f"app.commands.{name}_command").add_arguments(sub)
    return parser


def _complain(error: KBError, code: int) -> int:
    hint = " ('policy-kb doctor' tells more)" if isinstance(error, ModelError) else ""
    message = " ".join(str(error).split())
    print(f"policy-kb: {message}{hint}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
