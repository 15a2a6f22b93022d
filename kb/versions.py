"""Which document is the newer version of which, and what may still be relied on."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kb.abolition import abolished_in
from kb.records import Document, Metadata, Status
from kb.validity import valid_until

# Marks of an edition rather than of the subject: 《……办法（试行）》, 《……方案（征求意见稿）》, 《……条例(2024-09-27)》
_EDITION = re.compile(
    r"\((?:[^()]*(?:征求意见|送审|修订|修正|修改|试行|暂行|草案|讨论|公开|最新|废止)[^()]*|\d{4}(?:[-年.]\d{1,2}[-月.]\d{1,2}日?|年?版?|年(?:修订|修正))?)\)"
)
_NOISE = re.compile(r"[\s《》<>“”\"'·]|中华人民共和国")


def title_key(title: str) -> str:
    """What the titles of all versions share, and the short form in which others name them."""
    return _NOISE.sub("", _EDITION.sub("", unicodedata.normalize("NFKC", title)))


def family_key(metadata: Metadata) -> tuple[str, str]:
    """What all versions of one policy share: region and title without edition marks."""
    return metadata.region or "", title_key(metadata.title)


def superseded_by(documents: Iterable[Document]) -> dict[str, str]:
    """Old document id to the id of the newest version of the same policy.

    A final text supersedes a draft; among texts of the same finality the later date does. Texts
    without a date are older than dated ones; two equally dated texts do not supersede each other.
    A final text also supersedes what it says it abolishes.
    """
    documents = tuple(documents)
    families: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        families[family_key(document.metadata)].append(document)
    result: dict[str, str] = {}
    for (_, title), members in families.items():
        if not title or len(members) < 2:
            continue
        newest = max(members, key=lambda member: (*_age_key(member), member.id))
        result.update(
            {member.id: newest.id for member in members if _age_key(member) < _age_key(newest)},
        )
    return _abolished(documents) | result


def _abolished(documents: Sequence[Document]) -> dict[str, str]:
    """Document id to the id of the final text of the same region that abolishes it by title or number."""
    by_title: dict[tuple[str, str], list[Document]] = defaultdict(list)
    by_number: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        region = document.metadata.region or ""
        by_title[region, title_key(document.metadata.title)].append(document)
        by_number[region, _NOISE.sub("", document.metadata.number or "")].append(document)
    result: dict[str, str] = {}
    for newer in documents:
        if newer.metadata.finality != "final":
            continue
        region = newer.metadata.region or ""
        for old in abolished_in(newer.text):
            named = by_title.get((region, title_key(old.title)), [])
            numbered = by_number.get((region, _NOISE.sub("", old.number)), []) if old.number else []
            result.update(
                {
                    one.id: newer.id
                    for one in (*named, *numbered)
                    if one.file_hash != newer.file_hash and _day(one) <= (_day(newer) or "9999")
                }
            )
    return result


def _day(document: Document) -> str:
    return document.metadata.issued or document.metadata.effective or ""


def document_status(document: Document, *, superseded: bool, today: date) -> Status:
    """How far the document may be relied on ``today``."""
    metadata = document.metadata
    if superseded:
        return "superseded"
    if metadata.finality == "draft":
        return "draft"
    if metadata.year_to is not None and metadata.year_to < today.year:
        return "period_over"
    if (valid_until(document) or "9999") < today.isoformat():
        return "period_over"
    in_effect_from = metadata.effective or metadata.issued
    if in_effect_from is not None and in_effect_from <= today.isoformat():
        return "in_force"
    return "unknown"


def _age_key(document: Document) -> tuple[bool, str]:
    metadata = document.metadata
    return metadata.finality == "final", _day(document)
