"""What a comparison sets side by side: regions, the nation, named documents, or versions of one document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.answer.evidence import Evidence
from kb.answer.version_words import without_versions, years_said
from kb.question.model import Question
from kb.records import Document
from kb.rules import Rule, rule
from kb.versions import family_key

NATION = "全国"
NATIONAL: Rule = rule(
    "national",
    r"国家(?!级|助学|奖学|重点|通用|安全|教育考试|公园)|全国(?!优秀|先进|文明)|国务院|教育部|中央|国标",
    example="国家的义务教育法和北京的实施办法",
    counter_example="国家级示范校和省级示范校",
)


CHANGE: Rule = rule(
    "change",
    r"(?:涨|升|降|增长|增加|提高|提升|上升|降低|下降|减少|[比了][^,，。?？]{0,14}[多少高低大长远重早晚])(?:了|出)?(?:多少|几)",
    example="2021年到2025年涨了多少",
    counter_example="提高到多少",
)
FROM_TO: Rule = rule(
    "from_to",
    r"(?:由|从)(?:原来的?)?(?:多少|几|什么)[^,，。?？从由]{0,6}?(?:提高|提升|提|涨|调整|调|升|降低|下降|降|增加|增|减少|减|变|改)(?:了)?(?:到|至|为|成)?(?:了)?(?:多少|几|什么)(?:[个元人名所%天年分]|万元|学时|课时)?",
    example="自行实施的限额从多少提到了多少",
    counter_example="涨到多少",
)
"""Asks what a figure was and what it has become."""
RULES: tuple[Rule, ...] = (NATIONAL, CHANGE, FROM_TO)


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a comparison."""

    label: str
    region: str | None = None
    documents: tuple[str, ...] = ()
    """Ids of the documents that may fill the row; any of the region when empty."""
    years: tuple[int, ...] = ()
    """The year that the row is about; those of the question when empty."""
    version: bool = False
    """Whether the row is a version of a document that has others."""
    reading: str = ""
    """The question with this thing alone; that of the question itself when empty."""
    topic: str = ""
    """The same for the topic."""


def find_sides(evidence: Evidence) -> list[Side]:
    """What the question compares, in the order it is named; empty when it names fewer than two things."""
    question = evidence.question
    reading = question.reading
    places: list[tuple[int, Side]] = [
        (_place(reading, region), Side(region, region)) for region in question.regions
    ]
    if NATION not in question.regions and (nation := NATIONAL.pattern.search(reading)):
        places.append((nation.start(), Side(NATION, NATION)))
    families = _named_families(evidence)
    for title, region, documents in families:
        at = _title_place(reading, title)
        same = next((side for _, side in places if side.region == region), None)
        if [other for _, other, _ in families].count(region) > 1 and region not in question.regions:
            # two laws of the nation are told apart by their names
            places.append((at, Side(f"《{title}》", region, documents)))
        elif same is None:
            places.append((at, Side(region or f"《{title}》", region, documents)))
        elif len(question.regions) < 2:
            places = [(at, replace(s, documents=documents) if s is same else s) for at, s in places]
    titled = {side.region for _, side in places if side.label.startswith("《")}
    places = [(at, side) for at, side in places if side.documents or side.region not in titled]
    held = {document.metadata.region for document in evidence.corpus.documents.values()}
    sides = [side for _, side in sorted(places, key=lambda place: place[0])]
    return [side for side in sides if side.region != NATION or NATION in held] if len(sides) > 1 else []


def year_sides(evidence: Evidence) -> list[Side]:
    """The years of a question that compares two or more of one place; empty when it names fewer."""
    question = evidence.question
    region = question.regions[0] if len(question.regions) == 1 else None
    years = set(question.years)
    if len(years) < 2 and CHANGE.pattern.search(question.reading):
        years |= years_said(question.reading)  # 2021年到2025年 is read as one stretch of time
    if len(years) < 2 or len(question.regions) > 1:
        return []
    return [Side(f"{region or ''}{year}年", region, years=(year,)) for year in sorted(years)]


def version_sides(evidence: Evidence, document_id: str) -> list[Side]:
    """The versions of a document's policy, oldest first; empty when there is only one."""
    corpus = evidence.corpus
    newest = corpus.superseded_by.get(document_id, document_id)
    family = family_key(corpus.document(document_id).metadata)
    versions = [
        d
        for d in corpus.documents.values()
        if family_key(d.metadata) == family or corpus.superseded_by.get(d.id, d.id) == newest
    ]
    files: dict[str, list[Document]] = defaultdict(list)
    for version in sorted(
        versions, key=lambda d: (d.metadata.issued or d.metadata.effective or "", d.position)
    ):
        files[version.file_hash].append(version)
    sides = [_version_side(members) for members in files.values()]
    return sides if len(sides) > 1 else []


def versions_meant(evidence: Evidence, document_id: str, *, said: bool) -> list[Side]:
    """The versions of a document that the question sets side by side; empty when it means none.

    Where it only names years (2017年的和2023年的) these must be the years of versions.
    """
    sides = version_sides(evidence, document_id)
    years = years_said(evidence.question.reading)
    dated = [side for side in sides if years & _years_of(evidence, side)]
    if len(years) > 1 and len(dated) == len(years):
        return dated
    return sides if said else []


