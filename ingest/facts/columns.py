"""What the columns of a table hold, by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.rules import Rule, rule

COLUMNS: tuple[Rule, ...] = (
    rule(
        "serial",
        r"^(?:号|批次|[\u4e00-\u9fff]{0,4}(?:序号|编号|序次))$",
        example="问题编号",
        counter_example="重点任务",
    ),
    rule(
        "category",
        r"^(?:任务|工作|项目|重点|所属|问题|隐患|风险|事项|整改)?(?:类别|分类|类型|领域|板块|模块|方面|大类|维度)$",
        example="任务类别",
        counter_example="重点任务",
    ),
    rule(
        "person",
        r"^(?!.*(?:单位|部门|[科处股]室|机构)).*(?:领导|责任人|负责人|联系人|电话|联络员|经办人|督办人|主管人)",
        example="责任领导",
        counter_example="责任单位",
    ),
    rule(
        "deadline",
        r"频次|频率|周期|时限|时间|期限|节点|进度|截止|何时|日期|时段|日程|^月份$|^月度$",
        example="完成时限",
        counter_example="责任部门",
    ),
    rule(
        "lead",
        r"牵头|主办|主责|主抓|主管(?:单位|部门|科室|处室|股室)|第一责任|主要(?:责任|负责|承办)|召集(?:单位|部门)",
        example="牵头单位",
        counter_example="配合单位",
    ),
    rule(
        "participating",
        r"配合|协办|参与|参加|协同|协助|协作|会办|联办|会同|辅助(?:单位|部门)|(?:支持|联合|相关|有关|涉及|共同(?:责任|负责)?)(?:单位|部门|[科处股]室)",
        example="协办单位",
        counter_example="主办单位",
    ),
    rule(
        "responsible",
        r"(?:责任|承办|实施|落实|负责|经办|执行|办理|完成|具体|归口|建设|组织|承担|承接|对口)(?:主体|单位|部门|处室|科室|股室|机构|机关|科|处|院系)|^(?:责任|承办|经办|办理|落实|负责|承担|执行|实施|部门|科室|处室|股室|责任方|成员单位|单位名称|部门名称|部门（单位）|单位（部门）)$",
        example="责任单位",
        counter_example="责任领导",
    ),
    rule(
        "metric", r"指标(?:名称|内容)?$|^主要指标|^发展指标", example="指标名称", counter_example="2025年目标"
    ),
    rule("measure", r"^(?:计量)?单位$|计量单位|^计量$", example="单位", counter_example="责任单位"),
    rule(
        "property",
        r"属性|备注|说明|性质|现状|基期|基数|基准|现值|完成情况|进展(?!要求)|^(?:原|现行|调整前|提标前)(?:执行)?(?:的)?标准",
        example="备注",
        counter_example="任务",
    ),
    rule(
        "value",
        r"^(?:[\d〇零一二三四五六七八九]{4}\s*年?(?:执行|资助|补助|收费|拨款)?(?:目标|规划|计划|预期|任务|标准|金额|额度)?(?:值|数|量)?|目标值?|规划目标|预期值|预期目标|指标值|规划值|(?:新|调整后|提标后|提高后|执行|资助|补助|收费|奖补|拨款)(?:的)?标准|最高限价|限价)(?:[（(][^（）()]*[）)])?$|年(?:底|末)?目标",
        example="2025年目标",
        counter_example="重点任务",
    ),
    rule(
        "group",
        r"^(?:学段|学校类别|学校类型|办学层次|层次|对象|资助对象|补助对象|等级|等次|档次|年级|学历层次|幼儿园等级|园所等级)$",
        example="学段",
        counter_example="指标类别",
    ),
    rule(
        "aim",
        r"目标(?!任务|要求)|成效|成果|完成标准|考核标准|验收标准",
        example="年度目标",
        counter_example="重点任务",
    ),
    rule(
        "task",
        r"任务|事项|措施|举措|内容|项目|要点|工作|目标要求|要求|环节|步骤|职责|清单|问题",
        example="重点任务",
        counter_example="备注",
    ),
)
"""What a column holds, by its name; the first rule that fits wins."""
ISSUE: Rule = rule(
    "issue",
    r"^(?!.*(?:措施|任务|要求|整改(?!问题)|办法|清单)).*(?:问题|隐患|短板|不足|差距|薄弱|风险点)",
    example="反馈问题",
    counter_example="问题整改措施",
)
"""Names, among columns of tasks, the one of what is wrong; what is to be done about it stands beside it."""


_NUMBERED = re.compile("序号|编号|^#$|No")


def classify(header: Sequence[str]) -> dict[str, list[int]]:
    """Column numbers by what they hold."""
    columns: dict[str, list[int]] = {}
    for number, name in enumerate(header):
        flat = re.sub(r"\s", "", name)
        kind = next((named.name for named in COLUMNS if named.pattern.search(flat)), None)
        if kind is not None:
            columns.setdefault(kind, []).append(number)
    if "category" in columns:  # groups the rows, unless nothing else says what they are about
        target = "serial" if {"task", "metric", "aim"} & columns.keys() else "task"
        columns[target] = columns.get(target, []) + columns.pop("category")
    if "aim" in columns and not {"task", "metric"} & columns.keys():
        columns["task"] = columns.pop("aim")
    acting = {"metric", "lead", "participating", "responsible", "deadline"}
    if {"task", "value"} <= columns.keys() and not acting & columns.keys():
        columns["metric"] = columns.pop("task")  # 项目 | 单位 | 2024年计划数
    if {"group", "value"} <= columns.keys() and "metric" not in columns:
        columns["metric"] = columns.pop("group")
    if "metric" in columns and "value" not in columns:
        columns["task"] = columns.get("task", []) + columns.pop("metric")
    if "deadline" in columns and not {"task", "metric"} & columns.keys():
        # 批次 | 对象 | 录取日期: what comes on a day is said by the columns before it
        open_kinds = ("group", "serial")
        taken = {number for kind, numbers in columns.items() if kind not in open_kinds for number in numbers}
        first = min(columns["deadline"])
        if before := [n for n in range(first) if n not in taken and not _NUMBERED.search(header[n])]:
            columns["task"] = before
    if "measure" in columns and "metric" not in columns and "responsible" not in columns:
        columns["responsible"] = columns.pop("measure")
    return columns
