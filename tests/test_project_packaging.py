"""The installed program is whole, owns its names, and gives nothing of this machine away."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("kb", "ingest", "index", "eval", "app")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PYPROJECT["tool"]["setuptools"]
SHARED = ROOT.parent / "shared"
# Files that people read or tools check, not files that the program needs at run time.
_NOT_FOR_THE_WHEEL = re.compile(r"(?:^|/)(?:README\.md|sources/.*|__pycache__/.*|\.gitkeep)$")


def tracked(*patterns: str) -> list[Path]:
    """Files under version control; empty outside a git checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def packaged(package: str) -> set[str]:
    """Files that setuptools takes from a package folder beside its modules, as paths below it."""
    folder = ROOT / package.replace(".", "/")
    patterns = SETUPTOOLS.get("package-data", {}).get(package, [])
    return {path.relative_to(ROOT).as_posix() for pattern in patterns for path in folder.glob(pattern)}


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_a_package_name(name: str) -> None:
    owners = {
        owner.lower().replace("_", "-") for owner in importlib.metadata.packages_distributions().get(name, [])
    }
    assert owners <= {"policy-kb"}


def test_every_package_folder_is_listed_and_nothing_else() -> None:
    folders = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for name in PACKAGES
        for path in (ROOT / name).rglob("__init__.py")
    }
    assert set(SETUPTOOLS["packages"]) == folders


def test_every_module_stands_in_a_package() -> None:
    inside = {ROOT / package.replace(".", "/") for package in SETUPTOOLS["packages"]}
    scripts = [path for name in PACKAGES for path in tracked(f"{name}/*.py") if path.parent not in inside]
    assert all(re.match(r"eval/sets/", path.relative_to(ROOT).as_posix()) for path in scripts), scripts


def test_everything_that_is_no_module_is_package_data() -> None:
    taken = {name for package in SETUPTOOLS["packages"] for name in packaged(package)}
    needed = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in tracked(name)
        if path.suffix != ".py"
    }
    missing = {name for name in needed - taken if not _NOT_FOR_THE_WHEEL.search(name)}
    assert missing == set()


def test_the_command_starts_the_cli() -> None:
    assert PYPROJECT["project"]["scripts"] == {"policy-kb": "app.cli:main"}


def test_package_inits_hold_a_docstring_only() -> None:
    for name in PACKAGES:
        for path in (ROOT / name).rglob("__init__.py"):
            text = path.read_text(encoding="utf-8").strip()
            assert re.fullmatch(r'""".*?"""', text, re.DOTALL), path


# Written in pieces, so that this file does not hold what it looks for.
_TELLTALES = {
    "a package registry": re.compile("py" + r"pi\.org|files\.python" + "hosted|npm" + r"js\.org"),
    "a path of a machine": re.compile(
        r"(?<![\w.])/(?:" + "root|work|home" + r")/(?!\.\.\.|you\b|user\b|USER\b)[\w.]"
    ),
}


@pytest.mark.parametrize("what", _TELLTALES)
def test_no_file_names(what: str) -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in _TELLTALES[what].finditer(text)]
    assert found == []


def test_the_program_knows_no_file_of_the_shared_documents() -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("needs ../shared/corpus")
    names = {path.stem for path in (SHARED / "corpus").rglob("*") if path.is_file() and len(path.stem) > 3}
    assert names
    code = {path: path.read_text(encoding="utf-8") for name in PACKAGES for path in tracked(f"{name}/*.py")}
    assert [(path.name, name) for path, text in code.items() for name in names if name in text] == []


def test_nothing_is_pickled() -> None:
    loads = re.compile(
        r"^\s*(?:import|from) (?:pickle|shelve|marshal|dill|joblib)\b|allow_pickle=True", re.MULTILINE
    )
    assert [
        p.name for name in PACKAGES for p in tracked(f"{name}/*.py") if loads.search(p.read_text("utf-8"))
    ] == []
