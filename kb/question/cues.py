"""Words by which a question shows what kind of answer it wants, as rules with examples.

Each rule matches its example and must not match its counter-example; ``tests/test_kb_question_cues.py``
runs them all. Patterns apply to ``kb.text.normalize``d questions (simplified, half-width, lower case).
"""

from __future__ import annotations

from kb.question.metadata_cues import METADATA
from kb.rules import Rule, rule

_WHO = r"(?:谁|哪(?:些|个|几个|一个|级)?(?:政府|单位|部门|机构|机关|局|厅|委办?|办公室|科室|处室|股室|股|处(?!罚)|科(?!目|学)|室|家单位|[两几]?家(?!长|庭|里|园)|方)(?!面|案|法|式)|什么(?:单位|部门|机构|机关)|何(?:单位|部门))"
_DUTY = r"(?:牵头|保障|兜底|主导|主办|挂帅|负责|主管|分管|承担|落实|组织实施|组织|实施|管|抓|办|制定|审批|批准|监管|监督|协调|统筹)"

# Words that only say "who": the verb of the task itself (编制, 核定, 收回) stays in the topic.
ASKS_WHO = rule(
    "asks_who",
    rf"(?:这一?(?:摊子|块|项|件)(?:事情?|工作|活儿?)?)?(?:由|归|该|靠|找|要|是)?{_WHO}(?:来|去|是|要|在|会|该|应该|应当|应)?(?:联合|共同|具体|主要|直接|一起)?(?:(?:牵头|主导|主办|挂帅|负责|主管|分管|承担|管|抓|办){{1,2}})?(?:的(?:事|职责|责任|活))?|会同(?:谁|哪个部门|什么部门)",
    example="位置和界线由哪个部门核定", counter_example="由市教育局核定",
)  # fmt: skip

