"""Answers and texts for tests of what people see."""

from __future__ import annotations

from hypothesis import strategies as st

from kb.contract import Answer, Citation, DeadlineFact, ResponsibilityFact, TargetFact

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[点我](javascript:alert(1))",
    "' onmouseover='alert(1)",
    "</td></tr></table><iframe src=//x>",
    "{{constructor.constructor('alert(1)')()}}${alert(1)}",
    "&lt;b&gt;&amp;",
)


def hostile_texts() -> st.SearchStrategy[str]:
    """Texts that try to become markup, and any other text."""
    ordinary = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
    return st.one_of(
        st.sampled_from(HOSTILE), st.tuples(ordinary, st.sampled_from(HOSTILE)).map("".join), ordinary
    )


def citation(
    n: int, *, document: str = "d1", start: int = 0, quote: str = "原文。", **other: object
) -> Citation:
    """A citation of a quote."""
    values: dict[str, object] = {
        "title": "某市方案",
        "source": "方案.txt",
        "section": ("一、目标",),
        "page": None,
        "status": "in_force",
        **other,
    }
    return Citation(n=n, document=document, start=start, end=start + len(quote), quote=quote, **values)  # type: ignore[arg-type]


def target(
    region: str, value: str, n: int, *, metric: str = "毛入园率", deadline: str | None = "2025"
) -> TargetFact:
    """A percentage that a region is to reach."""
    return TargetFact("d1", region, metric, ">=", value, None, "%", deadline, n)


def duty(
    task: str, n: int, *, lead: tuple[str, ...] = ("市教育局",), participating: tuple[str, ...] = ()
) -> ResponsibilityFact:
    """A measure of 某市."""
    return ResponsibilityFact("d1", "某市", task, lead, participating, (), n)


def due(task: str, deadline: str, n: int) -> DeadlineFact:
    """A dated task of 某市."""
    return DeadlineFact("d1", "某市", task, deadline, f"{deadline}前", None, n)


def refusal(text: str = "没有某县的目标。") -> Answer:
    """An answer that says what is missing."""
    return Answer("某县的目标？", "refusal", text, citations=(citation(1),), missing=text)
