"""Words of speech that say nothing of what is asked about: 就, 还, 觉得, 会不会.

The segmenter, which knows written Chinese, glues them to their neighbours (能查, 人会): of a word that no document
knows they are cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

_SAID = """
想 想要 想问 觉得 感觉 认为 以为 看来 听说 据说 知道 晓得 不知道 不晓得 问问 问一下 打听 请教
能 能不能 能否 可不可以 可否 会 会不会 不会 要 要不要 不要 该 该不该 用不用 需不需要 需要 必须 得 应该 应当 一定 行 行不行 成不成 让 让不让 准不准 允不允许 允许 可以
不 没 没有 没得 别 不用 不能 不行 不让 不是 是不是 有没有 有无
就 就是 还 还是 还要 还能 又 再 再次 也 都 才 只 只能 光 老 老是 总 总是 常 常常 一直 已经 早已 正在 刚 刚刚 马上 立刻 突然 忽然 终于 到底 究竟 其实 本来 反正 居然 竟然 果然 万一 假如 如果 要是 的话 最后 最终 结果 然后 之后 以后 那么 这么 怎么 怎样 怎么样 咋 咋办 咋样 咋整 咋弄 咋说 如何 为啥 为什么 凭啥 凭什么 啥 啥样 啥时候
一个 一下 一些 有些 有点 有点儿 一点 一点儿 点 些 几 几个 好几 好几个 好多 许多 不少 多 太 太多 很 挺 特别 非常 比较 最 更 越 真 真的 确实 大概 大约 差不多 左右 顶多 起码 至多 至少 最多 最少
咱 咱们 我 我们 俺 你 你们 他 他们 她 它 人家 大家 自己 自个儿 别人 谁 哪 哪儿 哪里 哪个 哪些 这 这个 这些 这样 这种 那 那个 那些 那样 那种 这边 那边 这里 那里 这儿 那儿
呢 吗 嘛 吧 啊 呀 哦 哈 哟 喽 了 着 过 的 地 得 把 被 给 对 跟 和 同 与 替 帮 往 从 在 到 向 由 去 来 上去 下来 起来 出来 进去 过来 过去 回来
事 事儿 事情 东西 情况 样子 时候 时 地方 方面 意思 办法 说法 讲究 啥说法 算 算是 叫 当 做 弄 搞 整 说 讲 看 有 是 为 请 麻烦 帮忙 帮我
"""
_PARTICLES = "能会想要就还又再也都才只不没别把被给让叫去来到着了过的得地在时里上下吗呢吧"
_SHORTEST = 1


def words() -> frozenset[str]:
    """Tokens that only belong to the way of speaking."""
    return _WORDS


_WORDS = frozenset(_SAID.split())


def without_speech(tokens: Iterable[str], knows: Callable[[str], bool]) -> Iterator[str]:
    """The tokens that say what is asked about; ``knows`` tells which stand in the documents.

    A document that writes a word of speech (还 in 归还) does not make it a topic.
    """
    for token in tokens:
        bare = token if token in _WORDS or knows(token) else _trimmed(token)
        if bare not in _WORDS and len(bare) >= _SHORTEST:
            yield bare


def _trimmed(token: str) -> str:
    """An unknown word of two or three characters without the particles at its ends."""
    bare = token.strip(_PARTICLES) if 1 < len(token) <= 3 else token
    return bare or token
