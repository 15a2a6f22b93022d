"""Who acts in the sentences that fit a question best: one act for each 谁 that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.acts import Act, acts_in
from kb.answer.candidates import Candidate
from kb.answer.evidence import Evidence
from kb.records import Responsibility
from kb.rules import Rule, rule
from kb.text import tokenize

_SENTENCES = 10
_VERB_WEIGHT = 0.3
_WORDS_WEIGHT = 0.25
_OTHER_PART = 0.15
_ASKED_OTHERS = 0.2
_LEADER = 0.2
_NATIONAL = re.compile("国务院|国家|全国|中央|教育部")
_VAGUE = 0.25
_OTHERS = re.compile("(?:有关|相关)(?:行政)?(?:主管)?(?:部门|单位|机构)$")
"""其他有关部门 names nobody in particular."""
_IN_CHARGE = re.compile(r"(?:来|要|去|具体|主要)*(?:牵头|负责|主办|承担|落实|实施)")
_LEADS = re.compile("(?:来|要)?(?:牵头|主办|负责|主导|为主)?")

WHO = rule(
    "who",
    r"谁|哪(?:几个|些|个|几家|家|[两二三]个|几|一级|级|一方|一个)?(?:的哪个)?(?:人民)?(?:政府|单位|部门|处室|股室|科室|机构|机关|方面|团体|组织|主体|人|局|委)?(?!里|儿|年|天|月|样|怕|所|种|方案)"
    r"|(?:什么|何)(?:部门|单位|机构|机关|人)",
    example="报哪个部门备案",
    counter_example="在哪里报名",
)
PARTNER_BEFORE = rule(
    "partner_before",
    r"(?:会同|协同|联合|拉上?|带上|叫上|组织|召集|协调|和|跟|与|同)$",
    example="会同",
    counter_example="由",
)
PARTNER_AFTER = rule(
    "partner_after",
    r"^(?:来|要|会|也)?(?:配合|参与|协助|协同|一起|一道|共同|联合)",
    example="一起编",
    counter_example="制定",
)
APPROVER_BEFORE = rule(
    "approver_before",
    r"(?:报请?给?|上报|报到|报送|经过?|须经|得经|征得|得到|取得|商|向|请示)$",
    example="报",
    counter_example="由",
)
CONSENTS = rule(
    "consents", r"^(?:商量)?(?:同意|批准|审批|点头|备案|许可)|^商量", example="同意", counter_example="提出"
)
RECIPIENT_BEFORE = rule(
    "recipient_before", r"(?:(?<![方面])向|请求|提请)$", example="该向", counter_example="由"
)
# What a question calls an act, and the words for it in a document.
VERBS: tuple[tuple[Rule, re.Pattern[str]], ...] = (
    (rule("decide", r"^.{0,4}?(?:说了算|拍板|定(?!期)|决定|确定)", example="来定", counter_example="负责"), re.compile("决定|确定|制定|规定|核定|审定|批准|审批")),
    (rule("approve", r"^.{0,4}?批", example="批", counter_example="定"), re.compile("批准|审批|许可|同意|决定")),
    (rule("draw_up", r"^.{0,4}?(?:编|拟|起草|写)", example="编", counter_example="批"), re.compile("编|拟|制定|制订|起草")),
    (rule("establish", r"^.{0,4}?(?:建|设)", example="建", counter_example="管"), re.compile("建立|设立|建设|组建|举办|成立")),
    (rule("propose", r"^.{0,4}?提", example="提方案", counter_example="批"), re.compile("提出|提交|提请")),
    (rule("punish", r"^.{0,6}?(?:罚|处理|处分|责令)", example="处罚", counter_example="批准"), re.compile("罚|责令|给予|处分|吊销|没收|处理|警告|批评")),
    (rule("pay", r"^.{0,4}?(?:出钱|出(?![台具])|掏|买单|承担|负担|兜底)", example="出钱", counter_example="定"), re.compile("承担|负担|保障|安排|支付|拨付|列入")),
    (rule("manage", r"^.{0,4}?(?:主管|分管|管|抓|负责|牵头)", example="来管", counter_example="制定"), re.compile("主管|负责|管理|监督|指导|牵头|统筹")),
    (rule("issue", r"^.{0,4}?(?:发(?!现|生|展|布)|颁|办证)", example="来发", counter_example="发现"), re.compile("发给|颁发|核发|发放|签发|制发")),
    (rule("chair", r"^.{0,4}?(?:担?任|当|兼任|负总责)", example="当组长", counter_example="定"), re.compile("任|为|负总责|兼")),
    (rule("record", r"^.{0,4}?备案", example="备案", counter_example="批"), re.compile("备案")),
    (rule("find_out", r"^.{0,4}?查", example="查处", counter_example="定"), re.compile("查|监督")),
    (rule("run", r"^.{0,4}?(?:组织|实施|办|开展|举办)", example="组织实施", counter_example="定"), re.compile("组织|实施|办|开展|承担")),
    (rule("coordinate", r"^.{0,4}?(?:协调|统筹)", example="统筹协调", counter_example="定"), re.compile("协调|统筹")),
)  # fmt: skip
RULES: tuple[Rule, ...] = (
    WHO,
    PARTNER_BEFORE,
    PARTNER_AFTER,
    APPROVER_BEFORE,
    CONSENTS,
    RECIPIENT_BEFORE,
    *(asked for asked, _ in VERBS),
)
Part = Literal["agent", "approver", "partner", "recipient"]


@dataclass(frozen=True, slots=True)
class Agents:
    """Unit names as the sentence writes them."""

    lead: tuple[str, ...]
    participating: tuple[str, ...]
    responsible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One 谁 of a question."""

    part: Part
    before: str
    """The words of its clause before it."""
    after: str
    """The words after it, which name the act."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one sentence says of who acts."""

    agents: Agents
    candidate: Candidate
    score: float
    fits: bool = True
    """Whether the act is the one that the question names (批准 for 谁批)."""


