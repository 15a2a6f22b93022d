"""Where a document says the particulars that people ask about, as verbatim statements with their places.

Each rule finds a sentence or line of the document; nothing is derived from it, so that what is answered is
what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.abolition import abolished_in
from kb.answer.acts import SESSION, sentences_with
from kb.answer.sentences import split_sentences
from kb.corpus import Corpus, Span
from kb.numbers import parse_number
from kb.records import Document, Section
from kb.rules import Rule, rule

_OWN = (
    r"本(?:法|条例|办法|规定|细则|方案|意见|通知|规划|计划|决定|章程|制度|规则|标准|文件|规程|指南|公告|纲要)"
)
CHAIRED = rule(
    "chaired",
    r"[\u4e00-\u9fff]{2,24}主持(?:召开|会议)|主持人?\s*[:：]|会议由[^。；]{2,24}主持",
    example="副区长王某在第二会议室主持召开专题会议",
    counter_example="主持学校日常工作",
)
ATTENDED = rule(
    "attended",
    r"^\s*(?:参加|出席|列席|参会|与会)(?:会议|人员|单位|的)*\s*[:：]|(?:参加|出席|列席)(?:了)?(?:本次|此次)?会议|(?:参加|出席|列席)人员",
    example="出席：县教育局周敏、县财政局吴刚。",
    counter_example="参加中考的学生",
)
SIGNED = rule("signed", r"签发(?:人)?\s*[:：]", example="签发人：李国强", counter_example="由局长签发")
ISSUE = rule(
    "issue",
    r"^\s*[（(]?\s*第\s*[一二三四五六七八九十百\d]+\s*期\s*[)）]?\s*$",
    example="第27期",
    counter_example="建设第二期工程",
)
INTERPRETS = rule(
    "interprets",
    r"解释权(?:归|属|由)|由[^，。；]{2,60}(?:负责|进行|予以|共同)?解释(?!说明)|(?:应用|执行|适用)[^，。；]{0,12}问题[^。；]{0,12}由[^，。；]{2,60}解释",
    example="本办法具体应用中的问题，由市人民政府负责解释。",
    counter_example="学校应当向家长解释说明收费标准。",
)
ABOLISHES = rule(
    "abolishes",
    r"(?:同时|即行|予以|相应|一律)(?:予以)?废止|(?:停止|不再)(?:执行|施行)|废止[。；]?$",
    example="原《规定》同时废止。",
    counter_example="教育行政部门应当建立规范性文件废止制度并定期清理",
)
VALIDITY = rule(
    "validity",
    r"有效期|试行期|试行[^，。；\n]{0,6}[一二两三四五六七八九十\d]+\s?(?:年|个月|学年)|实施期限|执行期限|有效至|施行至|试行至|执行至",
    example="本办法自印发之日起施行，有效期5年。",
    counter_example="有效控制大规模学校，选择三所学校先行试行",
)
SCOPE = rule(
    "scope",
    rf"适用{_OWN}|{_OWN}[^，。；]{{0,6}}(?:所)?(?:适用|规范)(?:于|的|范围)|适用范围|适用于",
    example="本办法适用于全市各级各类幼儿园。",
    counter_example="选用适用教材",
)
BASIS = rule(
    "basis",
    r"(?:根据|依据|依照|按照|遵照|(?:为|为了|全面|认真|深入|切实)?(?:贯彻|落实|实施))[^。]{1,400}(?:制定|编制|印发|出台|提出|现就|修订|通知如下|作出如下|规定如下)|^(?:根据|依据|为(?:深入|全面|认真)?(?:贯彻|落实|实施))",
    example="根据《中华人民共和国教育法》和《教育督导条例》，结合本市实际，制定本条例。",
    counter_example="学校应当结合实际开展教育。",
)
OPEN = rule(
    "open",
    r"此件[^。]{0,12}公开|公开(?:方式|属性|类别|形式)\s*[:：]|(?:主动|依申请|不予)公开",
    example="（此件公开发布）",
    counter_example="学校应当公开收费项目",
)
COPIES = rule(
    "copies",
    r"^\s*(?:抄\s?送|抄\s?报|分\s?送)(?:单位)?\s*[:：]",
    example="抄送：市委办公室，市人大常委会办公室。",
    counter_example="并将结果抄送市教育局。",
)
CONTACT = rule(
    "contact",
    r"联系人|(?:联系|咨询|监督|举报|值班)?电\s*话\s*[:：]|(?:联系|咨询|监督|举报)电话|联系方式|(?:电子)?邮\s*箱|传\s*真\s*[:：]|(?:通[信讯]|邮寄|联系)地址|邮政?编码?\s*[:：]",
    example="联系人：张老师，联系电话：0000-1234567。",
    counter_example="加强家校联系，人人参与",
)
ATTACHMENT = rule(
    "attachment",
    r"^\s*附\s?[件录表]\s?[\d一二三四五六七八九十]{0,3}\s*(?:[:：].*|[.．、].*)?$",
    example="附件：1．重点任务分工表",
    counter_example="附件材料由学校留存。",
)
COMMENTS_UNTIL = rule(
    "comments_until",
    r"(?:反馈|提出|提交|征求|征集)[^。]{0,30}(?:意见|建议)|意见[^。]{0,30}(?:反馈|截止|截至)|截止(?:时间|日期)|(?:公示|征求意见)(?:期|时间)",
    example="请于2023年6月9日前将意见反馈至区教育局。",
    counter_example="意见领袖",
)
RULES: tuple[Rule, ...] = (
    CHAIRED, ISSUE, INTERPRETS, ABOLISHES, VALIDITY, SCOPE, BASIS, OPEN, COPIES, CONTACT, ATTACHMENT, COMMENTS_UNTIL,
)  # fmt: skip

_LONGEST = 400
# A licence has a term of validity, too; the document's own stands beside its name or its day of force.
_OF_ITSELF = re.compile(rf"{_OWN}|施行|实施|执行|(?:印发|发布|公布)之日|试行")
_HEAD_LINES = 25
_OPENING_CHARS = 3000
_ARTICLE_NUMBER = re.compile(r"^第([零〇一二三四五六七八九十百千\d]+)条")
_CHAPTER_NUMBER = re.compile(r"^第([零〇一二三四五六七八九十百\d]+)章")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is answered, with the places that prove it."""

    text: str
    spans: tuple[Span, ...]
    label: str = ""
    """What the text is, as a key of ``kb.answer.metadata_words``; empty for words of the document."""


