"""What an English question asks for, as rules with examples: each kind with the Chinese words that ask the same.

Patterns apply to lower-case questions; ``tests/test_kb_question_cues.py`` runs the examples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.contract import AnswerKind
from kb.rules import Rule, rule

_BODY = (
    r"(?:units?|sections?|divisions?|departments?|bureaus?|bureaux|agency|agencies|offices?|authority|authorities|body|bodies|organs?|organi[sz]ations?"
    r"|commissions?|ministry|ministries|(?:level of )?governments?|institution)"
)
_ISSUED = r"(?:issued|signed|published|adopted|promulgated|released|enacted|passed)"
_FORCE = r"(?:take effect|took effect|come into (?:force|effect)|came into (?:force|effect)|enter(?:ed)? into force|effective|in force|in effect|appl(?:y|ies)|valid|commence)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A way of asking, the kind of answer it wants, and how Chinese asks it."""

    rule: Rule
    kind: AnswerKind
    chinese: str


def _cue(
    name: str, kind: AnswerKind, chinese: str, pattern: str, *, example: str, counter_example: str
) -> Cue:
    return Cue(
        rule(f"english_{name}", pattern, example=example, counter_example=counter_example), kind, chinese
    )


METADATA: tuple[Cue, ...] = (
    _cue("number", "metadata", "的文号是什么", r"\b(?:doc(?:ument)?|reference|decree|file|serial|order) (?:number|no\b)|\b(?:what|which) number (?:has|does|is|have)\b|\bnumber of (?:the|this|that) (?:document|notice|decree|circular|plan)\b",
         example="what is the document number of the notice", counter_example="what is the number of students"),
    _cue("issuer", "metadata", "是哪些单位印发的", rf"\bwho (?:has |have |had )?(?:jointly |together )?{_ISSUED}|\bwho (?:made|drew up|drafted|wrote|signed) (?:the|this|that|these)\b|\b(?:by whom|by which \w+)\b[^?]*{_ISSUED}|\b{_ISSUED} by (?:whom|which|what)|(?:which|what) (?:\w+ )?{_BODY} (?:jointly |together |has |have )*(?:{_ISSUED}|approved the (?:plan|regulations))|\bissuing {_BODY}|{_ISSUED}[^?]*by whom",
         example="which body adopted the regulations", counter_example="who adopts stray children"),
    _cue("effective", "metadata", "从什么时候开始施行", rf"^(?!.*\buntil\b).*(?:\bwhen |what date|which date|what day|which day)[^?]*\b{_FORCE}\b(?! to)|effective date|since when",
         example="from what date does the law apply", counter_example="when must schools be renovated"),
    _cue("when_issued", "metadata", "是什么时候印发的", rf"^(?!.*\b(?:results?|scores?|outcomes?|lists?|timetables?)\b[^?]*\b{_ISSUED}\b)[^?]*(?:\bwhen |what date|which date|what day|which day|what year|which year)[^?]*\b{_ISSUED}\b|(?:issue|issuing|publication|release|signing) date|date of (?:issue|publication|adoption|promulgation)",
         example="when was the notice issued", counter_example="when are the results ready"),
    _cue("standing", "metadata", "是征求意见稿吗，还有效吗", r"\bdraft for|\b(?:a|still|only|just) (?:\w+ )?draft\b|still (?:in (?:force|use|effect)|valid|appl|used|effective|binding)|superseded|replaced by a|^(?!.*\b(?:what|which)\b).*\b(?:has|have|was|were|is|are)\b[^?]*\b(?:been )?(?:repealed|cancel?led|abolished|withdrawn|invalid|expired|outdated|out of date)|no longer|latest version|\bfinal version|\b(?:already|yet|now) (?:final|official|adopted)|(?:public )?(?:comment|consultation)\b",
         example="is the plan still a draft for public comment", counter_example="who drafts the plan"),
    _cue("basis", "metadata", "是依据什么文件制定的", r"(?:what|which) (?:[\w-]+ ){0,3}(?:laws?|acts?|regulations?|documents?|opinions?|polic(?:y|ies)|guidelines?)\b[^?]*\b(?:implement|based|rel(?:y|ies)|refer|cite|follow|carr(?:y|ies) out|draw)|legal basis|based on (?:what|which)|(?:what|which) basis",
         example="which law does the measure implement", counter_example="which law forbids smoking"),
    _cue("parts", "metadata", "印发了几个方案", r"how many (?:plans|documents|annexes|appendices|attachments)\b",
         example="how many plans does the notice contain", counter_example="how many students"),
    _cue("trial", "metadata", "有效期是多长时间", r"(?:how (?:long|many years)|until (?:when|what|which)) [^?]*\b(?:valid|in force|(?:in )?effect(?:ive)?|apply|applies)\b|\bwhen (?:does|do|will|did|has|have)\b[^?]*\bexpired?\b|(?:period|term) of validity|valid until",
         example="how long is the regulation valid", counter_example="how long is a lesson"),
    _cue("period", "metadata", "覆盖哪几年", r"(?:which|what) (?:years|period)\b[^?]*\bcover|\bfor (?:which|what) (?:years|period)\b|(?:cover|span)s? (?:which|what) (?:years|period)",
         example="which years does the plan cover", counter_example="what share of kindergartens is covered"),
    _cue("abolishes", "metadata", "废止了哪个规定", r"(?:what|which) [^?]*\b(?:repeal|abolish|replac|supersed|cancel)\w*\b",
         example="which rule did the measure repeal", counter_example="who replaces absent teachers"),
    _cue("attachments", "metadata", "有哪些附件", r"\b(?:attachments?|annex(?:es)?|appendi(?:x|ces))\b",
         example="does the notice have any attachments", counter_example="how many documents are attached"),
    _cue("interprets", "metadata", "由谁负责解释", r"\binterpret(?:s|ed|ing|ation)?\b",
         example="who interprets the regulations", counter_example="who supervises the interpreter"),
    _cue("contact", "metadata", "联系电话和邮箱是什么", r"\b(?:tele)?phone (?:number)?|\be-?mail|contact (?:person|number|details|information)|hotline",
         example="what is the contact number", counter_example="may pupils bring smartphones"),
    _cue("scope", "metadata", "适用范围是什么", r"scope of (?:the )?(?:application|regulation|law|measures|rules)|(?:to|for) whom (?:do|does)[^?]*\bappl|(?:whom?|what|which \w+) (?:do|does) (?:the|this|these) [^?]*\bapply to",
         example="what does the regulation apply to", counter_example="who may apply to the school"),
    _cue("recipients", "metadata", "主送哪些单位", r"\b(?:addressed|sent|directed) to\b|to whom[^?]*\b(?:addressed|sent|directed)\b",
         example="to whom is the notice addressed", counter_example="who signs the address list"),
    _cue("structure", "metadata", "一共几章几条", r"how many (?:chapters|articles)",
         example="how many articles has the law", counter_example="how many students"),
)  # fmt: skip