def slots_of(question: str) -> tuple[Slot, ...]:
    """What a Chinese question asks for, one slot for each 谁; none for other languages."""
    found: list[Slot] = []
    start = 0
    matches = list(WHO.pattern.finditer(question))
    for place, match in enumerate(matches):
        later = matches[place + 1] if place + 1 < len(matches) else None
        clause = max(question.rfind(mark, 0, match.start()) for mark in "，,、？?；; ") + 1
        before = question[max(start, clause) : match.start()].strip()
        after = re.split(r"[，,、？?。；;]", question[match.end() : later.start() if later else None])[
            0
        ].strip()
        found.append(Slot(_part(before, after), before, after))
        start = match.end()
    return tuple(
        replace(slot, after=later.after)
        if later and re.fullmatch("会同|联合|协同|和|与|跟", slot.after)
        else slot
        for slot, later in zip(found, [*found[1:], None], strict=False)
    )


def _part(before: str, after: str) -> Part:
    if RECIPIENT_BEFORE.pattern.search(before):
        return "recipient"
    if APPROVER_BEFORE.pattern.search(before) or CONSENTS.pattern.search(after) and not before.endswith("由"):
        return "approver"
    if PARTNER_BEFORE.pattern.search(before) or PARTNER_AFTER.pattern.search(after):
        return "partner"
    return "agent"


def stated_agents(evidence: Evidence, candidates: Sequence[Candidate]) -> tuple[Stated, ...]:
    """The act that answers each 谁, the best sentence first; empty when no sentence names who acts."""
    slots = slots_of(evidence.question.reading)
    read = [
        _Read(candidate, acts)
        for candidate in candidates[:_SENTENCES]
        if (acts := _acts_of(evidence, candidate.sentence.text, slots))
    ]
    if not read:
        return ()
    asked = asked_slots(slots)
    with_others = len(asked) < len(slots)
    picks = [[_pick(evidence, slot, one, with_others=with_others) for slot in asked] for one in read]
    totals = [
        one.candidate.score + sum(pick.score for pick in own) / len(own)
        for one, own in zip(read, picks, strict=True)
    ]
    first = max(range(len(read)), key=lambda place: totals[place])
    best = picks[first]
    found = [
        Stated(
            _agents([pick.act for pick in best], with_others=with_others),
            read[first].candidate,
            totals[first],
            any(
                not slot.after or verb_match(slot.after, pick.act.verb) > 0
                for slot, pick in zip(asked, best, strict=True)
            ),
        )
    ]
    shared = [place for place, pick in enumerate(best) if sum(other.act is pick.act for other in best) > 1]
    elsewhere = [
        found
        for place in shared
        for found in _elsewhere(evidence, asked[place], best[place], read[first], read)
    ]
    return (*found, *sorted(elsewhere, key=lambda one: -one.score)[: len(shared) - 1])


def _acts_of(evidence: Evidence, sentence: str, slots: Sequence[Slot]) -> tuple[Act, ...]:
    """The acts of a sentence that can be asked for.

    Every rule book ends with who explains it, which answers only who does; and whoever gives leave (经A批准) is
    not in charge of what others may then do.
    """
    explains = "解释" in evidence.question.reading
    in_charge = evidence.question.language == "zh" and all(
        slot.part == "agent" and _IN_CHARGE.match(slot.after) is not None for slot in slots
    )  # English is read in Chinese words of asking, which keep no verb
    in_charge = in_charge and bool(slots)
    return tuple(
        act
        for act in acts_in(sentence)
        if (explains or "解释" not in act.verb[:8]) and not (in_charge and act.via == "approver")
    )


