"""English questions in the terms of Chinese policy writing.

A glossary, not a translation: known terms are replaced by their Chinese words so that BM25, unit and
metric matching work on them; the multilingual embedding model reads the English original beside it.
"""

from __future__ import annotations

import re

# Longest terms are replaced first; plural s is optional on the last word.
_GLOSSARY: dict[str, str] = {
    # stages and schools
    "three-year gross enrolment rate of preschool": "学前三年毛入园率", "preschool gross enrolment rate": "学前三年毛入园率",
    "kindergarten gross enrolment rate": "学前三年毛入园率", "gross enrolment rate for kindergarten": "学前三年毛入园率",
    "preschool education": "学前教育", "preschool": "学前教育", "pre-school": "学前教育", "early childhood education": "学前教育",
    "public kindergarten": "公办幼儿园", "private kindergarten": "民办幼儿园", "inclusive kindergarten": "普惠性幼儿园",
    "kindergarten": "幼儿园", "nursery": "托育", "compulsory education": "义务教育", "regular senior high school": "普通高中",
    "general senior high school": "普通高中", "regular high school": "普通高中", "general high school": "普通高中",
    "ordinary high school": "普通高中", "ordinary senior high school": "普通高中", "senior high school": "普通高中", "senior high": "高中阶段", "gross enrolment": "毛入学率", "gross enrollment": "毛入学率",
    "senior secondary school": "普通高中", "senior secondary education": "高中阶段教育", "senior secondary": "高中阶段",
    "upper secondary": "高中阶段", "high school": "高中", "county high school": "县域普通高中", "county-level high school": "县域普通高中",
    "junior high school": "初中", "junior middle school": "初中", "middle school": "中学", "primary and secondary school": "中小学",
    "primary school": "小学", "elementary school": "小学", "vocational education": "职业教育", "vocational school": "职业学校",
    "secondary vocational school": "中等职业学校", "vocational": "职业", "higher education": "高等教育", "university": "高等学校",
    "college": "高等学校", "special education": "特殊教育", "private school": "民办学校", "private education": "民办教育",
    "public school": "公办学校", "boarding school": "寄宿制学校", "school": "学校", "lifelong education": "终身教育",
    "family education": "家庭教育", "elderly education": "老年教育", "continuing education": "继续教育",
    # figures
    "gross enrolment rate": "毛入学率", "gross enrollment rate": "毛入学率", "enrolment rate": "入学率", "enrollment rate": "入学率",
    "gross enrolment ratio": "毛入学率", "gross enrollment ratio": "毛入学率", "retention rate": "巩固率", "completion rate": "巩固率",
    "coverage rate": "覆盖率", "coverage": "覆盖率", "full coverage": "全覆盖", "class size": "班额", "oversized class": "大班额",
    "large class": "大班额", "teacher-student ratio": "师生比", "student-teacher ratio": "师生比", "pupil-teacher ratio": "师生比",
    "teacher to student ratio": "师生比", "share of children": "在园幼儿占比", "share": "占比", "proportion": "比例", "percentage": "占比",
    "ratio": "比例", "enrolment": "招生", "enrollment": "招生", "admission": "招生", "number of": "数量", "students per class": "班额",
    "myopia rate": "近视率", "myopia": "近视", "per-student": "生均", "public funding per student": "生均公用经费", "floor area": "建筑面积",
    "land area": "用地面积", "fine": "罚款", "penalty": "处罚", "tuition": "学费", "fee": "收费",
    # duties and organs
    "lead unit": "牵头单位", "leading unit": "牵头单位", "participating unit": "配合单位", "people's government": "人民政府",
    "county government": "县人民政府", "district government": "区人民政府", "county and district governments": "县区人民政府",
    "municipal government": "市人民政府", "government": "政府", "education commission": "教育委员会", "education committee": "教育委员会",
    "municipal education bureau": "市教育局", "city education bureau": "市教育局", "education bureau": "教育局",
    "education department": "教育部门", "education authority": "教育行政部门", "education authorities": "教育行政部门",
    "education administrative department": "教育行政部门", "ministry of education": "教育部", "municipal finance bureau": "市财政局",
    "district finance bureau": "区财政局", "city finance bureau": "市财政局", "finance bureau": "财政局", "finance department": "财政部门",
    "development and reform commission": "发展改革委", "human resources and social security bureau": "人力资源社会保障局",
    "human resources bureau": "人力资源社会保障局", "human resources": "人力资源", "natural resources": "自然资源", "planning": "规划",
    "housing and urban-rural development": "住房城乡建设", "housing and construction": "住房城乡建设", "public security bureau": "公安局",
    "public security": "公安", "police": "公安", "health commission": "卫生健康委", "health bureau": "卫生健康局", "health department": "卫生健康部门",
    "market regulation": "市场监管", "market supervision": "市场监管", "civil affairs": "民政", "science and technology": "科技",
    "culture and tourism": "文化旅游", "staffing office": "编办", "establishment office": "编办", "disabled persons' federation": "残联",
    "transport": "交通运输", "emergency management": "应急管理", "tax": "税务", "audit": "审计", "organization department": "组织部",
    "women's federation": "妇联", "youth league": "共青团", "inspection": "督导", "supervision": "督导",
    # subjects
    "teacher recruitment": "教师补充 招聘", "teacher training": "教师培训", "teacher qualification": "教师资格", "teaching staff": "教师队伍",
    "teacher": "教师", "principal": "校长", "headteacher": "校长", "student": "学生", "pupil": "学生", "child": "幼儿 儿童",
    "children": "幼儿 儿童", "parent": "家长", "guardian": "监护人", "minor": "未成年人", "class": "班级", "classroom": "教室",
    "curriculum": "课程", "textbook": "教材", "teaching material": "教材", "homework": "作业", "after-school service": "课后服务",
    "off-campus training": "校外培训", "school bus": "校车", "school meal": "学校供餐", "canteen": "食堂", "campus safety": "校园安全",
    "school safety": "学校安全", "bullying": "欺凌", "accident": "事故", "injury": "伤害", "insurance": "保险", "mobile phone": "手机",
    "phone": "手机", "sport": "体育", "physical education": "体育", "exercise": "锻炼", "dormitory": "宿舍", "playground": "运动场",
    "layout": "布局", "construction": "建设", "renovation": "改扩建", "expansion": "扩建", "funding": "经费", "budget": "预算",
    "investment": "投入", "subsidy": "补助", "financial aid": "资助", "scholarship": "奖学金", "informatization": "信息化",
    "digital": "数字化", "smart education": "智慧教育", "model school": "示范校", "demonstration school": "示范校", "exam": "考试",
    "examination": "考试", "college entrance examination": "高考", "gaokao": "高考", "college entrance exam reform": "高考综合改革",
    "evaluation": "评价", "assessment": "评估", "quality": "质量", "group-based schooling": "集团化办学", "school district": "学区",
    "staff quota": "编制", "staffing": "编制", "salary": "工资", "moral education": "德育", "mental health": "心理健康",
    "safety": "安全", "name": "名称", "international": "国际", "register": "登记", "approval": "审批", "license": "许可证",
    "permit": "许可", "prohibited": "禁止", "ban": "禁止", "forbidden": "禁止", "allowed": "可以", "deadline": "时限",
    "notice": "通知", "regulation": "条例", "law": "法", "draft": "征求意见稿",
    "document": "文件", "pilot": "试点", "transfer": "转学", "discipline": "惩戒", "corporal punishment": "体罚", "migrant children": "随迁子女",
    "left-behind children": "留守儿童", "disabled": "残疾", "disability": "残疾", "residential community": "小区 住宅区", "rural": "农村",
    "urban": "城镇", "eliminate": "消除",
    "oversized classes": "大班额", "trusteeship": "托管", "luxury": "豪华", "standard": "标准", "provincial": "省级", "basic conditions": "基本办学条件",
    "conditions": "条件", "improving": "改善", "economic and social development plan": "经济社会发展规划", "development plan": "发展规划",
    "second-tier": "二级", "first-tier": "一级", "grade two": "二级", "grade one": "一级", "grade-two": "二级", "innovation base": "创新基地",
    "club": "社团", "elective": "选修", "recruit": "招聘", "talent": "人才", "research": "教研", "training hours": "培训 学时", "hours": "学时",
    "merge": "合并", "close": "撤并", "poverty": "贫困", "tuition-free": "免费", "free": "免费", "lottery": "摇号", "zoning": "划片",
    "enrol": "招生", "enroll": "招生", "admit": "招生", "score": "分数", "exam score": "考试成绩", "ranking": "排名", "advertise": "宣传",
    "top scorer": "状元", "part-time": "兼职", "part time": "兼职", "punish": "处罚", "liability": "责任", "compensation": "赔偿", "emergency": "应急",
    "drill": "演练", "fire": "消防", "food": "食品", "hygiene": "卫生", "health": "健康", "vision": "视力", "weight": "体质",
}  # fmt: skip

