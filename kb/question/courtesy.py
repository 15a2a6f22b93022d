"""Greetings, thanks and questions about the program itself: they ask nothing of the documents."""

from __future__ import annotations

from kb.rules import Rule, rule

_END = r"[\s,，.。!！?？~～]*$"
_CALL = r"(?:[\s,，.。!！]*(?:请问|在吗|在不在|同学|老师|小助手|机器人)?)"

GREETING: Rule = rule(
    "greeting",
    rf"^\s*(?:(?:你|您|大家)好|嗨|哈[喽啰罗]|早上好|上午好|中午好|下午好|晚上好|早安|请问|在吗|hi|hello|hey|good (?:morning|afternoon|evening))(?:[呀啊吗哇]|\s+there)?{_CALL}{_END}",
    example="您好，在吗？",
    counter_example="你好，请问班额是多少",
)
THANKS: Rule = rule(
    "thanks",
    rf"^\s*(?:(?:好的?|嗯|ok|okay)?[\s,，.。!！]*(?:多谢|谢谢|感谢|辛苦)(?:你|您|啦|了|大家)*|好的?|知道了|明白了|收到|再见|拜拜|没事了|thanks?(?: you)?(?: (?:very|so) much)?|bye|goodbye|ok|okay){_END}",
    example="好的，谢谢啦",
    counter_example="感谢信由谁发",
)
ABOUT_PROGRAM: Rule = rule(
    "about_program",
    rf"^\s*(?:[你您](?:是谁|是什么|叫什么(?:名字)?|能(?:做|干|回答|帮我?)(?:些|点)?(?:什么|啥|哪些)(?:问题|事)?|会(?:做|干)?(?:什么|啥)|有(?:什么|哪些)功能|怎么用)|(?:这个?(?:系统|网页|页面|程序)?)?(?:怎么|如何)(?:使?用|提问|问)(?:啊|呢)?|使用(?:说明|方法)|帮助|help|who are you|what (?:can you do|are you)|how (?:do i|to) use (?:this|it|you)){_END}",
    example="你能回答哪些问题？",
    counter_example="这个系统由谁负责",
)
RULES: tuple[Rule, ...] = (GREETING, THANKS, ABOUT_PROGRAM)


def is_courtesy(text: str) -> bool:
    """Whether the text (normalised) says nothing but a greeting, thanks or a question about the program."""
    return any(rule.pattern.search(text) for rule in RULES)
