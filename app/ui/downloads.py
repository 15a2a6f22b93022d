"""Files made for one person: written to a folder of their own, handed to the browser by the source panel."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.export.facts_table import FactRow
from app.ui.words import Language

Writer = Callable[[Sequence[FactRow], Language], bytes]
"""Makes a file of facts in the language of the page."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_MAX_NAME_CHARS = 60
_PREFIX = "policy-kb-download-"
_KEPT_S = 3600.0


def download_path(name: str) -> Path:
    """A path for a new file that the person will see under ``name``; files of an hour ago are cleared away."""
    _sweep()
    path = Path(name)
    stem = _UNSAFE.sub("_", path.stem).strip(". ")[:_MAX_NAME_CHARS] or "file"
    return Path(tempfile.mkdtemp(prefix=_PREFIX)) / f"{stem}{_UNSAFE.sub('', path.suffix)}"


def write_download(name: str, content: bytes) -> str:
    """Write ``content`` to a new file; returns its path."""
    path = download_path(name)
    path.write_bytes(content)
    return str(path)


def copy_download(source: Path, name: str) -> str:
    """Copy a file under the name that the person knows; returns the copy's path."""
    path = download_path(name)
    shutil.copyfile(source, path)
    return str(path)


def _sweep() -> None:
    """Gradio has copied every file that it serves; the first copies only take room."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime > _KEPT_S:
                shutil.rmtree(folder)
        except OSError:
            continue  # another request was quicker, or it is not ours
