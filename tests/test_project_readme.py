"""The commands that README.md shows are run as they stand.

A fenced ``bash`` block below the comment ``<!-- executed by tests/test_project_readme.py -->`` is run
in the project folder: each of its commands must end with 0, in the order of the file, over one new
knowledge base. The comment may say ``exit N`` before its end, for a block that is to end otherwise.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = ROOT / "README.md"
_BLOCK = re.compile(
    r"^<!-- executed by tests/test_project_readme\.py(?: exit (\d))? -->\s*?\n```bash\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks() -> list[tuple[int, str]]:
    """Expected exit code and commands of every marked block."""
    text = README.read_text(encoding="utf-8") if README.exists() else ""
    return [(int(code or 0), commands) for code, commands in _BLOCK.findall(text)]


def test_the_readme_marks_commands_to_test() -> None:
    if not README.exists():
        pytest.skip("README.md is not written yet")
    assert blocks()


@pytest.mark.model
def test_the_readme_commands_run(tmp_path: Path) -> None:
    if not blocks():
        pytest.skip("README.md marks no block as executed")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "POLICY_KB_DIR": str(tmp_path / "kb"),
    }
    for code, commands in blocks():
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, f"{commands}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr
