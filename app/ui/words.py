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
    "page.sign_out": ("退出", "Sign out"),
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
    "ask.filters": ("限定范围 ▾", "Restrict to ▾"),
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
    "choice.all": ("全部", "All"),
    "export.xlsx": ("导出 Excel", "Export Excel"),
    "export.csv": ("导出 CSV", "Export CSV"),
    "export.ics": ("导出日历 (ics)", "Export calendar (ics)"),
    "file.memo": ("政策问答备忘", "Policy memo"),
    "file.duties": ("责任分工", "Duties"),
    "file.targets": ("目标与期限", "Targets and dates"),
    "file.deadlines": ("期限", "Dates"),
    "facts.none": ("没有符合条件的内容。", "Nothing matches."),
    "facts.more": (
        "显示前 {shown} 条，共 {count} 条：请缩小范围，或导出查看全部。",
        "The first {shown} of {count}: narrow the choice, or export to see all.",
    ),
    "facts.sort": ("按此列排序", "Sort by this column"),
    "duties.unit": ("单位（可用简称）", "Unit (short names work)"),
    "duties.region": ("地区", "Region"),
    "duties.topic": ("事项包含", "Measure contains"),
    "duties.topic_hint": ("例如：教师、经费", "for example 教师"),
    "duties.choose": (
        "选择一个单位或地区，查看它的全部任务。",
        "Choose a unit or a region to see everything it has to do.",
    ),
    "duties.similar": ("您要找的是：", "Did you mean:"),
    "duties.unknown": ("文件中没有这个单位的任务。", "No document gives this unit a task."),
    "duties.count": ("{name}：共 {count} 项任务", "{name}: {count} measures"),
    "duties.count_roles": ("{name}：共 {count} 项任务（{roles}）", "{name}: {count} measures ({roles})"),
    "duties.picture": ("关系图：任务与协作单位", "Picture: measures and partner units"),
    "duties.picture_rest": ("图中未画出其余 {count} 项任务。", "{count} further measures are not drawn."),
    "column.subject_matter": ("指标或任务", "Metric or task"),
    "kind.target": ("目标", "Targets"),
    "kind.deadline": ("期限任务", "Dated tasks"),
    "targets.year": ("年份", "Year"),
    "targets.timeline": ("时间线", "Timeline"),
    "targets.today": ("今天", "today"),
    "targets.nowhere": ("未注明", "unstated"),
    "due.overdue": ("期限已过", "past due"),
    "due.this-year": ("今年到期", "due this year"),
    "due.later": ("以后到期", "due later"),
    "due.undated": ("无具体日期", "without a date"),
    "compare.topic": ("主题", "Topic"),
    "compare.topic_hint": (
        "例如：学前三年毛入园率；也可以是一个完整的问题",
        "for example 学前三年毛入园率, or a whole question",
    ),
    "compare.regions": ("地区（两个以上）", "Regions (two or more)"),
    "compare.documents": ("或文件", "or documents"),
    "compare.go": ("对照", "Compare"),
    "compare.hint": (
        "输入主题，选择两个以上的地区或文件，逐项并列对照；文件没有写的，标为“未提及”。",
        "Type a topic and choose two or more regions or documents; where one is silent it says so.",
    ),
    "compare.too_few": ("请选择 2 至 {most} 个地区或文件。", "Choose 2 to {most} regions or documents."),
    "compare.silent": ("未提及", "not mentioned (未提及)"),
    "aspect.target": ("目标", "Target"),
    "aspect.responsibility": ("责任分工", "Duties"),
    "aspect.deadline": ("期限", "Due"),
    "aspect.passage": ("相关规定", "Provisions"),
    "aspect.answer": ("回答", "Answer"),
    "column.version": ("版本", "Version"),
    "column.chunks": ("段落", "Passages"),
    "column.facts": ("事实", "Facts"),
    "column.actions": ("操作", "Actions"),
    "library.upload": ("上传文件", "Upload files"),
    "library.formats": (
        "可多选：{suffixes}；同名文件视为新版本",
        "several at once: {suffixes}; a file of the same name is a new version",
    ),
    "library.search": ("在文件库中查找标题、文号、地区", "Find a title, number or region"),
    "library.count": ("{count} 份文件", "{count} documents"),
    "library.empty": ("还没有文件。", "No documents yet."),
    "library.original": ("原件", "Original"),
    "library.outline": ("查看提纲与事实", "Outline and facts"),
    "library.replace": ("替换", "Replace"),
    "library.remove": ("移除", "Remove"),
    "library.cancel": ("取消", "Cancel"),
    "library.sure": ("确定移除？", "Remove it?"),
    "library.older": ("旧版 → 查看新版", "older → newer version"),
    "library.newest": ("最新版，取代 {count} 个旧版", "newest, replaces {count}"),
    "library.facts_of": ("抽取的事实（{count}）", "Extracted facts ({count})"),
    "library.replacing": (
        "请在上方选择用来替换《{title}》的新文件。",
        "Choose the file above that replaces 《{title}》.",
    ),
    "library.readers": (
        "只有维护者可以上传、替换和移除文件。",
        "Only maintainers may upload, replace and remove.",
    ),
    "upload.reading": ("正在读取 {done}/{total}", "Reading {done}/{total}"),
    "upload.indexing": ("正在建立索引 {done}/{total}", "Indexing {done}/{total}"),
    "upload.probing": ("正在检验新文件能否被查到", "Checking that the new documents are found"),
    "upload.done": ("上传完成", "Upload finished"),
    "upload.failed": ("上传未完成", "The upload failed"),
    "upload.sizes": (
        "{documents} 份文件，{chunks} 个段落，{facts} 条事实",
        "{documents} documents, {chunks} passages, {facts} facts",
    ),
    "upload.probes": (
        "检验：{asked} 个由新文件拟出的问题，{found} 个能查回该文件。",
        "Check: {found} of {asked} questions made from the new documents find them.",
    ),
    "upload.lost": ("查不回的 {count} 个问题", "{count} questions that do not"),
    "upload.evaluating": ("正在运行评测：{sets}……", "Running the evaluation: {sets}…"),
    "upload.evaluated": ("评测：与上次相比", "Evaluation against the last run"),
    "outcome.added": ("新增", "added"),
    "outcome.updated": ("更新", "updated"),
    "outcome.unchanged": ("未变", "unchanged"),
    "outcome.duplicate": ("重复", "duplicate"),
    "outcome.failed": ("失败", "failed"),
    "meta.issuers": ("发文机关", "Issued by"),
    "meta.effective": ("施行日期", "In effect from"),
    "meta.period": ("规划期", "Period"),
    "meta.implements": ("落实", "Implements"),
    "evaluation.first": ("首次运行，没有可比的结果。", "first run, nothing to compare with"),
    "evaluation.moved": ("变差 {lost} 题，变好 {won} 题", "{lost} questions lost, {won} won"),
    "column.category": ("类别", "Category"),
    "column.questions": ("题数", "Questions"),
    "column.before": ("上次", "Before"),
    "column.now": ("本次", "Now"),
    "column.difference": ("变化（百分点）", "Change (points)"),
    "category.all": ("全部", "all"),
    "category.responsibility": ("责任分工", "responsibility"),
    "category.unit_tasks": ("单位任务", "tasks of a unit"),
    "category.target": ("目标", "target"),
    "category.deadline": ("期限", "deadline"),
    "category.due_list": ("到期清单", "due list"),
    "category.comparison": ("对照", "comparison"),
    "category.metadata": ("文件信息", "metadata"),
    "category.passage": ("条文", "passage"),
    "category.unanswerable": ("应拒答", "unanswerable"),
    "category.refusal": ("拒答", "refusal"),
    "category.retrieval": ("检索", "retrieval"),
    "category.failed": ("出错", "failed"),
    "evaluation.set": ("评测集", "Question set"),
    "evaluation.run": ("运行评测", "Run"),
    "evaluation.none": ("这个评测集还没有运行过。", "This set has not run yet."),
    "evaluation.plot": ("各类别正确率（%），按运行次序", "Share right (%) by category, run by run"),
    "evaluation.when": ("本次 {now}，上次 {before}（UTC）", "now {now}, before {before} (UTC)"),
    "evaluation.regressed": ("这次运行比上次差。", "This run is worse than the one before."),
    "evaluation.failures": ("未答对的 {count} 题", "{count} questions that went wrong"),
    "evaluation.expected": ("应答：{text}", "expected: {text}"),
    "evaluation.evidence": ("依据：{text}", "evidence: {text}"),
    "evaluation.got": ("实际回答类别：{text}", "kind of the answer: {text}"),
    "evaluation.refuse": ("应拒答（{missing}）", "a refusal ({missing})"),
    "evaluation.new": ("新错", "newly wrong"),
    "feedback.title": ("用户标记的问题", "Answers marked wrong"),
    "feedback.none": (
        "还没有标记。在“问答”的答案下点“答案错误”等，即可记入评测集 feedback。",
        "None yet. A mark under an answer puts its question into the set “feedback”.",
    ),
    "feedback.was": ("当时的回答", "The answer given"),
    "feedback.expects": ("应包含：{text}", "has to contain: {text}"),
    "feedback.complete": ("写下正确答案", "Write down the right answer"),
    "feedback.drop": ("删除", "Delete"),
    "feedback.expected": ("正确答案应包含", "The right answer contains"),
    "feedback.expected_hint": ("多项用分号隔开，例如：96%；2025年", "several pieces with ; between them"),
    "feedback.save": ("保存", "Save"),
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
