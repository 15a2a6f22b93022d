"""The ``policy-kb`` command with the fake embedder in place of the model, for subprocess tests.

Run as ``python -m tests.fake_cli ARGUMENTS``. With ``--serve`` it imports everything once and then
forks a child for each JSON line ``{"arguments": [...], "stdout": PATH}`` on its standard input,
answering with the child's pid: twenty runs cost one start-up.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys

import index.embedder
from app.cli import main
from tests.fakes import FakeEmbedder


def use_fake_embedder() -> None:
    """Make every command embed with ``FakeEmbedder``."""
    index.embedder.load_embedder = lambda *_args, **_kwargs: FakeEmbedder()


def serve() -> None:
    """Fork a child for every request; children are reaped when the server ends."""
    for module in ("app.commands.ingest_command", "app.indexing", "index.snapshot", "ingest.pipeline"):
        importlib.import_module(module)
    from kb.regions import default_gazetteer
    from kb.text import tokenize

    tokenize("预先装载词典")
    default_gazetteer()
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run_child(request)
        print(pid, flush=True)
        if request.get("wait"):
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _run_child(request: dict[str, object]) -> None:
    signal.alarm(120)  # a child that hangs fails its test instead of stopping all of them
    output = os.open(str(request["stdout"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    code = main([str(word) for word in request["arguments"]])  # type: ignore[attr-defined]
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    use_fake_embedder()
    if sys.argv[1:] == ["--serve"]:
        serve()
    else:
        sys.exit(main(sys.argv[1:]))
