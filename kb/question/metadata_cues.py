"""Words by which a question asks for what a document says of itself; the names are fields of kb.answer.metadata.

Patterns apply to ``kb.text.normalize``d questions (simplified, half-width, lower case).
"""

from __future__ import annotations

from kb.rules import Rule, rule

_WHEN = r"(?:什么时候|啥时候?|何时|哪(?:一)?(?:年|天|日|个?月)|几时|几月几?[日号]?|几号|多会儿|什么(?:日期|日子)|哪(?:一)?年哪(?:一)?月哪(?:一)?[日天])"
_MADE = r"(?:印发|发布|下发|发的|发文|出台|公布|颁布|通过|批准(?=(?:的|通过|施行|公布)?[?？]?$)|修订|修正|成文|落款|颁发的文)"
_FORCE = r"(?:施行|生效|起效|实施的|起施行|(?:开始|正式|起)(?:实施|执行|施行|生效)|实施(?=的?[?？]?$)|执行(?=的?[?？]?$))"
_WHO = r"(?:谁|哪(?:个|些|几个|一级|一个|级|[一二两三四五六七八九十\d]+(?:个|家)?)?(?:单位|部门|机关|机构|人大|政府|常委会|人大常委会)?|什么(?:单位|部门|机关|机构)|由谁)"
_PAPER = r"(?:方案|规划|计划|文件|意见|通知|办法|行动|条例|规定|细则)"

