"""How a file is named in a message: one line whatever characters the name holds."""

from __future__ import annotations

from pathlib import Path


def shown(path: Path) -> str:
    """The file's name without folders, printable: control characters and undecodable bytes become "?"."""
    name = path.name or str(path)
    printable = "".join(ch if ch.isprintable() else "?" for ch in name)
    return printable.encode("utf-8", "replace").decode("utf-8")