RESPONSIBILITY: tuple[Rule, ...] = (
    rule("who_does", rf"(?:由|归|该|靠|找|要)?{_WHO}(?:来|去|是|要|在|会|该|应该|应当|应)?(?:联合|共同|具体|主要|直接|一起)?{_DUTY}",
         example="教师补充由谁牵头", counter_example="谁可以报名入学"),
    rule("duty_who", rf"{_DUTY}(?:的)?(?:是|由)?{_WHO}|归{_WHO}|由{_WHO}|{_WHO}(?:的)?(?:事|职责|责任|管)",
         example="控辍保学归哪个部门管", counter_example="由此可见"),
    rule("role_noun", rf"(?:牵头|配合|参与|协助|协办|负责|帮忙|打下手|搭(?:把)?手)的(?:又|都|还|各|分别|主要)*(?:有|是){_WHO}|"
         r"(?:牵头|责任|主责|配合|协同|参与|主管|主办|协办|承办)(?:的)?(?:单位|部门|科室|股室|处室|机构|机关|方(?![案法式面向针便])|人(?![员数才]))(?:是|为|有|都有|包括|分别)*(?:哪些|哪个|哪几个|谁|什么|几个)?"
         r"|(?:负责|参加|实施|审批)(?:的)?(?:单位|部门|机构|机关|人)(?:是|为|有|都有|包括|分别)+(?:哪些|哪个|哪几个|谁|什么)?",
         example="牵头单位有哪些", counter_example="审批机关多长时间内答复"),
    rule("who_joins", rf"{_WHO}(?:来|要|会)?(?:配合|参与|协助|协同|协办|支持|参加|帮忙|打下手)|(?:配合|参与|协助|帮忙|打下手|搭手|协办)的?(?:都|又|还|分别)?(?:是|有|包括)*(?:{_WHO}|哪(?:些|几|个|几家|几个)(?!任务|工作|措施|事|项|活))",
         example="这项工作哪些部门配合", counter_example="参与活动的学生"),
    rule("whose", r"谁(?:来|去|要|该|给|会同|为主|牵头|配合|负总责|负主责|担?任|兼任|当|兜底|说了算|拍板|买单|出面)|(?:主体|责任人|组长|召集人|由|归|是)(?:是|为)?谁|哪(?:个|些|家)(?:部门|单位|局|委)(?:的)?(?:活|事|职责|责任)|谁的(?:活|事|职责|责任)",
         example="责任主体是谁", counter_example="谁都可以参加"),
    rule("by_whom", r"(?:由|找|跟|与|和|报|归|向|经|会同|得)谁|谁(?:来|去|要|应该?|应当)?(?:批|定|编(?!号)|建|设立|颁|任免|解释|保管|备案|决定|审批|审查|确定|承担|提(?:出)?|出(?!生|现)|认定|核定|调查|收回|处罚|处理|监督|检查|任命|聘)|哪(?:些|个|几个|两个|一级|级|一级的哪个)?(?:部门|单位|机构|机关|级政府|政府)|哪一?级(?:来|去)?(?:审|认定|批|管|定|负责|组织|核)",
         example="保费由谁承担", counter_example="谁都可以报考"),
    rule("lead_or_join", r"(?:牵头|主办|负责|主责)(?:单位|部门)?(?:还是|或者|或|，还是)(?:是)?(?:配合|参与|协办|协助)|(?:配合|参与|协办)(?:单位|部门)?(?:还是|或)(?:是)?(?:牵头|主办|负责)"
         r"|(?:责任|配合|参与|牵头|协办|承办)(?:单位|部门)(?:名单)?(?:里面|里头|里|中|当中)?(?:有没有|包不包括|含不含|有无|包括)|有份(?:吗|没|么|[?？]|$)|有没有份|有没有(?:参与|牵头|配合)|参不参与|是否(?:参与|牵头|配合)"
         r"|是不是(?:牵头|配合|责任|主管)|是(?:牵头|配合|责任|主管)(?:单位|部门)?吗|(?:什么|啥|哪种)角色|主力还是|(?:帮忙|打下手|配合|协助)的?还是|牵不牵头|算(?:不算)?(?:牵头|配合)|还是(?:帮忙|打下手|配合|协助)",
         example="市财政局是牵头还是配合", counter_example="牵头召开会议"),
    rule("english", r"\bwho\b(?! (?:can|may|is eligible))|\b(?:together|jointly) with whom|\bwho (?:leads?|is (?:responsible|in charge|leading)|takes? the lead|handles|runs|should|must|is to|approves?|supervises?|oversees?)|(?:which|what) (?:\w+ ){0,2}(?:units?|departments?|bureaus?|bureaux|agency|agencies|offices?|authority|authorities|bod(?:y|ies))\b"
         r"|lead(?:ing)? (?:unit|department|bureau|agency)|responsible (?:unit|department|for)|participating (?:unit|department)|\bin charge of",
         example="which department leads teacher recruitment", counter_example="what is the class size"),
)  # fmt: skip

UNIT_TASKS: tuple[Rule, ...] = (
    rule("what_jobs", r"(?:哪些|什么|啥子?|几)(?:个|项|条|件|样)?(?:事情?|活(?:路|儿)?|任务|工作|措施|职责|差事)|(?:摊|分|派)到[^?？]{0,6}(?:事|活|任务|工作)",
         example="住建委摊到了哪些事", counter_example="什么时候完成"),
    rule("what_tasks", r"(?:负责|牵头|参与|配合|承担|主办|协办|协助|要做|要干|做|干|管|抓|涉及|分到|领到|落实|有)(?:的)?(?:了|着)?(?:哪(?:些|几)|些?什么|些?啥|几)(?:项|个|条|件)?(?:任务|工作|措施|事项|事情|事|职责|责任|重点任务|活|方面)?(?!单位|部门|机构|时候|年|日|人|目标|比例|标准|条件|率)",
         example="市财政局参与哪些任务", counter_example="参与人数是多少"),
    rule("tasks_are", r"(?:任务|工作|措施|事项|职责|责任|活儿?)(?:分别)?(?:是|有|包括)?(?:都)?(?:有)?(?:哪些|什么|几项|多少项|些什么)|(?:所有|全部|一共|总共|列出|列一下|汇总|梳理).{0,12}(?:任务|工作|措施|事项|职责)|职责(?:是)?(?:什么|啥)|(?:任务|职责|责任)(?:清单|[?？]?$)",
         example="市教育局的任务有哪些", counter_example="任务完成时限"),
    rule("english", r"(?:what|which|list|all)(?: \w+){0,4} (?:tasks?|measures?|duties|responsibilities|jobs?|work)\b|what (?:does|is|must|should) .* (?:responsible for|take part in|lead|do)\b",
         example="which tasks does the finance bureau take part in", counter_example="who leads this task"),
)  # fmt: skip