def _years_of(evidence: Evidence, side: Side) -> frozenset[int]:
    """Years in the title, the number and the dates of a version."""
    found: set[int] = set()
    for document_id in side.documents:
        metadata = evidence.corpus.document(document_id).metadata
        dates = (metadata.issued or metadata.effective or "")[:4]
        found.update(map(int, _YEAR.findall(f"{metadata.title} {metadata.number or ''} {dates}")))
    return frozenset(found)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _version_side(members: Sequence[Document]) -> Side:
    """One side for all documents of a file: the notice that issues a rule (《…关于印发…的通知》) and the rule itself."""
    last = members[-1].metadata
    title = f"《{last.title}》{last.number or last.issued or ''}"
    return Side(title, last.region, tuple(member.id for member in members), version=True)


def question_of(question: Question, side: Side, titles: tuple[str, ...]) -> Question:
    """The question about one side alone, without the names of documents."""
    reading, topic = side.reading or question.reading, side.topic or question.topic
    for title in titles:
        reading, topic = reading.replace(title, " "), topic.replace(title, " ")
    reading = re.sub(r"[《「『][^》」』]*[》」』]", " ", reading)
    for thing in _things_of_others(question, side):
        reading = reading.replace(thing, " ")
        topic = " ".join(word for word in topic.replace(thing, " ").split() if word not in thing)
    if side.version:
        reading, topic = without_versions(reading), without_versions(topic)
    regions = (side.region,) if side.region and not side.documents else ()
    years = () if side.version else (side.years or question.years)
    return replace(
        question,
        years=years,
        regions=regions,
        documents=(),
        reading=reading.strip() or question.reading,  # a question of names alone still has to be searched
        topic=topic.strip() or question.topic,
    )


def _things_of_others(question: Question, side: Side) -> list[str]:
    """What the question asks about of other places alone: 平南的托管机构 says nothing of 苍梧的校外培训.

    Only where every place has a thing of its own.
    """
    if side.version or side.region is None or len(question.regions) < 2:
        return []
    if clauses := _own_clauses(question):
        return [clause for region, clause in clauses.items() if region != side.region]
    found = {}
    for region in question.regions:
        short = region.rstrip("省市区县州盟旗") if len(region) > 2 else region
        match = re.search(rf"{re.escape(short[:2])}{_THING}", question.reading)
        if match is None:
            return []
        found[region] = match["thing"]
    return [
        thing for region, thing in found.items() if region != side.region and thing not in found[side.region]
    ]


def _own_clauses(question: Question) -> dict[str, str]:
    """The clause that asks about each place; empty unless each has one of its own (张掖多久接诊，歙县多久首诊)."""
    found: dict[str, str] = {}
    for clause in re.split(r"[,，。;；?？]", question.reading):
        named = [region for region in question.regions if region[:2] in clause]
        asks = re.search(r"多久|多少|几|什么时候|多[大长高]", clause) is not None
        if len(named) == 1 and asks and len(clause) >= _ASKS_ALONE and named[0] not in found:
            found[named[0]] = clause
    return found if len(found) == len(question.regions) else {}


_ASKS_ALONE = 8
_THING = r"[省市区县州]?(?P<thing>(?:(?![和与跟同比、各])[\u4e00-\u9fff]){0,8}?的(?!(?:和|与|跟|比))[\u4e00-\u9fff]{2,12}?)(?=和|与|跟|同|比|、|各|分别|[,，])"


def names_several(evidence: Evidence) -> bool:
    """Whether the question names two policies, so that a figure it asks for is wanted of each."""
    files = {evidence.corpus.document(ids[0]).file_hash for _, _, ids in _named_families(evidence)}
    return len(files) > 1  # a number names the notice and what it hands out: one policy


def titles_in(evidence: Evidence) -> tuple[str, ...]:
    """Titles and numbers of documents as the question writes them, longest first."""
    reading = evidence.question.reading
    names = {*evidence.question.documents}
    for document_id in evidence.named_documents:
        metadata = evidence.corpus.document(document_id).metadata
        title = metadata.title
        spoken = (title, title.replace("中华人民共和国", ""), title.removeprefix(metadata.region or ""))
        names.update(name for name in spoken if name in reading)
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _named_families(evidence: Evidence) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """(title, region, ids of its current versions) of every policy that the question names."""
    families: dict[tuple[str, str], list[str]] = {}
    for document_id in sorted(evidence.named_documents):
        families.setdefault(family_key(evidence.corpus.document(document_id).metadata), []).append(
            document_id
        )
    found = []
    for members in families.values():
        current = [m for m in members if evidence.corpus.status[m] != "superseded"] or members
        metadata = evidence.corpus.document(current[0]).metadata
        found.append((metadata.title, metadata.region, tuple(current)))
    return found


def _title_place(reading: str, title: str) -> int:
    """Where a title stands, as long a piece of it as the question says; the question's end where none."""
    bare = title.replace("中华人民共和国", "")
    places = (reading.find(bare), reading.find(bare[-6:]))
    return next((at for at in places if at >= 0), len(reading))


def _place(reading: str, region: str) -> int:
    short = region.rstrip("省市区县州盟旗")
    at = reading.find(short[:2])
    return at if at >= 0 else len(reading)
