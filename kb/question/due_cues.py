"""Words that ask what is due, as rules with examples; the time itself is read by ``kb.dates``."""

from __future__ import annotations

from kb.question.lexicon import FINISH, ITEMS, LISTS, WHAT, WHEN
from kb.rules import Rule, rule

_NODES = r"(?:时限|期限|时间节点|时间点|节点|截止时间|截止日期|完成时间|时间要求|deadline)"
_ENDS = r"(?=$|[\s?？,，。呢吧啊]|的?(?:[\u4e00-\u9fff]{0,5}(?:任务|工作|事|活|项|措施|内容|成果)|有|在))"
_MUST = r"(?:必须|务必|须|需要?|得|要|应当?|该|计划|预计|准备|打算|定|全部|都|能|将)*"
_DATED = r"(?:19|20)\d\d年?[^,，。?？]{0,12}?"

DUE_LIST: tuple[Rule, ...] = (
    rule("what_is_due", rf"{WHAT}(?!目标|指标)(?![^,，。?？]{{0,4}}(?:时候|程度|水平|标准|学校|单位|部门))(?:的)?(?:重点|硬|具体)*{ITEMS}?(?:[^,，。?？]{{0,20}}?){_MUST}(?:{FINISH})|哪(?:些|几项)(?:目标|指标)[^,，。?？]{{0,12}}?{_MUST}(?:{FINISH})|(?:到期|截止|到点)(?:的)?(?:有|是)?(?:哪些|什么(?!时)|啥)",
         example="哪些任务2023年底前要完成", counter_example="到2023年要达成什么标准"),
    rule("finished_is", rf"{_MUST}(?:{FINISH})(?:的|[、,，和或及与]|以及)*(?:{FINISH}的)?(?:重点|主要|具体|硬|全部|所有)*(?:{ITEMS}|内容|问题|条目|东西|部分)*(?:一共|总共|都|分别|共)*(?:有|是|叫|包括)*(?:{WHAT}{_ENDS}|{LISTS}|几项)|(?:{FINISH})的?哪(?:些|几[项个])[\u4e00-\u9fff]{{0,6}}(?:目标|指标)",
         example="要达到或办完的有什么", counter_example="完成到什么程度"),
    rule("dated_tasks", r"(?:带|有|写明|标明|明确)(?:了)?(?:的)?(?:明确)?(?:的)?(?:年份|时限|时间|期限|日期|年限)[^?？]{0,4}的?[^?？]{0,4}(?:任务|事项|工作|措施|要求|目标)|到点的|\d年(?:底|末)?(?:前|之前|以前)?(?:到点|到期|要完成|完成)的",
         example="方案里有明确年份的任务", counter_example="有效期限是多久"),
    rule("list_deadlines", rf"(?:{LISTS}|哪些)[^?？]{{0,10}}{_NODES}|哪些(?:重要|关键)?(?:日子|日期|时间节点|时间点)|时间(?:表|节点)(?:有|是)?(?:都有)?(?:哪些|{LISTS})?[?？]?$|{_NODES}(?:都|分别)?(?:有)?(?:{LISTS}|哪些)",
         example="列出所有时间节点", counter_example="完成时限是哪天"),
)  # fmt: skip

DATED_LIST: tuple[Rule, ...] = (
    rule("items_of_time", rf"(?!(?:什么|啥)(?:目标|指标)){WHAT}(?:的)?(?:重点|硬|具体|主要)*(?:{ITEMS}|任务目标|目标任务)|(?:{ITEMS}|问题|内容|条目)(?:一共|总共|分别|都|共)*(?:有|是|包括)*(?:都)?{WHAT}",
         example="2022年那批任务都是啥", counter_example="2022年招生有什么变化"),
    rule("time_of_items", rf"{_NODES}(?:是|为|在|定在|卡在|落在)|(?:时间|期限)?(?:定在|卡在|落在|排在|安排在)(?!多|几|什么|哪|百分)|(?:以|按)[^,，。?？]{{0,14}}?(?:为|当)(?:完成)?{_NODES}|的截止日",
         example="有哪些工作的时限是2024年12月", counter_example="几天内完成"),
    rule("all_items", rf"(?:{ITEMS}|节点)[,，]?[^,，。?？]{{0,4}}(?:{LISTS})|(?:{LISTS})[^,，。?？]{{0,24}}(?:{ITEMS}|节点)|(?:任务|工作|事项|活儿?|节点|重点工作|目标任务)(?:清单|表)?[?？。]?$|(?:{FINISH})的[^,，。?？]{{0,8}}(?:{LISTS})|{_MUST}(?:到期|到点|完成|办结)的?(?:任务|工作|事项)?[?？]?$|的(?:是|有|包括)哪(?:些|几[项条件个])[?？]?$|[要须该应得划](?:推进)?(?:{FINISH})的[\u4e00-\u9fff]{{0,3}}(?<!率)(?<!比)(?:任务|工作|事项?|大事|项目|目标|活)[?？]?$|(?:大事|待办)[?？]?$|阶段性?目标",
         example="2024年10月底前的任务节点", counter_example="2024年招生人数"),
)  # fmt: skip
"""Ways to ask what is due once the question names a time."""

ASKS_WHEN = rule("asks_when", WHEN, example="哪年实现", counter_example="2023年实现")
