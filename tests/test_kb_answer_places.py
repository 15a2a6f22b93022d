"""What a document of a larger place says of the places inside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer.place_text import ALL, REST, is_named_in, parts_about
from kb.rules import Rule
from tests.small_base import small_service

PREFECTURE = """楚雄彝族自治州教育局关于推进校园安全设施建设的通知
各县（市）教育局：
为加强校园安全设施建设，现就有关事项通知如下。
一、进度
楚雄市、禄丰市在2024年6月30日前完成一键报警装置安装，姚安县在2024年9月30日前完成，其他县2024年12月31日前完成。
二、补助
元谋县每所学校补助安全设备费3万元，其他县（市）每所学校补助安全设备费2万元。
三、数量
2024年全州新建护学岗60个，其中楚雄市20个、大姚县9个，南华县和双柏县各7个，武定县和牟定县合计17个。
四、乡镇
龙川镇护学岗由龙川镇派出所牵头，龙川镇中心学校配合。一平浪镇校门安装防撞柱12个，龙川镇安装防撞柱8个。
楚雄彝族自治州教育局
2024年3月1日
"""
TOWN = """横沥镇人民政府关于印发《横沥镇课后托管工作方案》的通知
各村（社区），镇属各学校：
现将《横沥镇课后托管工作方案》印发给你们，请遵照执行。
横沥镇人民政府
2024年8月20日
横沥镇课后托管工作方案
一、收费
课后托管每生每学期不超过800元。
二、职责
镇团委牵头组织托管志愿者，镇教育管理中心配合。
"""
DISTRICT = """开封市鼓楼区教育体育局关于做好2024年招生工作的通知
各学校：
一、计划
2024年全区小学一年级招生3200人。
开封市鼓楼区教育体育局
2024年6月1日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder: Path = tmp_path_factory.mktemp("places")
    return small_service(folder, extra={"州.txt": PREFECTURE, "镇.txt": TOWN, "区.txt": DISTRICT})


@pytest.mark.parametrize("rule", [REST, ALL], ids=lambda rule: rule.name)
def test_examples(rule: Rule) -> None:
    assert rule.pattern.search(rule.example)
    assert not rule.pattern.search(rule.counter_example)


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("盈江县", ["盈江县在9月前完成，"]),
        ("芒市", ["芒市、瑞丽市在5月前完成，"]),
        ("陇川县", ["其他县市年底前完成"]),
        ("德钦县", ["其他县市年底前完成"]),
        ("章凤镇", []),
    ],
)
def test_a_clause_belongs_to_the_places_it_names_or_to_the_rest(place: str, parts: list[str]) -> None:
    text = "芒市、瑞丽市在5月前完成，盈江县在9月前完成，其他县市年底前完成。"
    found = parts_about(text, (0, len(text) - 1), place, "德宏傣族景颇族自治州")
    assert [text[start:end] for start, end in found] == parts


def test_each_name_of_a_row_of_figures_has_what_follows_it_and_a_sum_has_none() -> None:
    text = "兴义市110个、兴仁市62个，望谟县、册亨县各35个，普安县和义龙新区合计25个"
    whole = (0, len(text))

    def of(place: str) -> str:
        return "".join(text[s:e] for s, e in parts_about(text, whole, place, "黔西南布依族苗族自治州"))

    assert (of("兴仁市"), of("册亨县"), of("普安县")) == ("兴仁市62个，", "望谟县、册亨县各35个，", "")


def test_who_is_named_in_the_table_is_not_among_the_rest() -> None:
    text = "县市 | 补助\n元谋县 | 3\n其他县市 | 2\n"
    rest = (text.index("其他"), len(text) - 1)
    assert parts_about(text, rest, "姚安县", "楚雄彝族自治州") == (rest,)
    assert parts_about(text, rest, "元谋县", "楚雄彝族自治州") == ()


def test_a_town_named_after_its_county_is_not_the_county() -> None:
    assert not is_named_in("孟村镇12辆", "孟村回族自治县")
    assert is_named_in("孟村县12辆", "孟村回族自治县")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("姚安县的一键报警装置什么时候装完？", "2024年9月30日前"),
        ("永仁县一键报警装置何时完成安装？", "2024年12月31日前"),
        ("元谋每所学校补助多少安全设备费？", "3万元"),
        ("大姚县每所学校补助多少安全设备费？", "2万元"),
        ("大姚县要新建多少个护学岗？", "9个"),
        ("龙川镇护学岗谁牵头？", "龙川镇派出所"),
        ("一平浪镇校门要装多少个防撞柱？", "12个"),
        ("横沥的课后托管一学期收多少钱？", "800元"),
        ("横沥镇这边托管志愿者谁牵头？", "镇团委"),
        ("开封鼓楼区2024年小学一年级招多少人？", "3200人"),
    ],
)
def test_a_place_is_answered_for_by_the_document_that_treats_it(
    service: Service, question: str, said: str
) -> None:
    answer = service.ask(question)
    assert answer.answered
    assert said in answer.text.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "弥渡县的一键报警装置什么时候装完？",
        "武定县要新建多少个护学岗？",
        "永仁县要新建多少个护学岗？",
        "寮步镇的课后托管一学期收多少钱？",
        "南京鼓楼区2024年小学一年级招多少人？",
    ],
)
def test_a_place_that_nothing_treats_is_refused(service: Service, question: str) -> None:
    assert not service.ask(question).answered


def test_the_answer_names_the_place_and_the_document_it_is_told_in(service: Service) -> None:
    answer = service.ask("大姚县要新建多少个护学岗？")
    assert [fact.region for fact in answer.facts] == ["大姚县"]
    assert "楚雄彝族自治州教育局" in answer.text


def test_a_town_is_the_region_of_its_documents(service: Service) -> None:
    regions = {
        d.metadata.region for d in service.base.corpus.documents.values() if "横沥" in d.metadata.title
    }
    assert regions == {"横沥镇"}
