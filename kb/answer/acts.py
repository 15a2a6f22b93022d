"""What was done with a document and when: adopted, approved, promulgated, amended, in force from.

Laws say it below the title (1994年8月23日国务院令第161号发布), one act a line or several in one bracket; orders say
it in their only sentence (已经市政府第88次常务会议审议通过，现予公布，自…起施行); any text in its last article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.answer.sentences import split_sentences
from kb.dates import iso_date
from kb.rules import Rule, rule

_NUMERAL = r"[〇零○Ｏ一二三四五六七八九十\d]"
_DATE = rf"{_NUMERAL}{{2,4}}\s?年\s?{_NUMERAL}{{1,3}}\s?月\s?{_NUMERAL}{{1,3}}\s?日"
_HEAD_CHARS = 2500
_FIRST_ARTICLE = re.compile(r"\n(?:第[一1]章|第[一1]条|一、|总\s?则)")

ACT = rule(
    "act",
    rf"(?P<date>{_DATE})(?P<how>[^。；\n]{{0,160}}?)(?P<act>(?:修订|修正|审议|表决)?通过(?!的)|批准(?!的)|(?:公告)?公布(?!之日|的)|发布(?!之日|的)"
    r"|颁布(?!的)|修订(?!的|为|通过)|修正(?!的|案|通过)|修改(?!的|为)|起?(?:正式)?(?:施行|实施)(?!的|细则|办法|条例))",
    example="2008年11月28日河南省第十一届人民代表大会常务委员会第六次会议批准",
    counter_example="2008年11月28日以前批准的学校",
)
SESSION = rule(
    "session",
    r"(?:经|由|已)[^，。；]{0,60}(?:会议|全会|大会|常委会)[^，。；]{0,24}(?:通过|同意|审定|批准|修订)|会议[^，。；]{0,10}(?:审议|讨论|研究|表决)?(?:通过|同意|审定)",
    example="《办法》已经2016年9月1日市人民政府第88次常务会议审议通过",
    counter_example="召开会议研究解决困难",
)
IN_FORCE = rule(
    "in_force",
    rf"自(?:{_DATE}|(?:印发|发布|公布|颁布|下发|发文|批准|通过)之日)(?:[（(][^）)]{{1,20}}[）)])?[^，。；]{{0,8}}?起?[^，。；]{{0,10}}?(?:施行|实施|执行|生效|试行)|(?:印发|发布|公布)之日起[^，。；]{{0,8}}(?:施行|实施|执行|生效)",
    example="本办法自2025年1月1日起施行。",
    counter_example="自2025年1月1日起开展专项检查。",
)
RULES: tuple[Rule, ...] = (ACT, SESSION, IN_FORCE)

KINDS: dict[str, re.Pattern[str]] = {
    "adopted": re.compile("通过"),
    "approved": re.compile("批准"),
    "published": re.compile("公布|发布|颁布|印发"),
    "amended": re.compile("修订|修正|修改"),
    "in_force": re.compile("施行|实施"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act with its place in the document's text; ``kinds`` are keys of ``KINDS``."""

    start: int
    end: int
    day: str
    """ISO day."""
    kinds: tuple[str, ...]
    text: str


@lru_cache(maxsize=512)
def acts_in(text: str) -> tuple[Act, ...]:
    """The acts that stand before the first article, in reading order."""
    first = _FIRST_ARTICLE.search(text)
    head = text[: min(_HEAD_CHARS, first.start() if first else _HEAD_CHARS)]
    plain = _without_titles(head)
    return tuple(_acts(head, plain))


def _acts(head: str, plain: str) -> Iterator[Act]:
    for match in ACT.pattern.finditer(plain):
        day = iso_date(match["date"])
        before = plain[max(0, match.start() - 2) : match.start()]
        if day is None or len(re.sub("□", "", match["how"])) > 120:
            continue
        start = match.start() - 1 if before.endswith("自") else match.start()
        if before.endswith("自") and not KINDS["in_force"].search(match["act"]):
            continue
        kinds = tuple(name for name, sign in KINDS.items() if sign.search(match["act"]))
        yield Act(start, match.end(), day, kinds, head[start : match.end()])


def _without_titles(text: str) -> str:
    """The text with 《…》 blanked, of the same length: an act inside a title is another document's."""
    return re.sub(r"《(?:[^《》]|《[^《》]*》)*》", lambda found: "□" * len(found[0]), text)


def sentences_with(text: str, pattern: re.Pattern[str]) -> tuple[tuple[int, int, str], ...]:
    """Sentences (start, end, text) that hold the pattern outside titles, in reading order."""
    if not pattern.search(text):
        return ()
    return tuple(
        (sentence.start, sentence.end, sentence.text)
        for sentence in split_sentences(text)
        if pattern.search(_without_titles(sentence.text))
    )


def in_force_sentence(text: str) -> tuple[int, int, str] | None:
    """The sentence that says from when the document applies: its last such one."""
    own = [found for found in sentences_with(text, IN_FORCE.pattern) if len(found[2]) <= 300]
    return own[-1] if own else None


def chosen(acts: Sequence[Act], kinds: Sequence[str], *, reading: str, years: Sequence[int]) -> list[Act]:
    """The acts that a question asks about: of its kinds, of its years, the first or the latest where it says so."""
    fitting = [act for act in acts if set(act.kinds) & set(kinds)]
    of_year = [act for act in fitting if int(act.day[:4]) in years]
    fitting = of_year or fitting
    ordinal = re.search(r"第[一二三四五六七八九十]次(?=修|[^会]{0,4}$)", reading)
    if ordinal and (named := [act for act in fitting if ordinal[0] in act.text]):
        return named
    if fitting and re.search(r"最近|最新|最后|上一?次|现行|\blast|latest", reading):
        return [max(fitting, key=lambda act: act.day)]
    if fitting and re.search(r"最初|最早|首次|第一次|原来|当初|\bfirst\b", reading):
        return [min(fitting, key=lambda act: act.day)]
    return fitting
