"""责任分工: every measure of a unit or region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import gradio as gr

from app.export.fact_filter import ROLES, FactFilter, select_facts, units_named
from app.export.facts_table import FactRow, fact_rows, subject
from app.export.spreadsheet import facts_csv, facts_xlsx
from app.ui import choices
from app.ui.clicks import clickable, read_action
from app.ui.context import QUIET, PageContext
from app.ui.downloads import Writer, write_download
from app.ui.fact_table import FactColumn, Order, render_facts, source_column, text_column
from app.ui.markup import Markup, action, details, join, tag
from app.ui.unit_picture import draw_unit
from app.ui.words import Language, say
from kb.contract import ResponsibilityFact
from kb.corpus import Corpus
from kb.records import Fact, Responsibility, Role

ANY = ""
_BUSIEST = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen; empty texts do not restrict."""

    unit: str = ""
    region: str = ""
    role: str = ""
    topic: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether neither a unit nor a region was chosen."""
        return not (self.unit or self.region)


def duties(corpus: Corpus, chosen: Selection) -> tuple[tuple[Responsibility, FactRow], ...]:
    """Responsibilities that fit, each with its row, by document and place."""
    facts = select_facts(
        corpus,
        FactFilter(
            type="responsibility",
            unit=chosen.unit.strip() or None,
            region=chosen.region.strip() or None,
            role=cast("Role | None", chosen.role or None),
            topic=chosen.topic.strip() or None,
        ),
    )
    found = [fact for fact in facts if isinstance(fact, Responsibility)]
    return tuple(zip(found, fact_rows(corpus, found), strict=True))


def roles_of(fact: Responsibility, units: Sequence[str]) -> tuple[Role, ...]:
    """The roles that one of the canonical units has in the fact."""
    return tuple(role for role in ROLES if any(mention.unit in units for mention in getattr(fact, role)))


class DutiesTab:
    """Builds the tab and handles its events."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self.order = gr.State(Order("source"))
        make = page.labels.make
        with gr.Row(elem_classes=["filters"]):
            self.unit = make(
                gr.Dropdown,
                {"label": "duties.unit"},
                choices=[],
                value=None,
                allow_custom_value=True,
                elem_id="duty-unit",
            )
            self.region = make(
                gr.Dropdown, {"label": "duties.region"}, choices=[], value=None, elem_id="duty-region"
            )
            self.role = make(
                gr.Dropdown, {"label": "column.role"}, choices=_roles("zh"), value=ANY, elem_id="duty-role"
            )
            self.topic = make(
                gr.Textbox,
                {"label": "duties.topic", "placeholder": "duties.topic_hint"},
                elem_id="duty-topic",
            )
        self.result = clickable("duties")
        with gr.Row(elem_classes=["exports"]):
            self.xlsx = make(gr.Button, {"value": "export.xlsx"}, size="sm", elem_id="duty-xlsx", scale=0)
            self.csv = make(gr.Button, {"value": "export.csv"}, size="sm", elem_id="duty-csv", scale=0)
        self._chosen = [self.unit, self.region, self.role, self.topic]
        self._connect()
        self.changes: list[Any] = []
        self.fresh_inputs: list[Any] = [*self._chosen, self.order]
        self.fresh_outputs: list[Any] = [self.unit, self.region, self.role, self.result]

    def _connect(self) -> None:
        page = self._page
        inputs = [*self._chosen, self.order, page.language]
        for event in (self.unit.change, self.region.change, self.role.change, self.topic.change):
            event(self._show, inputs, [self.result], **QUIET)
        self.result.click(self._act, inputs, [self.unit, self.order, self.result], **QUIET)
        page.source.serve(self.result)
        for button, write in ((self.xlsx, self._write_xlsx), (self.csv, self._write_csv)):
            button.click(write, [*self._chosen, page.language], [page.source.download], **QUIET)

    def fresh(
        self,
        language: Language,
        user: str | None,  # noqa: ARG002
        unit: str | None,
        region: str | None,
        role: str | None,
        topic: str | None,
        order: Order,
    ) -> list[Any]:
        """Choices and content for a page that opens or a knowledge base that changed."""
        corpus = self._page.service.base.corpus
        return [
            gr.update(choices=unit_choices(corpus)),
            gr.update(choices=choices.regions(corpus)),
            gr.update(choices=_roles(language)),
            self._render(_selection(unit, region, role, topic), order, language),
        ]

    def _show(
        self,
        unit: str | None,
        region: str | None,
        role: str | None,
        topic: str | None,
        order: Order,
        language: Language,
    ) -> Markup:
        return self._render(_selection(unit, region, role, topic), order, language)

    def _act(
        self,
        unit: str | None,
        region: str | None,
        role: str | None,
        topic: str | None,
        order: Order,
        language: Language,
        event: gr.EventData,
    ) -> tuple[Any, Any, Any]:
        act = read_action(event)
        if act.name == "unit":
            unit = act.value
        elif act.name == "sort":
            order = order.toggled(act.value)
        else:
            return gr.skip(), gr.skip(), gr.skip()
        return unit, order, self._render(_selection(unit, region, role, topic), order, language)

    def _render(self, chosen: Selection, order: Order, language: Language) -> Markup:
        corpus = self._page.service.base.corpus
        if chosen.is_empty:
            return _invitation(unit_choices(corpus), say(language, "duties.choose"))
        if chosen.unit and not units_named(corpus, chosen.unit.strip(), region=chosen.region or None):
            similar = [choice for choice in unit_choices(corpus) if chosen.unit.strip() in choice[1]]
            if len(similar) != 1:
                return _invitation(similar, say(language, "duties.similar" if similar else "duties.unknown"))
            chosen = replace(chosen, unit=similar[0][1])
        found = duties(corpus, chosen)
        units = units_named(corpus, chosen.unit.strip(), region=chosen.region or None) if chosen.unit else ()
        picture = draw_unit(units[0], [fact for fact, _ in found], language) if len(units) == 1 else ""
        parts = [
            tag("p", _summary(chosen, units, found, language), class_="conclusion"),
            details(say(language, "duties.picture"), picture) if picture else "",
            render_facts([row for _, row in found], _columns(found, units, language), order, language),
        ]
        return tag("div", join(parts), class_="card")

    def _write_xlsx(self, *inputs: Any) -> str:
        return self._write("xlsx", facts_xlsx, *inputs)

    def _write_csv(self, *inputs: Any) -> str:
        return self._write("csv", facts_csv, *inputs)

    def _write(self, ending: str, content: Writer, *inputs: Any) -> str:
        *values, language = inputs
        chosen = _selection(*values)
        rows = [row for _, row in duties(self._page.service.base.corpus, chosen)]
        name = f"{say(language, 'file.duties')} {chosen.unit or chosen.region}.{ending}"
        return write_download(name, content(rows, language))


