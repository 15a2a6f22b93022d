"""Saying what the documents lack, with the nearest passages."""

from __future__ import annotations

import re

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence, squeeze
from kb.contract import Answer
from kb.corpus import Span
from kb.question.model import Question

_NEAREST = 3

_WANTED = {
    "zh": {
        "responsibility": "责任单位", "unit_tasks": "任务", "target": "目标或数值", "deadline": "时限", "due_list": "到期任务",
        "comparison": "可对照的内容", "metadata": "这项信息", "passage": "规定",
    },
    "en": {
        "responsibility": "responsible unit", "unit_tasks": "tasks", "target": "figure", "deadline": "deadline",
        "due_list": "due tasks", "comparison": "matching figures", "metadata": "such information", "passage": "provision",
    },
}  # fmt: skip


def unknown_regions(evidence: Evidence) -> tuple[str, ...]:
    """Regions that the question names and no document comes from."""
    known = evidence.vocabulary.document_regions
    return tuple(region for region in evidence.question.regions if region not in known)


# 重庆市学前教育条例: a law of a region by its name, without 《》
_LAW = re.compile(r"(?P<core>[\u4e00-\u9fff]{2,14}?)(?P<kind>条例|办法|规定|细则)")
# 靠哪些办法, 有什么规定: the words ask for a way, they name no law; 「某某幼儿园」 is a name, but of no document
_ASKING = re.compile(r"[哪什么怎靠用有按让把的]")
_DOCUMENT = re.compile(
    r"(?:条例|办法|法|规定|细则|方案|计划|规划|意见|通知|纲要|决定|标准|指南|章程|公告|号)$"
)
_FORMAL = re.compile(r"实施|关于|促进|管理|若干|工作|的")
_KNOWN_SHARE = 0.75
"""Share of the characters of a law's name that a title must hold; people shorten names and mistype them."""


def unknown_documents(evidence: Evidence) -> tuple[str, ...]:
    """Documents that the question names and no document is or speaks of, by number, 《title》 or a region's law."""
    if evidence.named_documents:
        return ()
    laws = _unknown_laws(evidence)
    if laws or not evidence.question.documents:
        return laws
    texts = [squeeze(document.text) for document in evidence.corpus.documents.values()]
    return tuple(
        name
        for name in evidence.question.documents
        if _DOCUMENT.search(name) and not any(squeeze(name) in text for text in texts)
    )


def _unknown_laws(evidence: Evidence) -> tuple[str, ...]:
    titles = [squeeze(evidence.corpus.documents[i].metadata.title) for i in evidence.documents]
    found = []
    for region in evidence.question.regions:
        start = evidence.question.reading.find(region)
        match = _LAW.match(evidence.question.reading, start + len(region)) if start >= 0 else None
        if match is None or _ASKING.search(match["core"]):
            continue
        core = _FORMAL.sub("", match["core"])
        own = [title.replace(region, "") for title in titles if match["kind"] in title]
        if core and not any(sum(c in title for c in core) >= _KNOWN_SHARE * len(core) for title in own):
            found.append(f"{region}{match.group()}")
    return tuple(found)


def refuse(evidence: Evidence, missing: str | None = None) -> Answer:
    """A refusal naming the gap, with at most three nearest passages."""
    question = evidence.question
    gap = missing or describe_gap(evidence)
    draft = AnswerDraft(evidence.corpus, question)
    for passage in evidence.passages[:_NEAREST]:
        chunk = passage.chunk
        draft.cite(Span(chunk.document_id, chunk.start, chunk.end))
    if question.language == "en":
        text = f"The documents hold no answer: {gap}."
    else:
        text = f"现有文件中找不到答案：{gap}。"
    return draft.refuse(text, missing=gap, confidence=0.0)


def describe_gap(evidence: Evidence) -> str:
    """What the documents lack: region, year or topic."""
    question = evidence.question
    absent = unknown_regions(evidence)
    if absent:
        return _phrase(question, f"没有{'、'.join(absent)}的文件", f"no document of {', '.join(absent)}")
    strange = unknown_documents(evidence)
    if strange:
        return _phrase(question, f"没有文件{'、'.join(strange)}", f"no document {', '.join(strange)}")
    wanted = _WANTED[question.language][question.kind]
    region = "、".join(question.regions)
    years = "、".join(f"{year}年" for year in question.years)
    topic = question.topic.replace(" ", "")
    if question.language == "en":
        about = " ".join(part for part in (region, years, question.topic) if part)
        return f"no {wanted} for {about}" if about else f"no {wanted}"
    of = "的" if region or years or topic else ""
    return f"没有{region}{years}{topic}{of}{wanted}"


def _phrase(question: Question, chinese: str, english: str) -> str:
    return english if question.language == "en" else chinese