COMPARISON = _cue("comparison", "comparison", "相差多少", r"\bcompar|\bdifferences?\b|\bside by side|\bdiffer|\bversus\b|\bvs\b|\bthe same\b(?! (?:school|post|class|house|flat|home|time|place|unit|course|room|child|teacher))|\b(?:higher|lower|stricter|larger|smaller|earlier|later|longer|shorter|greater) (?:in|than|of|for)\b|which (?:of|one|region|city|district|province|county|place)[^?]*\b(?:higher|lower|stricter|larger|smaller|earlier|later|more|less)\b|\beach of\b|\brespectively\b|\bboth\b|what is the gap",
                  example="compare the two targets", counter_example="what is the target")  # fmt: skip
DIFFERENCE = _cue("difference", "comparison", "相差多少", r"\bdifferences?\b|\bdiffer|\bgap\b|how much (?:higher|lower|more|less|larger|smaller)|\b(?:higher|lower|stricter|larger|smaller|earlier|later|longer|shorter)\b|\bthe same\b(?! (?:school|post|class|house|flat|home|time|place|unit|course|room|child|teacher))",
                  example="how large is the gap", counter_example="what is the target")  # fmt: skip

EACH = _cue("each", "comparison", "分别是多少", r"\brespectively\b|\bside by side\b|\beach of\b",
            example="what are the targets of the two cities respectively", counter_example="what is the target")  # fmt: skip
VERSIONS = _cue("versions", "comparison", "新旧两版有什么变化", r"\b(?:old|older|previous|former|earlier|original)\b[^?]*\b(?:and|versus|vs|or|to|with)\b[^?]*\bnew(?:er)?\b|\bnew(?:er)?\b[^?]*\b(?:and|compared|than|to|from|versus|vs)\b[^?]*\b(?:old|older|previous|former|earlier|original)\b|\b(?:two|both) (?:\w+ ){0,2}(?:versions|documents|rules|measures|regulations|notices)|what (?:has |have |is |was )?changed?\b|\bchanges? (?:between|from)|\b(?:raised|changed|increased|lowered|reduced|tightened)\b[^?]*\bnew\b",
                example="what changed between the two versions", counter_example="who changes the plan")  # fmt: skip

