"""Messages of the program reach Chinese readers in Chinese."""

from __future__ import annotations

import re

import pytest

from app.ui.messages import MESSAGES, Message, in_language


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.example[:30])
def test_every_message_matches_its_example_and_no_earlier_one_does(message: Message) -> None:
    said = in_language(message.example, "zh")
    assert said != message.example
    assert not re.search(r"\\\d", said)
    first = next(known for known in MESSAGES if re.search(rf"(?:^|(?<=: )){known.pattern}$", message.example))
    assert first is message


def test_the_file_name_stays_and_unknown_messages_are_shown_as_they_are() -> None:
    assert in_language("通知.txt: empty (0 bytes); copy or download it again", "zh") == (
        "通知.txt：空文件（0 字节），请重新下载或复制"
    )
    assert in_language("3 责任单位 lists could not be split", "zh") == "有 3 处责任单位未能拆分"
    assert in_language("something new happened", "zh") == "something new happened"
    assert in_language("too many requests: try again in 3 s", "en") == "too many requests: try again in 3 s"
