"""Names of who acts, by their form alone: 省考委, 学校所在地的区教育行政部门, 教育督导机构负责人, 土地、房产等部门.

``kb.unit_finder`` knows organs by their functions. Here any name that ends like an organ or an office-holder
counts, because its place in the clause (after 由, before 应当) already says that it acts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.rules import alternatives
from kb.unit_table import STEMS

_HEAD = re.compile(
    r"部门|机关(?!事务)|机构(?!编制)|政府(?!采购|购买|督导|投资|教育督导室|指导价|定价|补贴|补助|债|网站|性)|国务院|委员会|联席会议|领导小组|专班|[\u4e00-\u9fff]委(?![员托派培屈任内外])"
    r"|[编府委督招信]办(?![公法理学事好])|办公室|办公会|校务会|教代会|党支部|党总支|秘书处|督导室|教务处|总务处|德育处|政教处|保卫处|教导处|年级组|教研组|工会"
    r"|(?<=[\u4e00-\u9fff]{2})组织(?!部|机构|开展|实施|领导|管理|工作|协调)|单位|企业(?!事业)|公司|集团|社团|团体|联合会|妇联|残联|共青团|关工委|少先队|协会|学会|商会|董事会|理事会|监事会|人民代表大会|常委会|法院|检察院"
    r"|(?<=[\u4e00-\u9fff]{2})馆(?![藏长员舍内外])|(?:少年|文化)宫|考试院|科学院|研究院|教科院|医院|研究所|教科所|派出所|中心(?!小学|学校|城|任务|工作|校)|学校(?![外内园长])|高校|院校|大学(?!生)|学院|幼儿园|小学(?!生)|中学(?!生)|高中(?!生|阶段)|初中(?!生)"
    r"|[\u4e00-\u9fff]局(?![面限部域长势])|[\u4e00-\u9fff]厅(?![堂长])"
    r"|(?:教育|公安|民政|财政|卫生|司法|农业|农村|文化|科技|商务|水利|建设|保障|运输|环境|宣传|组织|统战|工作|武装|旅游|资源|信息化)部(?![门队署分级委位属])"
    r"|支队|大队|总队|居委会|村委会|[）)]委会|书店|团场|(?:测试|监测|服务|管理|气象|工作|防疫|供电|推广|检查|检测|管护|报名|招聘)站|办事处|街道|乡镇|银行|开发商|出版社"
    r"|[\u4e00-\u9fff]{2}[处科股室](?=（|审|负责|牵头|应当|要|同意|批|核|、|和|$)|教职员工|教职工|民警|力量|负责人|责任人|代表人|监护人|投资人|举办者|出资人|所有人|使用人|申请人|人员|[校园院站馆局厅处科区县市州镇乡]长(?![期远效])|书记|秘书长|副主任|教师(?!资格|队伍|职务|培训|法)|班主任|督学(?!制|队)|家长|父母|提供者|经营者|建设者"
)
_STOP = re.compile(
    r"[，,；;。：:！？\n■□]|应当|应该|应(?![届急])|(?<![主需重])要(?![求点素件闻])|(?<!必)须|必须|可以|不得|不能|有权|有责任|负责(?!人|[^，。；、]{2,16}的(?:部门|机构))|会同|商(?![务业贸品标会])|联合(?![会体办])|协同"
    r"|共同|分别|根据|依据|按照?|依照|参照|依法|依规|统一|统筹|直接|定期|及时|在(?![校园地职编])|对(?![外口])|将|把|以(?![及上下外内])|向(?!阳)|给予|予以|作出|提出|责令|令其|处[以\d一二三四五六七八九十]"
    r"|审批|审查|审核|审定|批准|核准|核定|核发|核实|制定|制订|拟订|拟定|编制(?![委办部管])|编写|编定|确定|决定|规定|认定|评定|评估|聘任|聘请|任命|任免|选任|主持|召集|承担|兼任|担任|组成|[任为](?=(?:常务)?副?(?:组长|主任|召集人|指挥长)|成员|第一责任人|责任主体)"
    r"|(?:(?<=部门)|(?<=政府)|(?<=机关)|(?<=机构)|(?<=单位)|(?<=[委局厅院校])|(?<=员会)|(?<=国务院))(?:组织|管理|监督|指导|检查|领导|协调|安排|办理|受理|处理|备案|登记|同意|主管(?!部门|机关|单位))"
    r"|举办(?!者|单)|设立|建立|实施|收回|收缴|颁发|发给|发放|公布|发布|报(?![社业刊])|经(?![济营费理贸])|备案|接受|领导下|是|(?<!(?<![处管办审受代治清整])理)由|落实|委托|指派|责成|要求|督促|帮助|支持|鼓励|引导|协助|配合|通知|告知|追究|收取|招收|安排|维护|保障(?![部局机服中等、和及]|行政)|加强|履行|实行|执行(?![机部局])|违反|使用(?![人单])|提供(?!者)|承接|组建|吊销|没收|推动|推进(?![委会中办领])|实现|完善|健全|强化|深化|开展|加快|促进(?![委会中办])|构建|打造|争取|培育|优化|提升|提高|扩大|改善|完成|形成|发挥|坚持|依托|鼓励"
    r"|[\d\s]|(?:确实|难以|对于|凡是|如果)"
)
_JOINT = re.compile(r"、|以及其?|及其|和其?(?![他])|及|或者其?(?![他])|或者|或")
_EXTENDS = re.compile(
    r"的?(?:户籍|任教|所属|所在|所在地|主管|上级|举办者|主办单位|负责人|负责[^，。；、]{2,16}的(?:部门|机构)|主要负责|法定代表|其他|有关|相关|行政|业务|指定的|授权的|确定的|委托的)"
    r"|[（(](?:州|市|区|县|镇|、|街道)+[）)]"
)
_NESTING = re.compile(r"(?:政府|国务院|党委|[县市区省]委|公安机关)$")
_ETC = re.compile(
    r"等(?:其他)?(?:有关|相关)?(?:政府)?(?:行政|主管|管理|职能)*(?:部门|单位|机构|机关|人民团体|群团组织|社会组织|团体|组织|方面|人员|力量)?"
)
_BRACKET = re.compile(r"[（(][^（）()]{0,60}[）)]")
_LETTERS = re.compile(
    r"(?:各|全|所在地的?|县级以上|设区的市级?|县级|省级|市级|区级|州|盟|旗|省|自治区|直辖市|自治州|自治县|不设区的市|市辖区|市|区|县|乡|镇|民族乡"
    r"|[（(](?:州|市|区|县|镇|、|街道)+[）)])+(?:以上|级)?"
)
_STEM_END = re.compile(rf"(?:{alternatives(stem for stem in STEMS if len(stem) > 1)})(?:行政|管理|主管)*$")
_STEM_ONLY = re.compile(rf"(?:{alternatives(stem for stem in STEMS if len(stem) > 1)})(?:行政|管理|主管)*")
_ONE_STEM = re.compile(alternatives(stem for stem in STEMS if "和" in stem or "与" in stem))
"""自然资源和规划 is one function."""
_SHARED_HEAD = re.compile(r"(?:部门|机关|单位|机构)$")
_LEADING = re.compile(
    r"[（(](?![^（）()]{1,8}[）)])|(?:应当|可以|并|还|均|其中|同时|须|也|则|且|仍|均由|统一由|本着)+"
)
_SEAT = re.compile(r"[^、，]*所在地的(?=.{4})")
"""申请人户籍所在地的县级人民政府 is that government, wherever it sits."""
_MAX_NAME = 34
_MAX_REST = 14


@dataclass(frozen=True, slots=True)
class Names:
    """Names as written, in order; what comes next in the clause begins at ``end``."""

    names: tuple[str, ...]
    end: int


def names_at(text: str, start: int) -> Names | None:
    """The names that begin at ``start``, joined by 、 and 和; None when nobody is named there."""
    if leading := _LEADING.match(text, start):
        start = leading.end()
    stop = _STOP.search(text, start)
    end = _list_end(text, start, stop.start() if stop else len(text))
    if end is None:
        return None
    etc = re.search(_ETC.pattern + "$", text[start:end])
    shared = bool(etc and etc.start() > 0)
    low_end = start + etc.start() if etc and shared else end
    if place := _SEAT.match(text, start, low_end):
        start = place.end()
    names = tuple(dict.fromkeys(_groups(text[start:low_end], shared=shared)))
    if shared and len(names) == 1 and not _ends_as_organ(names[0]):
        names = (text[start:end],)  # 住房和城乡建设等部门
    if not names or any(not 2 <= len(name) <= _MAX_NAME for name in names):
        return None
    return Names(names, end)


def _list_end(text: str, start: int, stop: int) -> int | None:
    """Where the last name ends: after the first head that nothing continues."""
    found: int | None = None
    at = start
    while head := _HEAD.search(text, at, stop):
        at = found = head.end()
        if (bracket := _BRACKET.match(text, at, stop)) and not _EXTENDS.match(text, at, stop):
            at = found = bracket.end()
        if at >= stop:
            break
        if etc := _ETC.match(text, at, stop):
            at = found = etc.end()
            if not _JOINT.match(text, at, stop):
                break
            continue
        nested = _NESTING.search(text[start:found]) is not None
        if longer := _longer(text, at, stop):
            at = found = longer
            if at < stop and _JOINT.match(text, at, stop):
                continue
        if not (nested or _JOINT.match(text, at, stop) or _EXTENDS.match(text, at, stop)):
            break
    return found


def _longer(text: str, at: int, stop: int) -> int | None:
    """A name that goes on after an organ inside it (学校|体育教研室, 幼儿园|保卫人员) up to a verb or the next name."""
    joint = _JOINT.search(text, at, stop)
    end = joint.start() if joint else stop
    rest = _BRACKET.sub("", text[at:end])
    if not rest or len(rest) > _MAX_REST or text[end : end + 1] in "，。；：,;\n":
        return None
    return end if _ends_as_organ(rest) else None


def _groups(written: str, *, shared: bool) -> list[str]:
    """The names of a list that may hold lists: 公安、网信等部门和妇女联合会、残疾人联合会等团体."""
    names: list[str] = []
    begin = 0
    for etc in _ETC.finditer(written):
        joint = _JOINT.match(written, etc.end())
        if joint is not None:
            names.extend(_split(written[begin : etc.start()], shared=True))
            begin = joint.end()
    return [*names, *_split(written[begin:], shared=shared)]


def _ends_as_organ(name: str) -> bool:
    return any(head.end() == len(name) for head in _HEAD.finditer(name))


def _split(written: str, *, shared: bool) -> list[str]:
    """The names of a list. 市、县（市）教育 and 省、自治区人民政府 stay whole, 土地、房产(等部门) are two."""
    joints = list(_outer_joints(written))
    heads = shared or _SHARED_HEAD.search(written) is not None
    names: list[str] = []
    begin = 0
    for joint in [*joints, None]:
        end = joint.start() if joint else len(written)
        piece = written[begin:end]
        last = joint is None
        listed = joint is not None and joint.group() == "、"
        if last or _complete(piece, heads=heads, listed=listed, rest=written[joint.end() :] if joint else ""):
            names.append(_BRACKET.sub("", piece) if piece.endswith(("）", ")")) else piece)
            begin = joint.end() if joint else end
    return [name.strip() for name in names]


def _outer_joints(written: str) -> list[re.Match[str]]:
    hidden = _ONE_STEM.sub(_filled, _BRACKET.sub(_filled, written))
    return list(_JOINT.finditer(hidden))


def _filled(match: re.Match[str]) -> str:
    return "■" * len(match.group())


def _complete(piece: str, *, heads: bool, listed: bool, rest: str) -> bool:
    """Whether a piece of a list is a name by itself."""
    if _LETTERS.fullmatch(piece):
        return False
    if _ends_as_organ(piece):
        return True
    if not heads:
        return False
    if listed:
        return not re.search(r"^(?:市|县|区|州|盟|旗|自治|直辖市|镇|乡)", rest) or bool(
            _STEM_END.search(piece)
        )
    return bool(_STEM_END.search(piece) and (_STEM_ONLY.match(rest) or _HEAD.search(rest)))