DUE_LIST: tuple[Rule, ...] = (
    rule("what_is_due", r"(?:哪些|什么(?!时)|哪几项|几项|多少项)(?:的)?(?:任务|工作|事项|事情|事|措施|目标|项目)?(?:[^,，。?？]{0,20}?)(?:到期|完成|截止|做完|办完|建成|实现|落实|要交|落地)|(?:完成|到期|截止|办结|做完|办完|干完|办好|做好)(?:的)?(?:任务|工作|事项|目标|事|指标|内容)?(?:有|是)?(?:哪些|什么(?!时)|哪几)|(?:要|应|须)?(?:完成|到期|截止)的(?:任务|工作|事项|目标|措施|所有|全部)|(?:列出|列一下|汇总|梳理|清单).{0,14}(?:完成|到期|截止|时限)|(?:要|应|须|需)(?:完成|办成|办完|建成|做完|做到|达成)的[^?？]{0,6}(?:有|是)?(?:什么|哪些|啥|事)|(?:完成|办成|办完|到期|截止).{0,10}(?:列出|列一下|全部列|都列|清单|汇总)",
         example="2023年底前要完成哪些任务", counter_example="什么时候完成"),
    rule("dated_tasks", r"(?:带|有|写明|标明|明确)(?:了)?(?:的)?(?:明确)?(?:的)?(?:年份|时限|时间|期限|日期|年限)[^?？]{0,4}的?[^?？]{0,4}(?:任务|事项|工作|措施|要求|目标)|到点的|\d年(?:底|末)?(?:前|之前|以前)?(?:到点|到期|要完成|完成)的",
         example="方案里有明确年份的任务", counter_example="有效期限是多久"),
    rule("list_deadlines", r"(?:哪些|所有|全部|列出|汇总)[^?？]{0,10}(?:时限|期限|时间节点|截止时间|deadline)|时间(?:表|节点)(?:有)?(?:哪些)?",
         example="列出所有时间节点", counter_example="完成时限是哪天"),
    rule("english", r"(?:what|which|everything|list|tasks?)\b.{0,40}\b(?:due|deadlines?|completed by|finished by|to be done by)",
         example="what is due in 2023", counter_example="when is the merger due"),
)  # fmt: skip

DEADLINE: tuple[Rule, ...] = (
    rule("when", r"什么时候(?:之?前)?|何时(?:之?前)?|多长时间(?:之?内|以内|之?前)?|多久(?:之?内|以内|之?前)|哪(?:一)?年|哪个?月|哪天|几月|几时|啥时候|多会儿|到什么时间|什么时间|多久(?:之)?(?:内|前)|提前(?:多久|多长|几|多少)|哪几[天日]|哪些(?:天|日子)|几号|什么日子|起止(?:时间|日期)|(?:后|起|前)(?:的)?(?:几|多少)(?:个)?(?:天|日|工作日|小时|月)(?:之?内|以内)?|(?:报名|考试|填报|录取|申请|公示|登记|受理|注册|交费|缴费|报到|开学|放假)(?:的)?(?:时间|日期)(?:是|为|在|有)?(?:[?？]?$|什么|哪|几)|几年内|几日内|几天内|多少(?:日|天|个工作日)内|多少个工作日|多长时间(?:之?内|以内)|(?:几|多少)(?:天|日|个?月|小时)(?:之?内|以内)|时效",
         example="全覆盖什么时候实现", counter_example="当年招生多少人"),
    rule("limit", r"(?:完成|截止|办理|最后|最晚|最迟)(?:的)?(?:时限|期限|日期|时间|年份)|时限(?:是|为|要求)?|期限(?:是|为)|截止(?:到)?(?:日期|时间|哪)|最(?:晚|迟)",
         example="这项任务的完成时限是哪天", counter_example="按期限完成"),
    rule("how_often", r"多久(?:一次|进行|开展|轮|组织|更新)?|每(?:隔)?(?:几|多少)(?:年|个?月|周|天|学期)|几年[^,，。?？]{0,6}一(?:次|轮|周期|评|届|回|遍)|多长时间[^,，。?？]{0,8}?(?:次|轮)|频率|频次|周期(?:是)?(?:多|几)",
         example="督导评估多久一次", counter_example="每年培训几次"),
    rule("english", r"\bwhen (?:is|are|must|should|will|does|do|can)\b|by (?:when|what (?:date|year|time))|deadline|how often|due date|what year",
         example="by when must kindergartens be covered", counter_example="which year group"),
)  # fmt: skip

