"""An English question said in Chinese, so that one set of rules reads both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.contract import AnswerKind
from kb.question import english, english_cues, glossary
from kb.question.english import Term
from kb.question.english_schools import english_school
from kb.question.places import english_regions, most_specific
from kb.question.units import units_in
from kb.question.vocabulary import QuestionVocabulary
from kb.text import tokenize

# Kinds of document by their English names, with the words that such titles end in.
_DOCUMENT_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"laws?|acts?", ("法",)),
    (r"regulations?", ("条例", "规定", "规则")),
    (r"measures|methods", ("办法",)),
    (r"rules|provisions", ("规定", "办法", "规则", "细则")),
    (r"notices?|circulars?", ("通知",)),
    (r"opinions?|guidelines?|guidance", ("意见", "指南")),
    (r"plans?|programmes?|programs?|schemes?", ("方案", "计划", "规划")),
)
_ABOUT = re.compile(r" (?:on|for|about|concerning)(?: the)? ")
_DRAFT = "征求意见稿"
_NEAR_CHARS = 14
_CHINESE = re.compile("[\u4e00-\u9fff]{3,}")
"""A department that an English question also names in Chinese: the Federation of Trade Unions (区总工会)."""
# tasks that fall to a department, a date that falls in May: no autumn
_FALLS = re.compile(r"\bfalls? (?:to|in|into|under|on|upon|within|due)\b")
_KIND_WORD = re.compile(rf"\b(?:{'|'.join(words for words, _ in _DOCUMENT_KINDS)})\b")
_DOCUMENT_NAME = re.compile(r"《[^《》]{4,60}》|[\u4e00-\u9fff]{2,10}[〔\[(（]\d{4}[〕\])）]第?\d+号")
_COMMON = frozenset(
    [
        "中华人民共和国",
        "关于",
        "实施",
        "办法",
        "条例",
        "规定",
        "暂行",
        "工作",
        "管理",
        "若干",
        "法",
        "促进",
        "试行",
        "方案",
        "通知",
        "印发",
    ]
)
_MEASURES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"square met(?:re|er)s", "多少平方米"),
        (r"how many (?:[\w-]+ ){0,3}(?:students|pupils|children)\b[^?]* (?:in|per) (?:a|each|one|every|any) (?:[\w-]+ ){0,3}class(?:room)?\b|how many (?:[\w-]+ ){0,3}(?:students|pupils|children) per class", "每班多少人"),
        (r"how many (?:[\w-]+ ){0,3}(?:students|pupils|people|persons|children|staff|inhabitants|residents|minors)\b|class size|how (?:large|big)[^?]*class", "多少人"),
        (r"how many (?:class |credit |training )?hours[^?]*(?:training|education|study|course)|(?:class|credit|training) hours", "多少学时"),
        (r"how many hours", "多少小时"),
        (r"how many (?:[\w-]+ ){0,4}(?:schools|kindergartens)\b", "多少所"),
        (r"how many (?:working )?days", "多少天"),
        (r"how many months", "多少个月"),
        (r"how many years|how long is", "多少年"),
        (r"how old|what age", "多少岁"),
        (r"how far|(?:in|how many) met(?:re|er)s|(?:what|which) distance|radius", "多少米"),
        (r"how many (?:[\w-]+ ){0,4}courses\b", "多少门"),
        (r"how many (?:[\w-]+ ){0,4}(?:bases|clubs|centres|centers)\b", "多少个"),
        (r"how many times|how (?:many|often) .* times", "多少次"),
        (r"\byuan\b|how much (?:money|is the (?:fine|fee|subsid))|\bfined?\b|how much (?:\w+ )*(?:pay|cost|charge)", "多少元"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rendering:
    """What an English question says."""

    chinese: str
    """The question in Chinese words: region, document, unit, topic, time, and the Chinese way of asking."""
    kind: AnswerKind
    terms: tuple[Term, ...]
    """Content words, without places, times, units and the document that is named."""
    regions: tuple[str, ...]
    document: str
    """Title of the document that is named; empty when none is."""
    refers_back: bool


def render(text: str, vocabulary: QuestionVocabulary) -> Rendering:
    """Say a normalised English question in Chinese."""
    written, outer = _chinese_names(text, vocabulary)
    asked = english.plain(outer)
    school = english_school(asked, vocabulary.schools)
    if school is not None:
        asked = f"{asked[: school.start]} {asked[school.end :]}"
    spoken, body = english_regions(asked, vocabulary)
    named_regions = tuple(dict.fromkeys((*spoken, *written.regions)))
    compares = any(
        cue.rule.pattern.search(body) for cue in (english_cues.COMPARISON, english_cues.DIFFERENCE)
    )
    regions = named_regions if compares else tuple(most_specific(vocabulary, named_regions))
    level = regions[0][-1] if regions and regions[0][-1] in "省市区县" else ""
    named, units = english.with_units(_FALLS.sub(" ", body), level)
    times, timeless = english.times_in_chinese(named)
    terms = english.content_terms(timeless, is_written=lambda word: word in vocabulary.text)
    organs = tuple(term.chinese[0] for term in terms if set(term.chinese) & glossary.organs())
    shown = tuple(name for run in _CHINESE.findall(body) for name in units_in(run, vocabulary))
    units = shown or (*units, *(name for name in organs if name not in units))
    cue = english_cues.find_cue(
        body,
        regions=len(regions),
        names_unit=bool(units),
        has_time=bool(times),
        has_topic=any(term.chinese and term.chinese[0] not in units for term in terms),
    )
    kind: AnswerKind = cue.kind if cue is not None else "passage"
    document, rest = _named_document(body, terms, regions, vocabulary)
    if kind == "metadata" and (document or written.documents):
        rest = ()
    if kind == "metadata":  # being a draft is what is asked, not what the document is about
        rest = tuple(term for term in rest if _DRAFT not in term.chinese)
    names = [
        *regions,
        school.name if school else "",
        *written.documents,
        f"《{document}》" if document else "",
    ]
    if kind == "unit_tasks" or cue is english_cues.LEAD_OR_JOIN:
        rest = tuple(term for term in rest if not set(term.chinese) & set(units))
    if kind in ("unit_tasks", "due_list"):
        said = [*names, *units, _hint(timeless, rest), *times, _asked(body, cue)]
    else:
        if cue is english_cues.LEAD_OR_JOIN:
            names = [*names, *units]
        said = [
            *names,
            *(term.chinese[0] for term in rest if term.chinese),
            "" if document else _document_kind(body, kind),
            *times,
            _asked(body, cue),
        ]
    return Rendering(
        chinese=" ".join(piece for piece in said if piece),
        kind=kind,
        terms=rest,
        regions=regions,
        document=document,
        refers_back=english_cues.refers_back(english.plain(text)),
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """What an English question writes in Chinese."""

    regions: tuple[str, ...]
    documents: tuple[str, ...]
    """Numbers and titles in 《》, as written."""


def _chinese_names(text: str, vocabulary: QuestionVocabulary) -> tuple[_Written, str]:
    """Chinese names of documents and regions, and the question without them."""
    documents = tuple(_DOCUMENT_NAME.findall(text))
    rest = _DOCUMENT_NAME.sub(" document ", text)
    regions: list[str] = []
    for mention in reversed(vocabulary.gazetteer.find(rest)):
        regions.insert(0, mention.region.name)
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    return _Written(tuple(regions), documents), re.sub(r"\( *\)", " ", rest)


def _asked(body: str, cue: english_cues.Cue | None) -> str:
    """The Chinese way of asking."""
    if cue is None:
        return ""
    lead = english_cues.WANTS_LEAD.pattern.search(body) is not None
    joins = english_cues.WANTS_PARTICIPATING.pattern.search(body) is not None
    if cue is english_cues.WHO:
        if english_cues.JOINTLY.pattern.search(body):
            return "由谁会同哪些部门"
        if lead and joins:
            return "由哪个部门牵头，哪些单位配合"
        if joins:
            return "哪些单位配合"
        return "由哪个部门牵头" if lead else cue.chinese
    if cue.kind == "metadata" and "decree" in body:
        return "是国务院令第几号"
    if cue.kind == "metadata":
        return "，".join(c.chinese for c in english_cues.METADATA if c.rule.pattern.search(body))
    if cue is english_cues.TASKS and lead != joins and "role" not in body:
        return "牵头哪些任务" if lead else "配合哪些任务"
    if cue in (english_cues.TARGET, english_cues.WEAK_TARGET):
        return next((chinese for pattern, chinese in _MEASURES if pattern.search(body)), cue.chinese)
    return cue.chinese


def _document_kind(body: str, kind: AnswerKind) -> str:
    if kind != "metadata":
        return ""
    match = _KIND_WORD.search(body)
    return _endings(match.group())[0] if match else ""


def _hint(body: str, terms: Sequence[Term]) -> str:
    """What the plan or notice is about, said before or behind its name, as a hint at it: 在普通高中方案里."""
    known = [term for term in terms if term.chinese]
    for match in _KIND_WORD.finditer(body):
        about = _ABOUT.match(body, match.end())
        near = [term for term in known if 0 <= match.start() - term.end <= 1]
        if about is not None:
            near = [term for term in known if 0 <= term.start - about.end() <= _NEAR_CHARS]
        if near:
            return f"在{''.join(term.chinese[0] for term in near[-2:])}{_endings(match.group())[0]}里"
    return ""


def _endings(word: str) -> tuple[str, ...]:
    return next(endings for words, endings in _DOCUMENT_KINDS if re.fullmatch(words, word))


def _named_document(
    body: str, terms: tuple[Term, ...], regions: Sequence[str], vocabulary: QuestionVocabulary
) -> tuple[str, tuple[Term, ...]]:
    """The document whose title the question's words render in full, and the terms that are not part of its name."""
    endings = {ending for match in _KIND_WORD.finditer(body) for ending in _endings(match.group())}
    if not endings:
        return "", terms
    said = frozenset(token for term in terms for word in term.chinese for token in tokenize(word))
    whole = {word for term in terms for word in term.chinese}
    best, best_size = "", 0
    for title in vocabulary.titles:
        if not title.rstrip("》").endswith(tuple(endings)):
            continue
        name = title.removeprefix("中华人民共和国")
        tokens = (
            frozenset(tokenize(name)) - _COMMON - frozenset(t for region in regions for t in tokenize(region))
        )
        named = name in whole
        size = len(tokens) + ("实施" in title and "implement" in body)
        if tokens and (named or len(tokens) > 1 and tokens <= said) and size > best_size:
            best, best_size = title, size
    if not best:
        return "", terms
    inside = frozenset(tokenize(best)) | _COMMON
    rest = tuple(t for t in terms if not any(frozenset(tokenize(word)) <= inside for word in t.chinese))
    return best, rest or terms