TASKS = _cue("tasks", "unit_tasks", "要承担哪些任务", r"\b(?:what|which|list|all|every|any|everything|give me|tell me|name|show|how many)\b[^?]*\b(?:tasks?|items?|dut(?:y|ies)|measures?|responsibilit(?:y|ies)|obligations?|jobs?|assignments?|work)\b|for what [^?]*responsible|\bits (?:tasks|duties|responsibilities|work)\b|\bwhich \w+ (?:does|do|is|are|will)\b[^?]*\b(?:lead|leading|responsible|handle|support|supporting)\b|\bwhat\b[^?]*\b(?:has|have) to do\b|^(?:the )?(?:tasks|duties|responsibilities|obligations) (?:of|for)\b|what (?:does|is|must|should|has|do|are|will)[^?]*(?:(?:ask|require|expect|demand|want|need)(?:s|ed)? (?:of|from)\b|(?:assign|give|entrust)(?:s|ed)? to\b|responsible for|in charge of|take part in|have to do|\bto do\b|\bdo\b|\blead\b|handle|look after)|\b(?:everything|all|items?)\b[^?]*\b(?:responsible|lead(?:s|ing)?|in charge|involved|supports?)\b",
             example="which measures does the bureau lead", counter_example="who leads the measure")  # fmt: skip
LEAD_OR_JOIN = _cue("lead_or_join", "responsibility", "是牵头还是配合", r"\b(?:leads?|leading)\b.*\bor\b.*(?:particip|support|assist|cooperat|join|help)|(?:particip|support|assist|cooperat|help)\w*\b.*\bor\b.*\blead|in what (?:role|capacity)|what(?: is the| is its)? role|^(?:does|is|do) .*\blead",
                    example="is the bureau a lead or a participating unit", counter_example="which unit leads")  # fmt: skip

DEADLINE = _cue("deadline", "deadline", "什么时候", r"\bby (?:when|what (?:date|year|time|month)|which (?:date|year|month))|(?:^|[,;:.] *|  |\b(?:and|or|but|by|until|till|since|before|from|know|me|say|exactly|ask|about|is|are) )when\b(?! (?:a|an|the|they|he|she|it|setting|building|in)\b)|\b(?:last|final|latest|closing) (?:day|date|time)\b|\b(?:since|until|till|at|on) (?:what|which) (?:time|date|day)|(?:what|which|in what|in which) (?:year|date|month|day)\b|\bdeadline|\bhow (?:soon|fast|quickly)|\btimeline\b|\btime limit\b|\b(?:the )?date (?:for|of)\b|\bhow long (?:before|after|do(?:es)?|may|must|can|will|in advance|has|have)\b|\bhow (?:far|long|many \w+) (?:in advance|ahead|before)|within (?:how many|how long|what (?:time|period))|how many (?:working )?days",
                example="by when must kindergartens be covered", counter_example="which students may apply")  # fmt: skip
HOW_OFTEN = _cue("how_often", "deadline", "多久一次", r"\bhow (?:often|frequently|regularly)|at what intervals?|what (?:is the )?frequency|once every how many|every how many",
                 example="how often are schools inspected", counter_example="how many schools")  # fmt: skip
HOW_LONG_BEFORE = _cue("how_long_before", "deadline", "提前多长时间", r"how (?:far|long|many \w+|soon) [^?]*\b(?:in advance|ahead|before|prior to)\b|\bhow (?:far|long) in advance",
                       example="how long before work starts", counter_example="how long is the course")  # fmt: skip
TARGET = _cue("target", "target", "多少", r"^(?:the )?(?:planned )?number of\b|\bhow (?:many|much|large|big|heavy|high|old|wide|close|near|far|long|small)\b|(?:what|which) (?:\w+ ){0,3}(?:share|percent|percentage|proportion|ratio|rate|quota|number|size|figure|amount|multiple|range|distance)\b|what (?:is|are|was|were)[^?]*\b(?:targets?|goals?|rates?|ratios?|shares?|percentage|proportion|limit|caps?|ceiling|maximum|minimum|size|number|range|standard|figure|amount|age|area|radius|fine|distance|quota|subsid(?:y|ies)|allowance|salary|fee|price)\b|\b(?:maximum|minimum|class size|upper limit)\b|within what distance|what (?:\w+ )?(?:salary|bonus|subsidy|allowance|fee|fine|price|tuition|wage)\b|\bin yuan\b",
              example="how many hours of training", counter_example="who sets the hours")  # fmt: skip
WEAK_TARGET = _cue("weak_target", "target", "多少", r"\b(?:targets?|goals?|rates?|ratios?|percentage|minimum|maximum|highest|lowest|caps?|limits?|at least|at most)\b",
                   example="gross enrolment target of the city", counter_example="who teaches")  # fmt: skip