TARGET: tuple[Rule, ...] = (
    rule("how_much", r"多少|好多(?=[人个所名间元])|百分之几|几成|几(?:个|所|人|名|间|门|项|次|%|元|岁|倍|天|日|年|学时|课时|小时|平方米|种|位|周|处|场|亩|回|万|千|百|册|张|台|辆|节|轮|家|户|班|公里|米|度|学生|孩子|娃|老师|教师|平|(?:块|毛)(?:钱)?(?=$|[,，。?？]))|多(?:大|高|长|重|宽|远)|占比|比例(?:是|为|要|达)|(?:率|比|额|数|量|规模|面积|标准|上限|下限|人数)(?:是|为|要求|要达到|应|不|达到)?(?:多少|几|什么)",
         example="2025年班额不得超过多少人", counter_example="应该怎么管理班级"),
    rule("extent", r"(?:覆盖|通|做|普及|达|办|建|消除|提高)?到(?:了)?(?:什么|怎样|怎么样|哪种|啥)(?:样)?的?(?:程度|范围|水平|标准|比例|覆盖)|(?:多大|多高|什么)(?:的)?(?:比例|程度|覆盖)|覆盖(?:程度|面|范围)|百分比",
         example="互联网要通到什么程度", counter_example="到学校报名"),
    rule("keyword", r"(?:上限|下限|占比|比例|目标值?|指标值?|标准|班额|毛入[园学]率|师生比)(?=\s|$)", example="新建高中 规模上限 广元", counter_example="标准化建设归谁管"),
    rule("goal", r"目标(?:值|是|为|要|达|有|到)?|指标(?:是|为|值|要)|要?(?:达到|提高到|控制在|不低于|不超过|不得超过)(?:多|几|什么|啥|哪)",
         example="学前三年毛入园率目标是什么", counter_example="达到标准的学校名单"),
    rule("measure_word", r"(?:率|班额|师生比|占比|覆盖率|比例|规模)(?:呢|怎么样|怎样|如何|要求|目标)?$",
         example="普通高中的班额要求", counter_example="如何提高教学质量的做法"),
    rule("english", r"how (?:many|much|large|big|high|long|old)|what (?:is|are|was) the .*(?:target|rate|ratio|size|share|percentage|limit|number|maximum|minimum|proportion|age|cap|goal|figure|standard)|(?:what|which) [^?]{0,40}(?:rate|ratio|share|percentage|size|number|target)\b|(?:target|rate|ratio|percentage|class size|maximum|minimum)\b",
         example="what is the 2025 class size target", counter_example="can schools charge fees"),
)  # fmt: skip

