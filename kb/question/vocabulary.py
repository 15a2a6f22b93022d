"""The names that questions may use, gathered from the documents at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kb.corpus import Corpus
from kb.question.sounds import sounds, usual_sound
from kb.question.spelling import Speller
from kb.records import Document, Responsibility, Target
from kb.region_names import COUNTRY, Region
from kb.regions import Gazetteer, default_gazetteer
from kb.schools import institution
from kb.titles import Names
from kb.vocabulary import words

# Words of questions themselves, so that 牵投单位 and 什么时侯 are read right.
_QUESTION_WORDS = (
    "牵头", "牵头单位", "配合单位", "责任单位", "主管部门", "什么时候", "负责", "多少", "目标", "截止", "文号", "印发",
    "班额", "毛入园率", "毛入学率", "普惠率", "师生比", "巩固率", "大班额", "幼儿园", "学前教育", "义务教育", "普通高中",
    "职业教育", "教育局", "财政局", "教育部门", "征求意见稿", "有效期", "配合", "参与", "任务", "措施", "完成", "比例", "占比", "目标", "措施",
    "条例", "办法", "规定", "通知", "方案", "标准", "保证", "保障", "年龄", "台账", "时限", "期限", "审批", "监督", "检查",
    "班级", "学位", "学费", "收费", "补助", "编制", "职称", "培训", "教师", "校长", "园长", "学生", "幼儿", "高中", "初中",
    "小学", "学校", "部门", "单位", "上限", "规模", "覆盖率", "全覆盖", "教师资格", "资格证", "教师资格证", "普通高中", "民办", "公办",
)  # fmt: skip


# Words of speech that no document need write: 还是教育局 is not 还市教育局
_SPOKEN = frozenset(
    (
        "哪个",
        "那个",
        "这个",
        "几个",
        "一个",
        "每个",
        "两个",
        "哪些",
        "哪家",
        "谁家",
        "还是",
        "就是",
        "都是",
        "也是",
        "不是",
        "是不",
        "只是",
        "要是",
        "算是",
        "该是",
        "又是",
    )
)


@dataclass(frozen=True)
class QuestionVocabulary:
    """Regions, units and terms of the documents."""

    gazetteer: Gazetteer
    document_regions: frozenset[str]
    """Regions that documents come from."""
    units: tuple[str, ...]
    """Canonical units that have responsibilities."""
    surfaces: frozenset[str]
    """Unit names as documents write them."""
    metrics: frozenset[str]
    title_terms: frozenset[str]
    """Terms of titles, numbers and issuers."""
    text: str
    """All document texts, for checking whether a spelling occurs."""
    titles: tuple[str, ...] = ()
    """Titles of the documents."""
    document_parents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The larger regions, at every level, of each region that documents come from; of all places of one name."""
    stated_regions: frozenset[str] = frozenset()
    """Smaller regions that facts of documents are about, such as the rows of a table."""
    names: Names = field(default_factory=lambda: Names((), superseded=()))
    """What people call the documents."""

    @cached_property
    def known_regions(self) -> frozenset[str]:
        """Regions of which anything is known."""
        return self.document_regions | self.stated_regions

    @cached_property
    def speller(self) -> Speller:
        """Corrects homophones towards the documents' own terms."""
        titles = {title.removeprefix("中华人民共和国") for title in self.titles}
        long_terms = {term for term in (*words(), *self.metrics) if len(term) > 2}
        terms = {*_QUESTION_WORDS, *long_terms, *self.surfaces, *self._region_names(), *titles}
        return Speller(terms, is_written=lambda piece: piece in self.text or piece in _SPOKEN)

    @cached_property
    def own_by_pinyin(self) -> dict[str, str]:
        """The documents' regions by the pinyin of their short names; each reading of a name counts (漯河: luohe)."""
        return _by_sound([*sorted(self.document_regions), *sorted(self.stated_regions)])

    @cached_property
    def known_by_pinyin(self) -> dict[str, str]:
        """Provinces and cities of the gazetteer by the pinyin of their short names."""
        return _by_sound([region.name for region in self.gazetteer if region.level in ("province", "city")])

    def county_by_pinyin(self, sound: str) -> str | None:
        """A county or district of the gazetteer by the pinyin of its short name; None when there is none."""
        return self._counties.get(sound)

    @cached_property
    def _counties(self) -> dict[str, str]:
        return _by_sound([region.name for region in self.gazetteer if region.level == "county"])

    @cached_property
    def schools(self) -> tuple[str, ...]:
        """Names, without the place where they have one of their own, of the schools whose rules are at hand."""
        names = (institution(title, None) for title in self.titles)
        return tuple(sorted({found[-1] for found in names if found}))

    def _region_names(self) -> set[str]:
        from kb.region_names import short_name

        return {name for region in self.document_regions for name in (region, short_name(region))}


def _by_sound(regions: Sequence[str]) -> dict[str, str]:
    """Regions by their short names in letters ("guangyuan"); names of one character are left out.

    The usual reading of a name comes before other readings of its characters (漯河 is luohe), and of regions
    that sound the same the first one stays.
    """
    from kb.region_names import short_name

    usual: dict[str, str] = {}
    other: dict[str, str] = {}
    for name in regions:
        short = short_name(name).removesuffix("新") if name.endswith("新区") else short_name(name)
        if len(short) > 1:
            usual.setdefault(usual_sound(short), name)
            for sound in sounds(short):
                other.setdefault(sound, name)
    return other | usual


def _stated(corpus: Corpus) -> list[Region | tuple[str, str | None]]:
    """Regions that facts are about, below that of their document where the gazetteer does not know them."""
    known = default_gazetteer()
    found: list[Region | tuple[str, str | None]] = []
    for name, ids in sorted(corpus.stated_regions.items()):
        above = corpus.documents[min(ids)].metadata.region
        within = above if above and above != COUNTRY else None
        region = known.resolve(name, within=within)
        found.append(region if region is not None else (name, within))
    return found


def _parents(documents: Iterable[Document], gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for document in documents:
        region, parent = document.metadata.region, document.metadata.region_parent
        if region and parent:
            above = frozenset({parent, *gazetteer.ancestors(parent)})
            found[region] = found.get(region, frozenset()) | above
    return found


def build_vocabulary(corpus: Corpus) -> QuestionVocabulary:
    """The vocabulary of a corpus."""
    documents = corpus.documents.values()
    gazetteer = default_gazetteer().with_regions(
        [
            *((d.metadata.region, d.metadata.region_parent) for d in documents if d.metadata.region),
            *_stated(corpus),
        ]
    )
    units: dict[str, None] = {}
    surfaces: set[str] = set()
    metrics: set[str] = set()
    for fact in corpus.facts:
        if isinstance(fact, Responsibility):
            mentions = (*fact.lead, *fact.participating, *fact.responsible)
            units.update(dict.fromkeys(mention.unit for mention in mentions))
            surfaces.update(mention.surface for mention in mentions)
        elif isinstance(fact, Target):
            metrics.add(fact.metric)
    return QuestionVocabulary(
        gazetteer=gazetteer,
        document_regions=frozenset(d.metadata.region for d in documents if d.metadata.region),
        units=tuple(sorted(units)),
        surfaces=frozenset(surfaces),
        metrics=frozenset(metrics),
        title_terms=frozenset(term for title in corpus.titles.values() for term in title.terms),
        text="\n".join(document.text for document in documents),
        titles=tuple(dict.fromkeys(document.metadata.title for document in documents)),
        document_parents=_parents(documents, gazetteer),
        stated_regions=frozenset(corpus.stated_regions),
        names=Names(documents, superseded=corpus.superseded_by),
    )