METADATA: tuple[Rule, ...] = (
    rule("number", r"文号|第(?:多少|几)号|(?:多少|几)号(?:令|文)|(?:令|文件?)(?:是)?第?(?:几|多少)号|发文字号|文件号|什么编号|document number|reference number|\border no\b|which (?:order|decree) number",
         example="这个通知的文号是多少", counter_example="每班人数是多少"),
    rule("issuer", rf"(?<![报经商]){_WHO}(?:联合|共同|下)?(?:印发|发布|发的|下发|发文|制定(?:的|了)|制定(?=本|这|该)|出台|颁布|通过(?:的|了)|公布|批准(?:的|了)?(?=(?:通过|施行|公布)?[?？]?$|[,，]))"
         r"|发文(?:机关|单位|机构)|发布(?:机关|单位|机构)|印发(?:机关|单位)|制定(?:机关|主体)|人大常委会(?:批准|通过)|who (?:issued|adopted|passed|approved)|(?:issued|adopted|passed|approved) by|which (?:body|organ|congress|authority|department)s? (?:adopted|issued|passed|approved)|issuing|by whom",
         example="实施方案是哪些部门印发的", counter_example="哪些部门负责招生"),
    rule("when_issued", rf"{_WHEN}[^,，。?？]{{0,14}}?(?:{_MADE}|{_FORCE})"
         r"|(?:印发|发布|发文|成文|施行|生效|公布|通过|批准|实施|颁布|修订|修正|落款)(?:的)?(?:日期|时间|日子)(?:是|为)?"
         rf"|(?:印发|发布|下发|出台|公布|颁布|通过|施行|生效|修订|修正)(?:的)?(?:是)?(?:在)?(?:什么时候|何时|哪年|哪一年|哪天)|{_WHEN}(?:起|开始)?(?:施行|生效)|从哪(?:一)?(?:天|日|年)(?:起|开始)|(?:落款|成文|印发|发文|施行|生效|通过|公布)(?:的)?(?:日期|时间|日子)?(?:是|在|为)*{_WHEN}"
         r"|when (?:was|were|did|does)[^?]*(?:issued|published|promulgated|adopted|amended|take effect|took effect|come into force|effective)|effective date|entry into force",
         example="永安市条例什么时候起施行", counter_example="什么时候完成布局调整"),
    rule("session", r"(?:哪(?:一)?|第几|什么|几)(?:次|届|个)?[^,，。?？]{0,10}(?:会议|全会|人代会)(?:上)?[^,，。?？]{0,6}(?:通过|审议|审定|批准|同意|定的|修订|修正|制定)|(?:通过|审议|审定|批准|修订)[^,，。?？]{0,8}(?:哪(?:一)?|第几|什么)(?:次|届|个)?[^,，。?？]{0,8}(?:会议|全会)",
         example="两个方案经哪次会议审议通过", counter_example="校务会议多久召开一次"),
    rule("amendments", r"(?:修订|修正|修改)(?:过|了)?(?:几|多少)(?:次|回)|(?:几|多少)(?:次|回)(?:修订|修正|修改)|how many times[^?]*(?:amended|revised)",
         example="教师法修正过几次", counter_example="每学期修订教案的次数"),
    rule("standing", r"征求意见稿(?:吗|还是|么)|正式(?:文件|稿|印发)(?:吗|了吗|还是|么)|(?:还|是否|现在|仍)(?:然)?有效|有效(?:吗|么|期)|失效|过期|废止了?(?:吗|没有)|被废止|作废|"
         r"最新(?:的)?(?:版本|版|修订)|哪(?:个|一)(?:个)?版本|被.{0,12}(?:取代|替代|代替)|现行(?:版本|有效)|是草案|是不是草案|still (?:in force|valid)|\bdraft\b|latest version|superseded",
         example="这个方案还有效吗", counter_example="有效控制大规模学校的措施"),
    rule("basis", r"(?:根据|依据|为了落实|为落实|落实|贯彻)(?:的)?(?:是)?(?:了)?[^,，。?？]{0,12}?(?:哪|什么)[^,，。?？]{0,8}(?:文件|法律|法规|规定|法|制定|出台)|(?:制定|出台|立法)(?:的)?(?:依据|根据)|上位法|(?:落实|依据|根据|执行|贯彻)的(?:上级|国家|省里?|市里?)?[^,，。?？]{0,4}文件|上级文件|引用了?(?:哪|什么)|依据(?:是)?(?:什么|哪)"
         r"|what .*(?:based on|implement)|legal basis",
         example="实施办法是根据什么法律制定的", counter_example="根据2025年目标"),
    rule("period", rf"{_PAPER}(?:的)?(?:期限|有效期|起止|年限|时间范围|实施期|适用(?:时间|期))|(?:覆盖|涵盖|管)(?:到)?(?:哪|几)(?:几|些)?年|what period|which years",
         example="这个行动计划覆盖哪几年", counter_example="方案要求哪年建成"),
    rule("abolishes", r"废止(?:了)?(?:的)?(?:是)?(?:哪|什么|谁)|(?:哪|什么)[^,，。?？]{0,12}(?:同时|即行|就|被)*(?:废止|作废|失效|不再执行|停止执行|停用)|(?:取代|代替|替代)(?:了)?(?:哪|什么)|repeal|abolish",
         example="施行的同时废止了哪个规定", counter_example="何时废止"),
    rule("trial", r"(?:试行|有效)(?:期)?(?:限)?(?:是|为|有)?(?:多长|多久|几年|多少年|到(?:哪|什么|几))|(?:管|有效)(?:到)?(?:多久|几年)(?:有效)?",
         example="这个办法试行多长时间", counter_example="试行方案怎么写"),
    rule("parts", r"(?:几|多少|哪几|哪些)(?:个|份)?(?:方案|文件|计划|附件)|how many (?:plans|documents|annexes)",
         example="这份通知印发了几个方案", counter_example="方案中有几个幼儿园"),
    rule("attachments", r"附件(?:都)?(?:有|是|包括|叫|为)?(?:哪|什么|几|多少)|(?:哪些|几个|什么|多少)(?:份)?附件|附件(?:的)?(?:名称|清单|目录)|附了(?:哪|什么)|attachments?|annex",
         example="这个通知有哪些附件", counter_example="附近的学校有哪些"),
    rule("interprets", r"(?:谁|哪[^,，。?？]{0,6}|什么(?:部门|单位|机关))(?:来|去|进行|负责|有权)*解释|解释权|解释(?:的)?(?:机关|单位|部门)|interpret",
         example="具体应用中的问题由谁解释", counter_example="如何向家长解释收费"),
    rule("structure", r"(?:几|多少)(?:章|条)(?!措施|任务|意见|路|线|建议|要求)|(?:章|条)(?:款|文)?(?:一共|总共|共)?(?:有)?(?:几|多少)|how many (?:chapters|articles)",
         example="这部条例有几章几条", counter_example="方案提出了几条措施"),
    rule("applies_to", r"适用(?:于|的)?(?:是)?(?:哪|什么|谁)(?:些|个)?(?:地区|地方|范围|区域|学校|人|对象)?|适用(?:范围|对象)",
         example="这个办法适用于什么范围", counter_example="适用新教材的年级"),
    rule("recipients", r"主送|发给(?:了)?(?:谁|哪)|印发给(?:谁|哪)",
         example="这份通知主送哪些单位", counter_example="发给家长的通知书"),
    rule("copies", r"抄送|抄报", example="通知抄送给谁", counter_example="抄袭论文怎么处理"),
    rule("contact", r"联系(?:人|电话|方式)|(?:咨询|监督|举报|联系|办公)?电话(?:是|号码|多少|打)|邮箱|传真|(?:寄|送)到(?:哪|什么地)|(?:通讯|邮寄|联系)地址|contact (?:person|number|details)|e-?mail|phone number",
         example="意见发到哪个邮箱", counter_example="电话手表能带进校园吗"),
    rule("comments_until", r"意见[^,，。?？]{0,4}(?:征集|征求|反馈|收)[^,，。?？]{0,8}(?:截止|截至|期限|到(?:哪|什么|几)|最晚|最迟|什么时候|几号|哪天|为止)|(?:征求|反馈|提)(?:修改)?意见[^,，。?？]{0,12}(?:截止|截至|期限|到(?:哪|什么|几)|最晚|最迟|什么时候|几号|哪天)|(?:什么时候|哪天|几号)(?:之)?前[^,，。?？]{0,6}(?:反馈|提)[^,，。?？]{0,4}意见|公示(?:期|时间|到)|comment period",
         example="这份草案征求意见到哪天截止", counter_example="征求意见后修改"),
    rule("open", r"(?:能|可以|可否|是否)[^,，。?？]{0,4}公开(?:吗|发布)?|公开(?:方式|属性)|对外公开", example="它能对外公开吗", counter_example="公开招聘教师"),
    rule("page_field", r"索引号|主题分类|组配分类|公开方式|公文种类|效力状态|信息来源",
         example="这个文件的索引号是什么", counter_example="搜索引擎"),
)  # fmt: skip

