"""Both languages say the same things."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import app.ui.words as words_module
from app.ui.words import say

KEYS = sorted(words_module._WORDS)
SOURCES = [path.read_text(encoding="utf-8") for path in Path(words_module.__file__).parent.glob("*.py")]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    chinese, english = words_module._WORDS[key]
    assert fields(chinese) == fields(english)


def test_the_chinese_words_are_chinese() -> None:
    silent = {"page.switch", "status.in_force", "status.unknown"}
    foreign = [key for key in KEYS if key not in silent and not re.search(r"[\u4e00-\u9fff]", say("zh", key))]
    assert foreign == []


def test_every_key_that_the_code_names_exists() -> None:
    named = {key for source in SOURCES for key in re.findall(r'"((?:[a-z]+)\.[a-z_]+)"', source)}
    prefixes = {key.split(".")[0] for key in KEYS}
    unknown = {key for key in named if key.split(".")[0] in prefixes and key not in KEYS}
    assert unknown - {"page.css"} == set()