def unit_choices(corpus: Corpus) -> choices.Choices:
    """Canonical units, the busiest first, each with its number of measures."""
    counts: Counter[str] = Counter()
    for fact in corpus.facts:
        if isinstance(fact, Responsibility):
            counts.update({mention.unit for role in ROLES for mention in getattr(fact, role)})
    return [(f"{unit}（{count}）", unit) for unit, count in counts.most_common()]


def _invitation(units: choices.Choices, words: str) -> Markup:
    """Units one click away: the busiest before a choice, the similar ones after an unclear name."""
    chips = [action(label, "unit", unit, class_="chip") for label, unit in units[:_BUSIEST]]
    return tag("div", join([tag("p", words, class_="empty"), tag("div", join(chips), class_="chips")]))


def _selection(unit: str | None, region: str | None, role: str | None, topic: str | None) -> Selection:
    return Selection(unit or "", region or "", role or "", topic or "")


def _roles(language: Language) -> choices.Choices:
    return [(say(language, "choice.all"), ANY), *((say(language, f"role.{role}"), role) for role in ROLES)]


def _summary(
    chosen: Selection,
    units: Sequence[str],
    found: Sequence[tuple[Responsibility, FactRow]],
    language: Language,
) -> str:
    name = "、".join(units) if units else chosen.unit or chosen.region
    if not units:
        return say(language, "duties.count", name=name, count=len(found))
    counts = Counter(role for fact, _ in found for role in roles_of(fact, units))
    parts = [f"{say(language, f'role.{role}')} {counts[role]}" for role in ROLES if counts[role]]
    return say(language, "duties.count_roles", name=name, count=len(found), roles=" · ".join(parts))


def _columns(
    found: Sequence[tuple[Responsibility, FactRow]], units: Sequence[str], language: Language
) -> list[FactColumn]:
    facts: dict[int, Fact] = {id(row): fact for fact, row in found}
    columns = [
        text_column("region", lambda row: row.fact.region or ""),
        text_column("task", lambda row: subject(row.fact)),
        *(_role_column(role) for role in ROLES),
        text_column("deadline", lambda row: row.as_written or row.deadline or ""),
        source_column(language),
    ]
    if units:
        # one unit is mostly of one region, which its name says
        if len({row.fact.region for _, row in found}) == 1:
            columns.pop(0)
        columns.insert(0, _own_role(facts, units, language))
    return columns


def _own_role(facts: dict[int, Fact], units: Sequence[str], language: Language) -> FactColumn:
    def roles(row: FactRow) -> tuple[Role, ...]:
        fact = facts[id(row)]
        return roles_of(fact, units) if isinstance(fact, Responsibility) else ()

    return FactColumn(
        "role",
        lambda row: join(
            (tag("span", say(language, f"role.{role}"), class_=f"role {role}") for role in roles(row)), " "
        ),
        lambda row: "".join(str(ROLES.index(role)) for role in roles(row)),
    )


def _role_column(role: Role) -> FactColumn:
    def names(row: FactRow) -> str:
        return "、".join(getattr(row.fact, role)) if isinstance(row.fact, ResponsibilityFact) else ""

    return text_column(role, names)