def asked_slots(slots: Sequence[Slot]) -> list[Slot]:
    """The slots that ask for an act of its own; 哪个牵头 after 由哪些部门制定 asks for no other act."""
    asked = [slot for slot in slots if slot.part != "partner"] or [Slot("agent", "", "")]
    if len(asked) > 1:
        own = [slot for slot in asked if not (_LEADS.fullmatch(slot.after) and not slot.before)]
        asked = own or asked[:1]
    return asked


@dataclass(frozen=True, slots=True)
class _Read:
    candidate: Candidate
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class _Pick:
    act: Act
    score: float


def _pick(evidence: Evidence, slot: Slot, read: _Read, *, with_others: bool) -> _Pick:
    scored = [
        _Pick(
            act,
            act_score(evidence, slot, act, read.candidate) + _ASKED_OTHERS * bool(with_others and act.others),
        )
        for act in read.acts
    ]
    return max(scored, key=lambda pick: pick.score)


def _elsewhere(
    evidence: Evidence, slot: Slot, own: _Pick, home: _Read, read: Sequence[_Read]
) -> list[Stated]:
    """The act of another sentence for a second 谁 that the best sentence does not tell apart from the first."""
    others = [
        (one, pick)
        for one in read
        if one is not home
        and one.candidate.passage.chunk.document_id == home.candidate.passage.chunk.document_id
        for pick in [_pick(evidence, slot, one, with_others=False)]
        if pick.score > own.score and pick.act.who != own.act.who and verb_match(slot.after, pick.act.verb)
    ]
    if not others:
        return []
    one, pick = max(others, key=lambda found: found[1].score + found[0].candidate.score)
    return [Stated(_agents([pick.act], with_others=False), one.candidate, pick.score)]


def act_score(evidence: Evidence, slot: Slot, act: Act, candidate: Candidate) -> float:
    """How well an act fits a slot: its verb, the words of its clause, and its part."""
    clause = candidate.sentence.text[act.start : act.end]
    words = frozenset(tokenize(clause))
    asked = frozenset(tokenize(f"{slot.before} {slot.after}"))
    own = len(asked & words) / len(asked) if asked else 0.0
    score = _VERB_WEIGHT * verb_match(slot.after, act.verb) + _WORDS_WEIGHT * max(
        own, evidence.coverage(words)
    )
    if all(_OTHERS.search(name) for name in act.who):
        score -= _VAGUE
    if "全国" in evidence.question.reading and any(_NATIONAL.match(name) for name in act.who):
        score += _LEADER
    if evidence.question.role == "lead" and "牵头" in act.verb[:6]:
        score += _LEADER
    return score if act.via == slot.part else score - _OTHER_PART


def fact_fit(evidence: Evidence, fact: Responsibility, home: Candidate) -> float:
    """The same for a fact that a sentence holds."""
    quote = home.sentence.text
    act = Act(("",), (), (), "agent", fact.task, 0, len(quote))
    slots = [slot for slot in slots_of(evidence.question.reading) if slot.part == "agent"] or [
        Slot("agent", "", "")
    ]
    return act_score(evidence, slots[0], act, home)


def verb_match(asked: str, verb: str) -> float:
    """1 when the words after 谁 name the act that ``verb`` begins with, in the same or policy words."""
    near = verb[:16]
    pairs = {asked[i : i + 2] for i in range(len(asked) - 1)}
    if any(pair in near for pair in pairs):
        return 1.0
    return 0.8 * any(named.pattern.search(asked) and policy.search(near) for named, policy in VERBS)


def _agents(acts: Sequence[Act], *, with_others: bool) -> Agents:
    distinct = list(dict.fromkeys(acts))
    joint = next((act for act in distinct if act.others), None)
    if joint is None and with_others:
        joint = next((act for act in distinct if act.called), None)
    lead = joint.who if joint else ()
    others = (joint.others or joint.called) if joint else ()
    if joint is None and len(distinct) == 1 and re.match("(?:应当|要|负责)?牵头", distinct[0].verb):
        return Agents(distinct[0].who, (), ())
    rest = [name for act in distinct if act is not joint for name in act.who if name not in lead]
    return Agents(lead, tuple(name for name in others if name not in lead), tuple(dict.fromkeys(rest)))