WHO = _cue("who", "responsibility", "由哪个部门负责", rf"(?:^|[^a-z ]|\b(?:and|or|but|me|know|tell|ask|say|exactly|of|on|is|in|about)|  ) *who\b(?! (?:can|may|is eligible|are eligible|qualif|is entitled))|\bwhom\b|\bwhose (?:job|task|duty|responsibility|business)|(?:which|what) (?:[\w-]+ ){{0,3}}{_BODY}\b|\b(?:lead|leading|responsible|participating|supporting|competent) {_BODY}\b|\bin charge\b",
           example="which department leads teacher recruitment", counter_example="who can apply for a place")  # fmt: skip
DUE_LIST = _cue("due_list", "due_list", "要完成哪些任务", r"(?:\bwhat\b|which|everything|anything|\blist\b|\ball\b|tasks?|goals?|targets?|give me|\bitems?\b)[^?]*\b(?:due|expir\w+|scheduled|ready|reached|finish(?:ed)?|complet(?:e|ed)|accomplish(?:ed)?|achieved?|deadlines?|be done|get done|delivered?|closed|cleared|settled|rectified|wrapped up)\b",
                example="what is due in 2023", counter_example="when is the merger due")  # fmt: skip
LISTED = _cue("listed", "due_list", "要完成哪些任务", r"\b(?:list|all|which|what|give me|tell me|show|tasks and)\b[^?]*\bdeadlines\b|\bha(?:ve|s) (?:a |the )?deadline (?:of|in|on|\w+ \d|\d)|\b(?:items?|tasks?|everything|all)\b[^?]*\bwith (?:a |the )?deadlines?\b",
              example="list all deadlines of the plan", counter_example="what is the deadline")  # fmt: skip
GOALS = _cue("goals", "due_list", "要完成哪些任务", r"\b(?:everything|goals|targets|tasks|milestones|objectives|work|works|projects|deadlines|due|expire|ready|scheduled|planned|done|finish\w*|complet\w*|achiev\w*)\b",
             example="what are the goals for 2025", counter_example="what is the goal")  # fmt: skip
"""Of a year, where nothing else is named, its goals are what is due in it."""
DEFINITION = _cue("definition", "passage", "是什么意思", r"what is meant|what does .* mean|definition of|how is .* defined|what counts as|what (?:is|are) (?:a|an) \w+[ ?]",
                  example="what does the term mean", counter_example="what is the class size")  # fmt: skip
CONSEQUENCE = _cue("consequence", "passage", "会怎么处理", r"what (?:happens|will happen|would happen|(?:will|would|must|should) be done (?:with|to|about))|what (?:is|are) the (?:penalt|punish|consequence|sanction)|how (?:is|are|will) .*(?:punish|penali|sanction|dealt|treated|handled)",
                   example="what happens to a school that breaks the rule", counter_example="what is the rate")  # fmt: skip
YES_NO = _cue("yes_no", "passage", "可以吗", r"^(?:and )?(?:can|may|must|should|is|are|does|do|could|will|would|has|have)\b|\b(?:allowed|permitted|may|can|legal|acceptable|forbidden|prohibited)\b",
              example="may a kindergarten set homework", counter_example="how many schools")  # fmt: skip

WANTS_LEAD = rule("english_wants_lead", r"\b(?:leads?|leading|led|heads?|spearheads?|chairs?|in charge|lead unit)\b",
                  example="who leads the project", counter_example="who supports it")  # fmt: skip
WANTS_PARTICIPATING = rule("english_wants_participating", r"\b(?:particip\w*|takes? part|taking part|support(?:s|ing|ed)?|assist(?:s|ing|ed)?|cooperat\w*|helps?|joins?|joined|jointly|together with|along with)\b",
                           example="who takes part", counter_example="who leads the project")  # fmt: skip
JOINTLY = rule("english_jointly", r"\bjointly|together with|along with|in conjunction with|with wh(?:om|ich)",
               example="who sets it, and together with whom", counter_example="who sets it")  # fmt: skip
REFERS_BACK = rule("english_refers_back", r"^(?:and|what about|how about|then|also|but|what of)\b|\b(?:that one|this one|these|those)\b|\b(?:it|its|they|them|their|this|that)\b(?! (?:is|was)? ?(?:\w+ )?(?:allowed|acceptable|legal|permitted|possible|necessary|ok|okay|true|forbidden|illegal|mandatory|compulsory))(?= ?\?|$|\b)",
                   example="who supports it?", counter_example="who leads the project?")  # fmt: skip
