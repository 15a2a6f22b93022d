"""A place that no document writes of is heard by its short name, so that its question is refused."""

from __future__ import annotations

import pytest

from kb.question.understanding import understand
from kb.region_names import short_name
from kb.regions import default_gazetteer
from tests.question_vocabulary import vocabulary

FORMS = ("{}的定制公交有几条", "{}小学班额上限是多少", "江油和{}哪个班额更低", "请问{}教育局负责哪些任务")


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("邹城的学生定制公交有几条？", "邹城市"),
        ("合肥中职学校生均公用经费多少", "合肥市"),
        ("请问保定教师编制怎么核", "保定市"),
        ("那海口呢", "海口市"),
        ("银川2025年毛入园率要到多少", "银川市"),
        ("邹城要建几所幼儿园", "邹城市"),
        ("绵阳盐亭有没有规定作业时间", "盐亭县"),
    ],
)
def test_a_place_that_no_document_writes_of(question: str, region: str) -> None:
    assert understand(question, vocabulary()).regions == (region,)


def test_both_places_of_a_comparison_are_heard() -> None:
    assert understand("江油和广昌哪个班额更低", vocabulary()).regions == ("江油市", "广昌县")


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("江油和洛阳洛宁哪个班额更低", ("江油市", "洛宁县")),
        ("江油、绵阳三台两地的毛入园率分别是多少", ("江油市", "三台县")),
        ("毛入园率江油和四川绵阳三台差几个点", ("江油市", "三台县")),
        ("绵阳和三台县哪个班额更低", ("绵阳市", "三台县")),
    ],
)
def test_the_larger_place_before_a_name_is_not_compared_itself(
    question: str, regions: tuple[str, ...]
) -> None:
    assert understand(question, vocabulary()).regions == regions


@pytest.mark.parametrize(
    "question", ["和平教育由谁负责", "新建学校的班额是多少", "班额上限在平度上怎么算", "合肥路小学的班额"]
)
def test_other_words_are_no_places(question: str) -> None:
    assert understand(question, vocabulary()).regions == ()


@pytest.mark.parametrize("form", FORMS)
def test_nearly_all_cities_and_counties_are_heard(form: str) -> None:
    """The rest are ordinary words (城中, 和平) or cut with the word before them."""
    places = {
        r.name: r
        for r in default_gazetteer()
        if r.level in ("city", "county") and short_name(r.name) != r.name
    }
    tried = sorted(places)[::20]
    missed = [
        name
        for name in tried
        if not any(
            short_name(name) in region
            for region in understand(form.format(short_name(name)), vocabulary()).regions
        )
    ]
    assert len(tried) > 120
    assert len(missed) <= 0.1 * len(tried), missed


@pytest.mark.parametrize("short", ["大理", "恩施", "延边", "酉阳", "东乡", "文山"])
def test_autonomous_places_have_the_short_name_that_people_use(short: str) -> None:
    assert short in {short_name(region.name) for region in default_gazetteer()}
