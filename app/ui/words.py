"""Every word of the page in Chinese and English, and the switch between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

Language = Literal["zh", "en"]
_Component = TypeVar("_Component")

_WORDS: dict[str, tuple[str, str]] = {
    "page.title": ("教育政策知识库", "Education policy knowledge base"),
    "page.subtitle": (
        "{documents} 份文件 · {facts} 条事实 · 只依据文件回答",
        "{documents} documents · {facts} facts · answers only from them",
    ),
    "page.switch": ("English", "中文"),
    "tab.ask": ("问答", "Ask"),
    "tab.duties": ("责任分工", "Duties"),
    "tab.targets": ("目标与期限", "Targets"),
    "tab.compare": ("对照", "Compare"),
    "tab.library": ("文件库", "Library"),
    "tab.evaluation": ("评测", "Evaluation"),
    # statuses of documents
    "status.draft": ("征求意见稿", "draft for comments"),
    "status.period_over": ("期限已过", "period over"),
    "status.superseded": ("已有新版", "newer version exists"),
    "status.in_force": ("", ""),
    "status.unknown": ("", ""),
    # roles
    "role.lead": ("牵头", "lead"),
    "role.participating": ("配合", "participating"),
    "role.responsible": ("责任", "responsible"),
    # columns
    "column.region": ("地区", "Region"),
    "column.metric": ("指标", "Metric"),
    "column.value": ("目标值", "Target"),
    "column.deadline": ("期限", "Due"),
    "column.task": ("事项", "Measure"),
    "column.lead": ("牵头单位", "Lead"),
    "column.participating": ("配合单位", "Participating"),
    "column.responsible": ("责任单位", "Responsible"),
    "column.units": ("单位", "Units"),
    "column.role": ("角色", "Role"),
    "column.document": ("文件", "Document"),
    "column.section": ("章节", "Section"),
    "column.source": ("出处", "Source"),
    "column.kind": ("类别", "Kind"),
    "column.subject": ("地区或文件", "Region or document"),
    "column.content": ("内容", "Content"),
    # asking
    "ask.placeholder": ("输入问题，回车发送", "Type a question, Enter to send"),
    "ask.send": ("发送", "Send"),
    "ask.new": ("新对话", "New conversation"),
    "ask.memo": ("导出备忘录", "Save as memo"),
    "ask.filters": ("限定范围", "Restrict to"),
    "ask.regions": ("地区", "Regions"),
    "ask.years": ("年份", "Years"),
    "ask.documents": ("文件", "Documents"),
    "ask.welcome": ("想了解哪项政策？", "What would you like to know?"),
    "ask.promise": (
        "只依据已收录的文件回答，每句话都附原文出处；文件里没有的，会直接说没有。",
        "Answers come only from the documents, each with the passage that proves it; gaps are said openly.",
    ),
    "ask.examples": ("可以这样问", "For example"),
    "ask.empty": (
        "知识库里还没有文件：请先在“文件库”上传。",
        "There are no documents yet: upload some under “Library”.",
    ),
    "ask.pending": ("正在查找……", "Looking it up…"),
    "ask.several": ("共有 {count} 条规定，逐条如下。", "{count} provisions answer this:"),
    "ask.full_text": ("文字版答案", "Answer as text"),
    "ask.sources": ("依据原文", "Sources"),
    "ask.nearest": ("最接近的段落", "Nearest passages"),
    "ask.more_sources": ("其余 {count} 条出处", "{count} more sources"),
    "ask.copy": ("复制", "Copy"),
    "ask.copied": ("已复制", "Copied"),
    "ask.refused": ("文件中没有答案", "The documents do not say"),
    "ask.page": ("第{page}页", "p. {page}"),
    "ask.elapsed": ("{ms} 毫秒", "{ms} ms"),
    "ask.failed": ("未能回答", "This failed"),
    "ask.fault": (
        "程序内部出错，已记入日志。请换个说法再试。",
        "An internal error, written to the log. Please rephrase.",
    ),
    "ask.filtered": ("范围：{scope}", "Within: {scope}"),
    "mark.wrong_answer": ("答案错误", "Wrong answer"),
    "mark.wrong_citation": ("引用错误", "Wrong citation"),
    "mark.should_refuse": ("应该拒答", "Should refuse"),
    "mark.saved": ("已记入评测集：{mark}", "Added to the evaluation set: {mark}"),
    # the source beside the answer
    "source.title": ("原文", "Source"),
    "source.whole": ("查看全文", "Whole document"),
    "source.section": ("只看本节", "This section only"),
    "source.original": ("下载原件", "Original file"),
    "source.close": ("关闭", "Close"),
    "source.newer": ("新版：{title}", "Newer version: {title}"),
    "source.gone": (
        "这份文件已不在知识库中。",
        "This document is no longer in the knowledge base.",
    ),
    "source.preface": ("正文开头", "Opening"),
}


def say(language: Language, key: str, **values: object) -> str:
    """The words for ``key``; ``values`` fill its placeholders."""
    text = _WORDS[key][0 if language == "zh" else 1]
    return text.format(**values) if values else text


def add_words(words: dict[str, tuple[str, str]]) -> None:
    """Add a tab's own words; every tab keeps its words beside its code."""
    _WORDS.update(words)


@dataclass(slots=True)
class Labels:
    """Components whose labels follow the language."""

    _bound: list[tuple[Any, dict[str, str]]] = field(default_factory=list)

    def make(self, kind: type[_Component], words: dict[str, str], **options: Any) -> _Component:
        """A component whose properties (label, value, placeholder) follow the language; Chinese at first."""
        component = kind(**{name: say("zh", key) for name, key in words.items()}, **options)
        self._bound.append((component, words))
        return component

    @property
    def components(self) -> list[Any]:
        """Every bound component, in binding order."""
        return [component for component, _ in self._bound]

    def updates(self, language: Language) -> list[dict[str, Any]]:
        """An update for each of ``components``."""
        from gradio import update

        texts = [{name: say(language, key) for name, key in keys.items()} for _, keys in self._bound]
        return [cast("dict[str, Any]", cast("Any", update)(**properties)) for properties in texts]
