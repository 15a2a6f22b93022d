"""How Chinese names sound, in letters without tones."""

from __future__ import annotations

from functools import lru_cache
from itertools import product


@lru_cache(maxsize=4096)
def usual_sound(name: str) -> str:
    """The usual reading: 漯河 is luohe."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


@lru_cache(maxsize=4096)
def sounds(name: str) -> tuple[str, ...]:
    """Every reading of the characters, the usual one first: 佛昙 is fotan and futan."""
    from pypinyin import Style, pinyin

    readings = [pinyin(character, style=Style.NORMAL, heteronym=True)[0] for character in name]
    return tuple(
        dict.fromkeys((usual_sound(name), *("".join(syllables) for syllables in product(*readings))))
    )
