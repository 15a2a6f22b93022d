"""Until when documents say that they hold."""

from __future__ import annotations

from datetime import date

import pytest

from kb.validity import valid_until
from kb.versions import document_status
from tests.makers import document


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("本意见自印发之日起施行，有效期至2027年12月31日。", "2027-12-31"),
        ("本办法自2021年3月1日起施行，有效期5年。", "2026-02-28"),
        ("民办学校办学许可证有效期3年。", None),
        ("本办法自2021年3月1日起施行。", None),
        ("居住证有效期至2024年8月31日的，可以报名。", None),
    ],
)
def test_only_the_documents_own_term_counts(text: str, until: str | None) -> None:
    assert valid_until(document(text=text, issued="2021-02-01", effective="2021-03-01")) == until


def test_a_document_whose_term_is_over_is_marked_so() -> None:
    one = document(
        text="本办法自2021年3月1日起施行，有效期5年。", effective="2021-03-01", issued="2021-02-01"
    )
    assert document_status(one, superseded=False, today=date(2026, 2, 28)) == "in_force"
    assert document_status(one, superseded=False, today=date(2026, 3, 1)) == "period_over"