def quoted(document: Document, start: int, end: int) -> Statement:
    """The words of a place, without the number of their article."""
    words = re.sub(r"^第[零〇一二三四五六七八九十百千\d]+条[\s　]*", "", document.text[start:end]).rstrip(
        "。；"
    )
    return Statement(_flat(words), (Span(document.id, start, end),))


def _sentences(document: Document, named: Rule, *, last: bool = False, most: int = 2) -> list[Statement]:
    found = [place for place in sentences_with(document.text, named.pattern) if len(place[2]) <= _LONGEST]
    kept = found[-most:] if last else found[:most]
    return [quoted(document, start, end) for start, end, _ in kept]


def _lines(document: Document, named: Rule, *, most: int = 6) -> list[Statement]:
    found: list[Statement] = []
    start = 0
    for line in document.text.split("\n"):
        if named.pattern.search(line) and len(line) <= _LONGEST:
            found.append(quoted(document, start, start + len(line)))
        start += len(line) + 1
    return found[:most]


def interprets(_corpus: Corpus, document: Document) -> list[Statement]:
    """Who interprets the text; said in its last articles."""
    return _sentences(document, INTERPRETS, last=True, most=1)


def abolishes(_corpus: Corpus, document: Document) -> list[Statement]:
    """What the text repeals: sentences that name it, else those that speak of repealing."""
    named = {one.start: one for one in abolished_in(document.text)}
    if named:
        return [quoted(document, one.start, one.end) for one in list(named.values())[-2:]]
    return _sentences(document, ABOLISHES, last=True)


def validity(_corpus: Corpus, document: Document) -> list[Statement]:
    """How long the text is valid or tried out."""
    found = _sentences(document, VALIDITY, last=True, most=8)
    return [statement for statement in found if _OF_ITSELF.search(statement.text)][-1:]


def scope(_corpus: Corpus, document: Document) -> list[Statement]:
    """Whom or what the text applies to."""
    return _sentences(document, SCOPE)


def session(_corpus: Corpus, document: Document) -> list[Statement]:
    """Which meeting adopted the text."""
    return _sentences(document, SESSION, most=1)


def is_open(_corpus: Corpus, document: Document) -> list[Statement]:
    """Whether the text may be published."""
    return _sentences(document, OPEN, last=True, most=1)


def comments_until(_corpus: Corpus, document: Document) -> list[Statement]:
    """Until when and where comments are taken."""
    dated = re.compile(r"\d\s*日|[一二三四五六七八九十]日")
    found = [s for s in _sentences(document, COMMENTS_UNTIL, most=8) if dated.search(s.text)]
    return found[:2]


