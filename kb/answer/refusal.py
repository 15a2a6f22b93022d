"""Saying what the documents lack, with the nearest passages."""

from __future__ import annotations

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.told import is_treated
from kb.contract import Answer
from kb.corpus import Span
from kb.question.english import is_english
from kb.question.model import Question
from kb.text import normalize

_NEAREST = 3
_OF_DOCUMENTS = ("metadata", "unit_tasks", "due_list")
"""Kinds of questions that only a region's own documents answer."""

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
    """Regions that the question names and no document comes from, nor any fact is about that could answer it."""
    known = evidence.vocabulary.document_regions
    strange = [region for region in evidence.question.regions if region not in known]
    if evidence.question.kind in _OF_DOCUMENTS:
        return tuple(strange)
    stated = evidence.vocabulary.stated_regions
    return tuple(region for region in strange if region not in stated and not is_treated(evidence, region))


def explain(text: str) -> Answer:
    """What to ask instead of a greeting or of what the program is; it cites nothing, for it says nothing of documents."""
    if is_english(normalize(text)):
        said = "I answer questions about the policy documents held here, with the passages that prove it."
        how = "Ask, for example: which unit leads a task, what a target is, when something is due."
        return Answer(
            question=text, kind="refusal", text=f"{said} {how}", missing="a question", confidence=0.0
        )
    said = "您好！我根据已收录的政策文件回答问题，并附上原文出处。"
    how = "可以这样问：某项工作由哪个单位牵头？某年的目标是多少？什么时候完成？某个单位有哪些任务？"
    return Answer(question=text, kind="refusal", text=said + how, missing="具体的问题", confidence=0.0)


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
    strange = evidence.unknown_documents
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