DOCUMENT_ACTS: tuple[Rule, ...] = (
    rule("in_force", r"施行|生效|开始(?:实施|执行)|起(?:实施|执行)|(?:实施|执行)(?:的)?(?:日期|时间|日)|(?:什么时候|啥时候|何时|哪天|哪年|几时)[^,，。?？]{0,4}(?:实施|执行)|从哪(?:一)?(?:天|日|年)(?:起|开始)|take effect|took effect|in(?:to)? force|effective",
         example="条例什么时候开始实施", counter_example="北京市实施教师法办法是哪天通过的"),
    rule("adopted", r"通过|表决|审议|制定的|制定(?:机关|主体)|出台|adopt|pass", example="是第几次会议通过的", counter_example="什么时候施行"),
    rule("approved", r"批准|approv", example="由哪个人大常委会批准", counter_example="什么时候施行"),
    rule("published", r"公布|发布|颁布|印发|出台|下发|发文|发的|issue|publish|promulgat", example="国务院令第几号公布的", counter_example="什么时候通过的"),
    rule("amended", r"修订|修正|修改|amend|revis", example="最近一次修正是哪天", counter_example="什么时候通过的"),
)  # fmt: skip
"""What a question says was done with a document; the names are those of ``kb.answer.acts.KINDS``."""

PAGE_LABELS = (
    "索引号", "信息索引号", "主题分类", "组配分类", "公开方式", "公文种类", "效力状态", "有效性", "信息来源", "来源",
)  # fmt: skip
"""Fields of government pages that a question may name."""