def basis(_corpus: Corpus, document: Document) -> list[Statement]:
    """The opening sentence that says on what the text is based."""
    for sentence in split_sentences(document.text[:_OPENING_CHARS]):
        if len(sentence.text) <= _LONGEST * 2 and BASIS.pattern.search(sentence.text):
            return [quoted(document, sentence.start, sentence.end)]
    return []


def chaired(_corpus: Corpus, document: Document) -> list[Statement]:
    """Who chaired the meeting of which the minutes tell."""
    return _sentences(document, CHAIRED, most=1)


def attended(_corpus: Corpus, document: Document) -> list[Statement]:
    """Who took part in the meeting of which the minutes tell."""
    return _sentences(document, ATTENDED, most=2)


def signed(_corpus: Corpus, document: Document) -> list[Statement]:
    """Who signed the document for issue."""
    return _lines(document, SIGNED, most=1)


def issue(_corpus: Corpus, document: Document) -> list[Statement]:
    """Which number of a series (纪要第27期) this is."""
    return _lines(document, ISSUE, most=1)


def copies(_corpus: Corpus, document: Document) -> list[Statement]:
    """To whom copies go (抄送)."""
    return _lines(document, COPIES)


def contact(_corpus: Corpus, document: Document) -> list[Statement]:
    """Persons, telephone numbers and addresses for inquiries."""
    return _lines(document, CONTACT)


def attachments(_corpus: Corpus, document: Document) -> list[Statement]:
    """The lines of attachments, with the numbered items that follow "附件："."""
    found: list[Statement] = []
    start = 0
    listing = False
    for line in document.text.split("\n"):
        opens = ATTACHMENT.pattern.match(line) is not None
        listing = opens or (listing and re.match(r"\s*\d{1,2}\s*[.．、]", line) is not None)
        if listing and line.strip() and len(line) <= _LONGEST:
            found.append(quoted(document, start, start + len(line)))
        start += len(line) + 1
    return found[:12]


def recipients(_corpus: Corpus, document: Document) -> list[Statement]:
    """The line that names the addressees, below the title."""
    start = 0
    for line in document.text.split("\n")[:_HEAD_LINES]:
        if 4 <= len(line) <= _LONGEST and line.rstrip().endswith(("：", ":")) and "。" not in line:
            return [quoted(document, start, start + len(line))]
        start += len(line) + 1
    return []


def structure(corpus: Corpus, document: Document) -> list[Statement]:
    """How many chapters and articles a law has, as its last ones are numbered."""
    sections = corpus.sections(document.id)
    counted = [_last(sections, _CHAPTER_NUMBER, "章"), _last(sections, _ARTICLE_NUMBER, "条")]
    known = [pair for pair in counted if pair is not None]
    if not known:
        return []
    text = "、".join(f"{number}{word}" for number, word, _ in known)
    return [Statement(text, tuple(_opening(document, section) for _, _, section in known), "structure")]


def _last(
    sections: Sequence[Section], pattern: re.Pattern[str], word: str
) -> tuple[str, str, Section] | None:
    """(number as written, 章 or 条, section) of the highest numbered one."""
    found = [(match[1], word, section) for section in sections if (match := pattern.match(section.label))]
    return max(found, key=lambda item: int(parse_number(item[0]) or 0), default=None)


def _opening(document: Document, section: Section) -> Span:
    end = document.text.find("\n", section.start, section.end)
    stop = section.end if end < 0 else end
    return Span(document.id, section.start, min(stop, section.start + _LONGEST))


def page_field(document: Document, label: str) -> list[Statement]:
    """The line in which a web page states a field (索引号：…)."""
    match = re.search(
        rf"(?:^|\n|[|｜]\s*|\s{{1,4}})({re.escape(label)}\s*[:：]\s*[^\n|｜]{{1,120}})", document.text
    )
    return [quoted(document, match.start(1), match.end(1))] if match else []


def page_date(document: Document, label: str) -> list[Statement]:
    """The day that a web page states under a label (发布日期：2018-06-18)."""
    written = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    match = re.search(rf"{re.escape(label)}\s*[】\]]?\s*[:：]?\s*{written}", document.text)
    return [quoted(document, match.start(), match.end())] if match else []


def _flat(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip()


FIELDS: dict[str, Callable[[Corpus, Document], list[Statement]]] = {
    "interprets": interprets, "abolishes": abolishes, "trial": validity, "applies_to": scope,
    "open": is_open, "comments_until": comments_until, "copies": copies, "contact": contact,
    "attachments": attachments, "recipients": recipients, "chaired": chaired, "attended": attended, "signed": signed, "issue": issue, "structure": structure,
}  # fmt: skip
"""Fields that are answered by quoting, by the names of ``kb.question.cues.METADATA``."""