COMPARISON: tuple[Rule, ...] = (
    rule("which_more", r"(?:哪(?:个|里|边|地|儿|家|座)|谁)(?:的)?[^,，。?？]{0,16}?(?:更|最|得)?(?:高(?![中等校考级层新质水])|低|多|少(?![年儿先])|大(?![纲学])|小(?![学朋孩])|严|早|晚|快|慢)|\b(?:higher|lower|stricter|larger|smaller|earlier|later) than\b|which [^?]{0,40}(?:higher|lower|stricter|larger|smaller|earlier|later)\b(?! education)",
         example="广元和綦江哪个班额更严", counter_example="哪个部门负责"),
    rule("difference", r"(?:差|相差|(?<!最)高出?|(?<!最)低|(?<!最)多出?|(?<!至)(?<!最)少)(?:了)?(?:几|多少)(?:个)?(?:百分点|人|个|所|年|岁|%)?|差距|差多少|差别|区别|有(?:什么|何|啥)不同|不一样|一样(?:吗|么|不)|是否(?:相同|一致)|相同(?:吗|么)|how much (?:higher|lower|more)|difference between|differ\b",
         example="两地的毛入学率差几个百分点", counter_example="多少人参加"),
    rule("versions", r"新旧|两版|版(?:本)?(?:和|与|跟|同|对比|比)[^?？,，]{0,14}版|(?:新|旧)版[^?？]{0,12}(?:变化|不同|区别|变了|改了)|(?:修订|修改|调整)前后|(?:变化|改动|调整)(?:了)?(?:吗|没有|什么(?!时)|多少|哪些)|有(?:什么|啥|何)变化",
         example="新旧两版招生办法班额有什么变化", counter_example="出生人口变化"),
    rule("contrast", r"对比|比较(?!困难|[好高低大多]|薄弱|[严集])|相比|比一比|哪(?:个|里|边|地|儿|家)(?:的)?[^,，。?？]{0,16}(?:更|高|低|多|少|大|小|严|早|晚)|谁(?:的)?[^,，。?？]{0,10}(?:更|高|低|大|严)|(?:分别|各)(?:是|为|有)?(?:多少|几|什么|怎么|规定)|各自|compare|\bversus\b|\bvs\.?\b|which (?:is|has|region|city|district|province).*(?:higher|lower|larger|smaller|more|less|earlier|later|stricter)",
         example="对比两个区的普惠率", counter_example="比较困难的学校"),
)  # fmt: skip

DEFINITION = rule("definition", r"什么是|(?:是|指)(?:的)?(?:什么|啥)(?:意思|概念)?[?？]?$|是指|指的是|定义|含义|什么意思|what (?:is meant|does .* mean|is a\b)",
                  example="什么是大班额", counter_example="班额标准要求几人")  # fmt: skip

YES_NO: tuple[Rule, ...] = (
    rule("may", r"(?:可不可以|能不能|可以|能否|可否|是否|允许|准不准|行不行|能|要不要|必须|需要|应当|得)[^?？]*(?:吗|么|嘛|不)?[?？]?$|(?:吗|么)[?？]?$|是否|能不能|可不可以|能否|可否|\b(?:can|may|is it (?:allowed|legal)|are .* allowed|must|should|does|do|is|are)\b",
         example="幼儿园可以布置作业吗", counter_example="幼儿园的名称"),
)  # fmt: skip

WANTS_LEAD = rule("wants_lead", r"牵头|挂帅|主办|主导|主责|主管|lead(?!ing to)|takes? the lead",
                  example="由谁牵头", counter_example="配合单位有哪些")  # fmt: skip
WANTS_PARTICIPATING = rule("wants_participating", r"配合|参与|协办|协助|协同|参加|帮忙的|打下手|participat|takes? part|taking part|support",
                           example="哪些部门配合", counter_example="牵头单位是谁")  # fmt: skip
SPEAKS_OF_BOTH = rule(
    "speaks_of_both", r"这?两(?:地|区|市|县|者|边|家|个(?:区|市|县|地方|地区))|二者|各地|三(?:地|区|者)|它们|他们|\bboth\b|\bthe two\b|between them",
    example="两地差几个百分点", counter_example="两个文件",
)  # fmt: skip
REFERS_BACK = rule(
    "refers_back",
    r"^(?:那|那么|还有|另外|以及|同样|再问|换成|如果是|若是|改成)|呢[?？]?$|^(?:它|这个|这项|该|其|上述|此|这些|他们|她们|它们|前者|后者)|(?:这个|那个|这项|那项|该|上述|此)(?:文件|方案|任务|工作|目标|指标|措施|规定|单位|部门|通知|办法|条例|项|事)"
    r"|^(?:and|what about|how about|then)\b|\b(?:it|they|that one|this one)\b",
    example="那绿江呢？", counter_example="高中班额是多少",
)  # fmt: skip

ALL_RULES: tuple[Rule, ...] = (
    *METADATA, *RESPONSIBILITY, *UNIT_TASKS, *DUE_LIST, *DEADLINE, *TARGET, *COMPARISON, *YES_NO,
    DEFINITION, ASKS_WHO, WANTS_LEAD, WANTS_PARTICIPATING, REFERS_BACK, SPEAKS_OF_BOTH,
)  # fmt: skip
