"""Everyday words beside the terms of policy writing.

People ask how many children sit "in one class" where documents say 班额. The terms are added to what
is searched and matched; the question's own words stay.
"""

from __future__ import annotations

from kb.rules import Rule, rule

_TERMS: tuple[tuple[Rule, str], ...] = (
    (rule("class_size", r"(?:一个|每个?|一|平均每?|各)班(?:级)?[^,，。?？]{0,8}(?:人|学生|孩子|娃)|班(?:上|里)[^,，。?？]{0,6}(?:人|学生)|多大的班|小班化|班级(?:人数|规模|学生数)|class size",
          example="一个班最多坐多少人", counter_example="班主任有多少人"), "班额"),
    (rule("first_year", r"(?<!提)高一(?!点|些|级|等)|新高一|高中一年级|高中新生", example="高一新生一个班多少人", counter_example="提高一点"),
     "普通高中 新入学年级"),
    (rule("junior_first", r"(?<![年最])初一(?!步)|七年级|初中一年级", example="新初一招多少人", counter_example="最初一批"), "初中 一年级 七年级"),
    (rule("primary_first", r"(?<![初高]中)(?<!学)一年级(?!学)", example="一年级招几个班", counter_example="初中一年级"), "小学 一年级"),
    (rule("senior", r"普高|普通高中|(?<!初)高中(?!阶段)", example="普高招生", counter_example="初中高年级"), "普通高中"),
    (rule("vocational", r"中职|中专|职高|职校", example="职高学费", counter_example="职工"), "中等职业学校 职业教育"),
    (rule("preschool_rate", r"(?:上|入|进|读)幼儿园[^,，。?？]{0,6}(?:比例|率|多少|百分)|入园(?:率|比例)", example="上幼儿园的比例", counter_example="幼儿园数量"),
     "毛入园率"),
    (rule("public_kindergarten", r"公立(?:的)?(?:幼儿园|园)|公办园|政府办的(?:幼儿园|园)", example="公立幼儿园", counter_example="公立医院"), "公办幼儿园"),
    (rule("drawn_up", r"(?<!能)(?:拿|端|搞|弄|写|编)(?:得)?出来|拿出[^，。？?]{0,8}(?:方案|办法|细则|意见|计划)", example="实施方案什么时候拿出来", counter_example="谁能拿到毕业证"), "制定 出台"),
    (rule("more_posts", r"(?:增加|新增|[加添增扩]|多给|多批)(?:了|些|点)?(?:事业|教职工|教师|幼师|老师)?(?:的)?编制?(?![部办委排写])(?:名额)?", example="给公办园加编制", counter_example="增加编排人员"), "核增"),
    (rule("public_share", r"(?:公立(?:的)?(?:幼儿园|园)|公办园|政府办的(?:幼儿园|园))(?![^，。？?]{0,6}(?:收费|编制|经费|成本|教师|标准))[^，。？?]{0,12}(?:占|比|达到|达多少|多少|几成)", example="公办园要占多少", counter_example="公办园收费标准是多少"), "在园幼儿占比"),
    (rule("private_kindergarten", r"私立(?:的)?(?:幼儿园|园)|民办园", example="私立幼儿园", counter_example="私立医院"), "民办幼儿园"),
    (rule("inclusive", r"普惠园|普惠(?:性)?幼儿园|普惠率", example="普惠园比例", counter_example="普惠金融"), "普惠性幼儿园 普惠率"),
    (rule("private_school", r"私立(?:学校|高中|中学|小学)", example="私立学校收费", counter_example="私立医院"), "民办学校"),
    (rule("age", r"年纪|岁数|多大(?:年龄)?(?=$|[,，。?？的])", example="最大年纪多少岁", counter_example="多大面积"), "年龄"),
    (rule("driver", r"司机|师傅|开(?:校)?车的(?:人)?", example="开校车的师傅", counter_example="校车开行"), "驾驶人"),
    (rule("naming", r"取名|起名|名字|校名|园名|叫(?:做|作)?[“\"「]?某", example="幼儿园取名国际幼儿园可以吗", counter_example="报名时间"),
     "名称 冠以 字样 命名"),
    (rule("children", r"娃(?:娃|儿)?|小孩|小朋友|宝宝", example="娃娃上学", counter_example="娲皇宫"), "幼儿 学生"),
    (rule("teacher_ratio", r"师生比|生师比|教职工与(?:学生|幼儿)(?:之)?比", example="师生比是多少", counter_example="学生比赛"),
     "师生比 生师比 教职工与学生比 教职工与幼儿比"),
    (rule("teachers", r"老师|师资|教员", example="老师不够怎么补", counter_example="师范"), "教师"),
    (rule("refill", r"(?:补|招|配|缺)(?:充)?(?:老师|教师)|老师(?:不够|短缺|缺)", example="补老师归谁管", counter_example="老师讲课"), "教师补充 招聘"),
    (rule("money", r"(?:花|出|拨|掏|给)钱|钱从哪|的钱(?!数)|资金", example="钱从哪来谁出钱", counter_example="钱学森班"), "经费 投入"),
    (rule("pay", r"工资|薪水|待遇", example="老师工资", counter_example="等待"), "工资待遇"),
    (rule("phone", r"手机|电话手表", example="带手机进校园", counter_example="手工"), "手机 智能终端"),
    (rule("tutoring", r"补习班?|培训班|课外班|辅导班", example="补习班监管", counter_example="学习"), "校外培训"),
    (rule("beating", r"打(?:学生|孩子|人|骂)|骂(?:学生|孩子)|体罚", example="老师打学生怎么处理", counter_example="打造"), "体罚 变相体罚 侮辱人格尊严"),
    (rule("head", r"(?<!校)园长|校长(?!期|远|廊)|一把手", example="校长任期", counter_example="学校长远规划"), "负责人"),
    (rule("police", r"派出所|警察", example="派出所要做什么", counter_example="警示"), "公安机关"),
    (rule("shut", r"关门|停办|不办了|倒闭", example="幼儿园停办怎么办", counter_example="停课"), "终止 变更"),
    (rule("bully", r"霸凌|欺负", example="被同学欺负", counter_example="欺诈"), "学生欺凌"),
    (rule("meals", r"吃饭|伙食|午餐|饭菜", example="学校伙食谁管", counter_example="吃苦"), "膳食 食品安全 食堂"),
    (rule("myopia", r"近视|视力", example="近视率降低", counter_example="重视"), "近视 视力"),
    (rule("sleep", r"几点(?:上课|到校|睡)|睡多久", example="小学几点上课", counter_example="几点意见"), "作息时间 睡眠"),
    (rule("size", r"(?:办|建|开)(?:得|到)?(?:更|最|多|这么)?大(?![事会赛课学])|多大规模", example="哪边准办得更大", counter_example="办大事"), "规模 学生规模"),
    (rule("new_school", r"新(?:开|办|盖)(?:的)?(?:高中|学校|幼儿园|小学|初中|中学)", example="新开的高中", counter_example="新开学"), "新建"),
    (rule("quota", r"名额[^,，。?？]{0,8}(?:分|给|到|留)[^,，。?？]{0,6}(?:初中|学校)|指标生", example="名额必须分到各初中", counter_example="名额已满"),
     "指标到校"),
    (rule("net_bar", r"网吧|网咖", example="学校旁边开网吧", counter_example="网络"), "互联网 上网服务 营业场所"),
    (rule("smoking", r"抽烟|吸烟", example="在幼儿园里抽烟", counter_example="烟花"), "吸烟"),
    (rule("tattoo", r"[纹文]身|刺青", example="给未成年人纹身", counter_example="本人身份"), "文身"),
    (rule("migrant", r"打工|外来务工|外地来", example="外地来打工的孩子上学", counter_example="打造"), "进城务工 随迁子女"),
    (rule("selling", r"(?:卖|推销)[^,，。?？]{0,6}(?:书|绘本|教具|东西|资料|保险|商品)", example="幼儿园在群里卖绘本", counter_example="拍卖行"), "推销 商品 服务"),
    (rule("broadcast", r"开(?:个)?直播|直播(?:账|帐)?号|当主播", example="自己开个直播账号", counter_example="直接"), "网络直播发布者 账号注册"),
    (rule("tearing_down", r"拆(?!分|解|借)|搭(?:建)?(?:房|棚|屋)", example="在校墙外搭房子谁来拆", counter_example="拆分班级"), "拆除 建筑物 构筑物"),
    (rule("bedtime", r"熄灯|起床|就寝", example="几点熄灯", counter_example="床位"), "就寝 作息时间"),
    (rule("grouping", r"(?<!部)分班|编班", example="给新生分班", counter_example="部分班级"), "均衡编班 阳光分班"),
    (rule("swap", r"挖(?:老师|教师|人)|抢(?:老师|教师|生源|学生)", example="抢生源怎么处理", counter_example="抢险"), "抢挖 恶意 争抢生源"),
)  # fmt: skip


RULES: tuple[Rule, ...] = tuple(found for found, _ in _TERMS)


def policy_terms(text: str) -> str:
    """Terms of policy writing for the everyday words in ``text``, space-separated; empty when there are none."""
    terms = [term for found, words in _TERMS if found.pattern.search(text) for term in words.split()]
    return " ".join(dict.fromkeys(term for term in terms if term not in text))
