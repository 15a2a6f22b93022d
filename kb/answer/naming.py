"""Which documents a question names: by title, by number, or by the school whose rules they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kb.corpus import Corpus
from kb.question.model import Question
from kb.rules import Rule, rule
from kb.titles import Title, spaced_pattern, squeeze

# 重庆市学前教育条例: a law of a region by its name, without 《》
_LAW = re.compile(r"(?P<core>[\u4e00-\u9fff]{2,14}?)(?P<kind>条例|办法|规定|细则)")
# 靠哪些办法, 有什么规定, 新旧两个办法: the words ask for a way or count, they name no law; 「某某幼儿园」 is a name, but of no document
_ASKING = re.compile(
    r"[哪什么怎靠用有按让把的两几这那旧各]|^[新老]$|前后|现行|有关|(?<!存)在(?![职线校岗读])"
)
_DOCUMENT = re.compile(
    r"(?:条例|办法|法|规定|细则|方案|计划|规划|意见|通知|纲要|决定|标准|指南|章程|公告|号)$"
)
_FORMAL = re.compile(r"^[新旧老原]的?(?:条例|办法|规定|细则)?|实施|关于|促进|管理|若干|工作|的")
_KNOWN_SHARE = 0.75
"""Share of the characters of a law's name that a title must hold; people shorten names and mistype them."""
_SHORTEST_TITLE = 4
_SHORTEST_BARE_TITLE = 6

SCHOOL_NAME = rule(
    "school_name",
    r"(?P<name>(?![各本该全])[\u4e00-\u9fff]{2,3}第?[一二三四五六七八九十]{1,3}(?:[中小](?:学(?![生校籍科期年段]))?|幼儿园|高|职中)(?![年级心间国等时午考专组队]))的?",
    example="秦安五中的学籍",
    counter_example="初三中考",
)
SHORT_LAW = rule(
    "short_law",
    r"(?:(?<![\u4e00-\u9fff])|(?<=[按照据依和与跟同及比在从对看]))(?P<name>[\u4e00-\u9fff]{2}法)(?![规律治院庭定制学人官])",
    example="按消防法单位罚多少",
    counter_example="素质教育法怎么规定",
)
"""A law by a name so short that other words may hold it: it must begin where a name can begin."""
RULES: tuple[Rule, ...] = (SCHOOL_NAME, SHORT_LAW)


def named_school(topic: str, corpus: Corpus) -> tuple[str, frozenset[str]]:
    """The words of the topic that name a school, and the ids of the documents that name it so.

    ("", no ids) where the topic names none or no document does.
    """
    match = SCHOOL_NAME.pattern.search(topic)
    if match is None:
        return _school_of_its_own_rules(topic, corpus)
    named = frozenset(i for i, document in corpus.documents.items() if match["name"] in document.text)
    return (match.group(), named) if named else ("", named)


_OWN_SCHOOL = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,18}(?:幼儿园|小学|中学|学院|大学|学校|职高|附中))(?!生|校|[习教科]|阶段|联)"
)
_NO_NAME = re.compile(
    r"关于|中小学|学前|义务|农村|乡村|寄宿|民办|公办|校外|各|新建|全[省市县区]|普惠|幼儿园办|特殊教育学校$|教师进修学校$|的"
)


def _school_of_its_own_rules(topic: str, corpus: Corpus) -> tuple[str, frozenset[str]]:
    """The same by the longest name that titles of documents begin with or their issuers have: 杭埠镇中心幼儿园."""
    found: dict[str, set[str]] = {}
    for document_id, document in corpus.documents.items():
        title, region = document.metadata.title, document.metadata.region or ""
        for words in (title, *document.metadata.issuers):
            match = _OWN_SCHOOL.match(words.strip("《"))
            name = match["name"] if match else ""
            for called in {name, name.removeprefix(region)}:
                if len(called) >= _SHORTEST_SCHOOL and not _NO_NAME.search(called) and called in topic:
                    found.setdefault(called, set()).add(document_id)
    longest = max(found, key=len, default="")
    return longest, frozenset(found.get(longest, ()))


_SHORTEST_SCHOOL = 5


def named_documents(question: Question, corpus: Corpus) -> frozenset[str]:
    """Ids of the documents whose title or number the question names."""
    marked = {i for name in question.documents for i in _ids_called(name, corpus.titles)}
    return frozenset(marked | _spoken_documents(question, corpus))


def _ids_called(name: str, titles: Mapping[str, Title]) -> frozenset[str]:
    """Ids of the documents with exactly this title, else of those whose title holds it or is held by it."""
    plain = squeeze(name)
    exact = frozenset(i for i, title in titles.items() if title.whole == plain)
    return exact or frozenset(i for i, title in titles.items() if title.is_called(name))


def _spoken_documents(question: Question, corpus: Corpus) -> set[str]:
    """Ids of the documents whose title the question says without 《》, with or without its region.

    北京实施民办教育促进法办法 holds the name of another law, so the longest names are heard first.
    """
    rest = squeeze(question.reading)
    short = {match["name"] for match in SHORT_LAW.pattern.finditer(question.reading)}
    spoken: dict[str, str] = {}
    for document_id, title in corpus.titles.items():
        region = corpus.documents[document_id].metadata.region or ""
        bare = title.whole.removeprefix(region) if region in question.regions else title.whole
        if (len(title.whole) >= _SHORTEST_TITLE and title.whole in rest) or title.whole in short:
            spoken[document_id] = title.whole
        elif bare != title.whole and len(bare) >= _SHORTEST_BARE_TITLE and bare in rest:
            spoken[document_id] = bare
    heard = set()
    for name in sorted(set(spoken.values()), key=lambda name: (-len(name), name)):
        if name in rest:
            rest = rest.replace(name, "\n")
            heard.add(name)
    return {document_id for document_id, name in spoken.items() if name in heard}


def unknown_documents(question: Question, corpus: Corpus, allowed: Iterable[str]) -> tuple[str, ...]:
    """Documents that the question names and no document is or speaks of, by number, 《title》 or a region's law.

    ``allowed`` are the ids among which a region's law is looked for; for a question that names no document at hand.
    """
    laws = _unknown_laws(question, [corpus.titles[i].whole for i in allowed])
    named = (name for name in question.documents if _DOCUMENT.search(name))
    return laws or tuple(name for name in named if not _is_spoken_of(corpus, name))


def _is_spoken_of(corpus: Corpus, name: str) -> bool:
    pattern = spaced_pattern(squeeze(name))
    return any(pattern.search(document.text) for document in corpus.documents.values())


_JOINS = re.compile(r"[比跟与和同](?=国家|全国|省|市|教育部|上级|中央)")
"""Opens what a place is compared with, no name of a rule: 甲县比国家规定高几元."""


def _unknown_laws(question: Question, titles: Sequence[str]) -> tuple[str, ...]:
    found = []
    if len(question.regions) > 1:  # 甲县和乙县班额规定: what is compared, no name of a law
        return ()
    for region in question.regions:
        start = question.reading.find(region)
        match = _LAW.match(question.reading, start + len(region)) if start >= 0 else None
        if match is None or _ASKING.search(match["core"]) or _JOINS.match(match["core"]):
            continue
        core = _FORMAL.sub("", match["core"])
        own = [title.replace(region, "") for title in titles if match["kind"] in title]
        if core and not any(sum(c in title for c in core) >= _KNOWN_SHARE * len(core) for title in own):
            found.append(f"{region}{match.group()}")
    return tuple(found)