_FUNCTION_WORDS = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "from",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "many",
        "much",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "does",
        "did",
        "can",
        "may",
        "must",
        "should",
        "shall",
        "will",
        "would",
        "could",
        "not",
        "any",
        "all",
        "each",
        "every",
        "per",
        "its",
        "their",
        "our",
        "your",
        "they",
        "them",
        "been",
        "being",
        "into",
        "onto",
        "than",
        "then",
        "there",
        "here",
        "also",
        "about",
        "above",
        "below",
        "over",
        "under",
        "between",
        "among",
        "during",
        "before",
        "after",
        "until",
        "within",
        "without",
        "according",
        "list",
        "name",
        "tell",
        "give",
        "set",
        "say",
        "says",
        "said",
        "state",
        "states",
        "require",
        "requires",
        "required",
        "rule",
        "rules",
        "regulation",
        "regulations",
        "plan",
        "plans",
        "document",
        "documents",
        "policy",
        "policies",
        "district",
        "city",
        "county",
        "province",
        "municipality",
        "municipal",
        "provincial",
        "national",
        "local",
        "target",
        "targets",
        "task",
        "tasks",
        "measure",
        "measures",
        "deadline",
        "year",
        "years",
        "number",
        "department",
        "departments",
        "bureau",
        "unit",
        "units",
        "office",
        "lead",
        "leads",
        "leading",
        "led",
        "responsible",
        "take",
        "takes",
        "part",
        "participate",
        "participates",
        "charge",
        "supposed",
        "need",
        "needs",
        "aim",
        "aims",
        "reach",
        "due",
        "done",
        "complete",
        "completed",
        "finish",
        "finished",
        "end",
        "start",
        "one",
        "two",
        "three",
        "new",
        "more",
        "less",
        "most",
        "least",
        "only",
        "same",
        "other",
        "such",
    ]
)
_PLURAL = re.compile(
    "|".join(
        rf"\b{re.escape(term)}(?:e?s)?\b" for term in sorted(_GLOSSARY, key=lambda term: (-len(term), term))
    )
)
_LATIN = re.compile(r"[a-z]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def is_english(text: str) -> bool:
    """Whether a question is written in English; Chinese names inside it do not count against that."""
    letters = len(_LATIN.findall(text.lower()))
    return letters > 12 and letters > 2 * len(_HAN.findall(text))


def chinese_terms(text: str) -> str:
    """A lower-case English question with its known terms in Chinese; other words stay."""
    return _PLURAL.sub(lambda match: f" {_lookup(match.group())} ", text)


def only_chinese(text: str) -> str:
    """The Chinese words and the numbers of a half-translated question."""
    return " ".join(re.findall(r"[\u4e00-\u9fff]+|\d+(?:\.\d+)?%?", text))


def known_share(half_translated: str) -> float:
    """Share of content words that ``chinese_terms`` translated, names of places left out of account."""
    translated = len(re.findall(r"[\u4e00-\u9fff]+", half_translated))
    words = [word for word in re.findall(r"[a-z]{3,}", half_translated) if word not in _FUNCTION_WORDS]
    return translated / max(1, translated + len(words))


def _lookup(term: str) -> str:
    for candidate in (term, term.removesuffix("s"), term.removesuffix("es")):
        if candidate in _GLOSSARY:
            return _GLOSSARY[candidate]
    return term