_EXPLETIVE = re.compile(
    r"\b(?:is|was|will|would|does|make) it\b(?: \w+){0,2} (?:allowed|acceptable|legal|permitted|possible|necessary|ok|okay|true|forbidden|illegal|mandatory|compulsory|to|that|for|if)\b|\bthat (?:a|an|the|is|are|has|have|was|were|wants?|break|breaks|poach\w*|\w+s)\b"
    r"|\b(?:who|schools?|kindergartens?|student|pupils?|teachers?|guangyuan|plan) that\b|\b(?:their|its|them|they)\b"
)
_IN_ITSELF = re.compile(r"^(?:and|what about|how about|then|also|but|what of)\b")

ALL: tuple[Cue, ...] = (*METADATA, COMPARISON, DIFFERENCE, EACH, VERSIONS, LISTED, GOALS, TASKS, LEAD_OR_JOIN, DEADLINE, HOW_OFTEN, HOW_LONG_BEFORE, TARGET, WEAK_TARGET,
                        WHO, DUE_LIST, DEFINITION, CONSEQUENCE, YES_NO)  # fmt: skip
RULES: tuple[Rule, ...] = (*(cue.rule for cue in ALL), WANTS_LEAD, WANTS_PARTICIPATING, JOINTLY, REFERS_BACK)

_DOCUMENT = re.compile(
    r"\b(?:document|plans?|notice|circular|regulations?|law|act|measures?|rules?|draft|opinions?|it|they|this|provisions|decree|guidelines?|methods?|[a-z]+ [〔(]?\d{4})\b|[〔〕号]"
)


def find_cue(text: str, *, regions: int, names_unit: bool, has_time: bool, has_topic: bool) -> Cue | None:
    """How the lower-case question asks; None when it asks for whatever the text says.

    ``regions`` counts the named ones; ``has_topic`` tells whether content words beside names and times are known.
    """
    if _DOCUMENT.search(text):
        for cue in METADATA:
            if cue.rule.pattern.search(text):
                return cue
    if (comparing := _comparing(text, regions)) is not None:
        return comparing
    if names_unit and _found(LEAD_OR_JOIN, text) and not _found(TASKS, text):
        return LEAD_OR_JOIN
    if names_unit and _found(TASKS, text) and not _NO_TASKS.search(text):
        return TASKS
    if _found(LISTED, text) or (has_time and not has_topic and _found(GOALS, text) and not _HOW.search(text)):
        return DUE_LIST
    asked = _first_asked(text)
    if has_time and _found(DUE_LIST, text) and (asked is None or asked is TARGET and not _HOW.search(text)):
        return DUE_LIST
    if regions > 1 and asked in (TARGET, DEADLINE):
        return EACH
    if asked is not None:
        return asked
    last = next((cue for cue in _LAST if _found(cue, text) and (cue is not DUE_LIST or has_time)), None)
    return EACH if regions > 1 and last in (WEAK_TARGET, None) else last


_NO_TASKS = re.compile(r"\bwho\b|\bwhen\b|^how (?!many (?:tasks|measures|duties|items|responsibilities)\b)")
_HOW = re.compile(r"\bhow\b|\bwho\b|\bwhen\b")


def _comparing(text: str, regions: int) -> Cue | None:
    differs, compares = _found(DIFFERENCE, text), _found(COMPARISON, text)
    more = re.search(r"\b(?:more|less) \w+", text) is not None
    if _found(VERSIONS, text) and (regions < 2):
        return VERSIONS
    if regions > 1 and (differs or more) or compares and differs:
        return DIFFERENCE
    return COMPARISON if compares and regions > 1 else None


def _first_asked(text: str) -> Cue | None:
    """The cue whose words come first; at the same place the first of ``_FIRST``."""
    found = [
        (match.start(), place, cue)
        for place, cue in enumerate(_FIRST)
        if (match := cue.rule.pattern.search(text))
    ]
    return min(found)[2] if found else None


_FIRST = (HOW_OFTEN, HOW_LONG_BEFORE, DEADLINE, TARGET, WHO, CONSEQUENCE)
"""The one whose words come first in the question is meant; at the same place the first of these."""
_LAST = (DUE_LIST, DEFINITION, YES_NO, WEAK_TARGET)


def refers_back(text: str) -> bool:
    """Whether the wording leans on an earlier question; the empty "it" of "is it allowed" does not."""
    if _IN_ITSELF.search(text):
        return True
    return re.search(r"\b(?:it|this|that|these|those|they)\b", _EXPLETIVE.sub(" ", text)) is not None


def _found(cue: Cue, text: str) -> bool:
    return cue.rule.pattern.search(text) is not None
