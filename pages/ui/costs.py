"""Parts of the page of costs: headline, four figures, cash by program, cost per visit, total, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    CASH_METRICS,
    MAX_COLOURED_PROGRAMS,
    SOURCE_METRICS,
    CashRow,
    ChartTable,
    CostRow,
    FundingSource,
    ProgramCash,
    cash_by_program,
    cash_cost_by_group,
    cash_figure,
    cheapest_program,
    coloured_bar,
    cost_parts_table,
    cost_per_attendance_by_group,
    costs_headline,
    fold_programs,
    format_money,
    fund_shares,
    funding_sources,
    funding_title,
    party_name,
    round_steps,
    slot,
    sources_title,
    split_bar,
    sum_cash,
    total_title,
    unit_cost_figure,
)
from libcollab_metrics.metrics import (
    CostPart,
    Evaluation,
    LedgerLine,
    Value,
    compute_cost_parts,
    find_metric,
    list_cash_parties,
    list_incomplete_ledgers,
    list_pledges,
    list_unclear_lines,
    list_unpriced_lines,
)
from libcollab_metrics.model import LIBRARY, PROJECT, casefold_name
from pages.ui import display, session
from pages.ui.cards import Figure, card, figure_strip, legend
from pages.ui.details import Unlock, figure_text, percent
from pages.ui.html_tables import render_marked_up_table
from pages.ui.look import headline
from pages.ui.metric_texts import about_metric
from pages.ui.page import Page
from pages.ui.rows_behind import draw_payments, payments_behind
from pages.ui.translation import _, later, plural

TOTALS = ("cost_cash", "cost_library", "cost_full", "cash_balance")
#: Names of the parts of the total, and their colors.
PART_NAMES = {
    "cash spent": (later("Cash"), "neutral-1"),
    "staff hours at their rate": (later("Staff time"), "neutral-2"),
    "gifts other than hours": (later("Goods and venue"), "neutral-3"),
    "volunteer hours at their rate": (later("Volunteer time"), "neutral-4"),
}
ABOUT_CASH = later(
    "Cash received and spent, from the ledger. What the library paid itself counts as received and spent."
    "\n\nHatched: entries without a payer. Dotted: promised and not yet received. Neither is in a figure."
)
ABOUT_VISIT = later(
    "Cash spent ÷ visits, by program. An arrow points where missing data would move the cost: to the left"
    " where sessions are not counted, to the right where expenses may be missing. Programs without both are"
    " omitted."
)
ABOUT_TOTAL = later(
    "Cash spent, hours of staff and volunteers at the hourly rates you entered, and goods and venues with a"
    " value. “+”: some entries have no value yet."
)
ABOUT_SOURCES = later(
    "Entries of the ledger by who gave them. Hours in session sheets are not in this table; they are in *Own"
    " share*. “+”: something was given without a value. Pledges kept: what was given ÷ what was promised."
)


NEEDS_LEDGER = later("Add a ledger to see what was spent, who paid it and what a visit costs.")


@dataclass(frozen=True)
class Unit:
    """What costs are divided by: the phrases of its card, and its definition."""

    key: str
    caption: str
    title: str
    cheapest: str
    about: str


VISIT = Unit(
    "visit",
    later("Cash per visit"),
    later("Cost of a visit"),
    later("{program} costs least per visit"),
    ABOUT_VISIT,
)
PERSON = Unit(
    "person",
    later("Cash per person"),
    later("Cost of a person"),
    later("{program} costs least per person"),
    later(
        "Cash spent ÷ different people, by program. An arrow points where missing data would move the cost."
        " Programs without both are omitted."
    ),
)


@dataclass(frozen=True)
class Money:
    """What the page shows, evaluated once."""

    totals: Evaluation
    programs: tuple[ProgramCash, ...]
    sources: tuple[FundingSource, ...]
    parts: tuple[CostPart, ...]
    unclear: tuple[LedgerLine, ...]
    pledges: tuple[LedgerLine, ...]
    is_mixed: bool

    def total(self, metric: str) -> Value | None:
        """Return a total that has a value."""
        return next((v for v in self.totals.values_for(metric) if v.value is not None), None)

    @property
    def grants(self) -> float:
        """Cash that others than the library gave."""
        return sum_cash(self.sources, own=False)


def summarize(frame: Page) -> Money:
    """Evaluate what the page shows."""
    scope, today = frame.scope, session.today()
    unclear = session.cached_lookup(list_unclear_lines, scope=scope, as_of=today)
    pledges = session.cached_lookup(list_pledges, scope=scope)
    programs = cash_by_program(
        frame.figures("program", CASH_METRICS),
        unclear,
        pledges,
        list(session.program_colours()),
        incomplete=session.cached_lookup(list_incomplete_ledgers),
    )
    return Money(
        frame.figures(metrics=TOTALS),
        programs,
        funding_sources(frame.figures(metrics=SOURCE_METRICS), pledges),
        session.cached_lookup(compute_cost_parts, scope=scope, as_of=today),
        unclear,
        pledges,
        # cash that the library paid into the project mixes with the grants
        (LIBRARY, PROJECT) in session.cached_lookup(list_cash_parties, scope=scope, as_of=today),
    )


def _money(frame: Page, amount: float) -> str:
    return format_money(amount, frame.language, frame.dataset.settings.currency)


# Headline.


def draw_headline(frame: Page, money: Money) -> None:
    """Draw the sentence that says who paid for what was spent, and what is still open."""
    found = costs_headline(
        [money.total(metric) for metric in ("cost_cash", "cash_balance", "cost_full")],
        money.sources,
        money.parts,
        money.unclear,
        frame.language,
        frame.dataset.settings.currency,
        is_mixed=money.is_mixed,
    )
    headline(_("Costs & funding"), found.sentence, found.note)


# Figures.


def draw_strip(frame: Page, money: Money) -> None:
    """Draw cash spent, own share, the total with in-kind support, and what is left; only what is known."""
    found = (
        _spent_figure(frame, money),
        _own_figure(frame, money),
        _full_figure(frame, money),
        _left_figure(frame, money),
    )
    shown = [
        replace(figure, behind=payments_behind(frame.scope, keep))
        for figure, keep in zip(found, (_is_spent_cash, _is_cost, _is_cost, _is_cash), strict=True)
        if figure is not None
    ]
    figure_strip(shown, "costs")


def _is_cash(line: LedgerLine) -> bool:
    return line.kind == "cash" and line.status in ("received", "spent")


def _is_spent_cash(line: LedgerLine) -> bool:
    return _is_cash(line) and line.status == "spent" and casefold_name(line.taker or "") != PROJECT


def _is_cost(line: LedgerLine) -> bool:
    return _is_spent_cash(line) or (line.kind != "cash" and line.status in ("received", "spent"))


def _base_figure(frame: Page, money: Money, metric: str, label: str) -> tuple[Value, Figure] | None:
    value, about = money.total(metric), find_metric(metric)
    if value is None:
        return None
    figure = Figure(label, figure_text(frame, value), about_metric(about))
    if value.coverage is not None and value.coverage < 1:
        counted = percent(value.coverage, frame.language)
        figure = replace(
            figure, marker=_("{counted} of entries valued", counted=counted), share=value.coverage
        )
    return value, figure


def _spent_figure(frame: Page, money: Money) -> Figure | None:
    found = _base_figure(frame, money, "cost_cash", _("Cash spent"))
    if found is None:
        return None
    value, figure = found
    count = int(value.n or 0)
    if money.unclear:
        bills = len(money.unclear)
        figure = replace(
            figure,
            marker=plural(bills, "{count} bill has no payer", "{count} bills have no payer"),
        )
    slots = session.program_colours()
    shown = [(float(cash.spent.value or 0), cash.program) for cash in money.programs if cash.spent]
    picture = coloured_bar([(amount, int(slots[name][1:]) if name in slots else 0) for amount, name in shown])
    return replace(figure, chip=plural(count, "{count} entry", "{count} entries"), picture=picture)


def _own_figure(frame: Page, money: Money) -> Figure | None:
    found = _base_figure(frame, money, "cost_library", _("Own share"))
    if found is None:
        return None
    value, figure = found
    parts = [part for part in money.parts if part.level == "library" and part.amount]
    time = sum(float(part.amount or 0) for part in parts if "hours" in part.label)
    total = float(value.value or 0)
    chip = ""
    if time and total > time:
        chip = _("{share} is staff time", share=percent(time / total, frame.language))
    return replace(figure, chip=chip, picture=split_bar([float(p.amount or 0) for p in parts]))


def _full_figure(frame: Page, money: Money) -> Figure | None:
    found = _base_figure(frame, money, "cost_full", _("Incl. in-kind"))
    spent = money.total("cost_cash")
    if found is None or (spent is not None and spent.value == found[0].value and found[0].coverage == 1):
        return None
    value, figure = found
    amounts = [float(part.amount) for part in _total_parts(money) if part.amount]
    total = float(value.value or 0)
    chip = ""
    if spent and total:
        chip = _("{share} is cash", share=percent(float(spent.value or 0) / total, frame.language))
    return replace(figure, chip=chip, picture=split_bar(amounts))


def _left_figure(frame: Page, money: Money) -> Figure | None:
    balance = money.total("cash_balance")
    if balance is None or not money.grants:
        return None
    left, spent = float(balance.value or 0), float(balance.denominator or 0)
    about = _("Cash received minus cash spent. “≤”: a bill without a payer may still reduce it.")
    if left < 0:
        is_open = balance.certainty == "at_most"
        return Figure(_("Not funded yet"), _money(frame, -left) + ("+" if is_open else ""), about)
    promised = sum(cash.promised for cash in money.programs)
    return Figure(
        _("Grants left"),
        figure_text(frame, balance),
        about,
        chip=_("{amount} promised", amount=_short_money(frame, promised)) if promised else "",
        marker=_("of {amount} received", amount=_money(frame, money.grants)),
        picture=split_bar([spent, left]),
    )


def _short_money(frame: Page, amount: float) -> str:
    """Return an amount in thousands where that is exact enough for a chip."""
    if amount >= 10_000:
        return f"{_whole_money(frame, amount / 1000)}k"
    return _money(frame, amount)


# Cash in and out by program.


def draw_programs(frame: Page, money: Money) -> None:
    """Draw the cash of each program: received, spent, without a payer, promised."""
    if not any(cash.received or cash.spent or cash.unclear for cash in money.programs):
        return
    slots = session.program_colours()
    shown = fold_programs(money.programs, _("Other programs"))
    rows = [_cash_row(frame, cash, slots.get(cash.program, slot("neutral-2"))) for cash in shown]
    ticks = [(place, _whole_money(frame, place)) for place in round_steps(max(row.end for row in rows), 3)]

    def more() -> None:
        headings = (_("Program"), _("Received"), _("Spent"), _("No payer yet"), _("Promised"))
        cells = tuple(tuple(_cash_cells(frame, cash)) for cash in money.programs)
        display.draw_table(
            _("Cash received and spent, by program"), ChartTable(headings, cells, (1, 2, 3, 4))
        )
        display.draw_table_and_downloads(frame, cash_cost_by_group, ("cost_cash",), "program")
        draw_payments(frame.scope)

    with card(
        "cash",
        funding_title(money.programs, frame.language),
        _("Cash received and spent, by program"),
        about=lambda: st.markdown(_(ABOUT_CASH)),
        more=more,
    ):
        st.html(_cash_legend(shown))
        st.plotly_chart(
            cash_figure(rows, ticks),
            key="chart-cash",
            theme="streamlit",
            alt=f"{_('Cash by program')}. " + " ".join(f"{row.name}: {row.summary}." for row in rows),
            config={"displayModeBar": False},
        )


def _cash_row(frame: Page, cash: ProgramCash, colour: str) -> CashRow:
    spent = float(cash.spent.value or 0) if cash.spent else 0.0
    shown = figure_text(frame, cash.spent) if cash.spent else ""
    received = cash.received or 0.0
    if shown:
        summary = (
            _("{spent} of {received} spent", spent=shown, received=_money(frame, received))
            if received
            else _("{amount} spent", amount=shown)
        )
    else:
        summary = _("{amount} received", amount=_money(frame, received)) if received else ""
    promised = _("{amount} promised", amount=_money(frame, cash.promised))
    return CashRow(
        cash.program or _("Without a program"),
        summary,
        colour,
        received,
        spent,
        cash.unclear,
        cash.promised,
        (
            _("Received {amount}", amount=_money(frame, received)),
            _("Spent {amount}", amount=shown),
            _("{amount} without a payer", amount=_money(frame, cash.unclear)),
            promised,
        ),
        promised,
    )


def _cash_cells(frame: Page, cash: ProgramCash) -> tuple[str, ...]:
    amounts = (cash.received, cash.unclear, cash.promised)
    received, unclear, promised = (_money(frame, amount) if amount else "" for amount in amounts)
    spent = figure_text(frame, cash.spent) if cash.spent else ""
    return cash.program or _("Without a program"), received, spent, unclear, promised


def _cash_legend(programs: Sequence[ProgramCash]) -> str:
    entries = [("var(--neutral-1)", _("spent"))]
    if any(cash.received for cash in programs):
        entries.append(("var(--neutral-4)", _("received")))
    hatched = ("var(--attention)", _("no payer yet")) if any(cash.unclear for cash in programs) else None
    drawn = legend(entries, hatched)
    if any(cash.promised for cash in programs):
        dotted = f'<span><i class="lc-key outline"></i>{escape(_("promised"))}</span></div>'
        drawn = drawn.removesuffix("</div>") + dotted
    return drawn


# Cost per visit, and how the total is built.


def draw_details(frame: Page, money: Money) -> None:
    """Draw the cost per visit and the parts of the total side by side, and the sources below."""
    costs = known_unit_costs(frame, "cost_per_attendance")
    parts = [part for part in _total_parts(money) if part.amount]
    with st.grid(2 if costs and len(parts) > 1 else 1, min_column_width=300):
        if costs:
            draw_unit_cost(frame, costs, VISIT, cost_per_attendance_by_group)
        if len(parts) > 1:
            _draw_total(frame, money, parts)
    if money.sources:
        _draw_sources(frame, money)


def known_unit_costs(frame: Page, metric: str) -> list[Value]:
    """Return the cash cost per unit of each program that has one, in the order of the programs."""
    order = list(session.program_colours())
    found = [
        value
        for value in frame.figures("program", (metric,)).values_for(metric)
        if value.groups.get("level") == "cash" and value.value and value.groups.get("program")
    ]
    found.sort(key=lambda v: order.index(n) if (n := str(v.groups["program"])) in order else len(order))
    return found[:MAX_COLOURED_PROGRAMS]


def draw_unit_cost(frame: Page, values: Sequence[Value], unit: Unit, build: display.ChartBuilder) -> None:
    """Draw the cash cost per unit of each program as dots on rails.

    Parameters
    ----------
    frame : Page
        The open page.
    values : sequence of Value
        As `known_unit_costs` returns them.
    unit : Unit
        What it is the cost of.
    build : callable
        Builds the chart whose table and files are offered.
    """
    rows = [_unit_row(frame, value) for value in values]
    ticks = [(place, _whole_money(frame, place)) for place in round_steps(max(row.value for row in rows))]
    metric = values[0].metric

    def more() -> None:
        display.draw_table_and_downloads(frame, build, (metric,), "program")

    with card(
        unit.key,
        _unit_title(frame, metric, unit),
        _(unit.caption),
        about=lambda: st.markdown(_(unit.about)),
        more=more,
        height="stretch",
    ):
        st.plotly_chart(
            unit_cost_figure(rows, ticks),
            key=f"chart-{unit.key}",
            theme="streamlit",
            alt=f"{_(unit.caption)}. " + " ".join(f"{row.name}: {row.figure}." for row in rows),
            config={"displayModeBar": False},
        )


def _unit_row(frame: Page, value: Value) -> CostRow:
    name, amount = str(value.groups["program"]), float(value.value or 0)
    colour = session.program_colours().get(name, slot("neutral-2"))
    written = _whole_money(frame, amount)
    if value.certainty == "at_most":
        return CostRow(name, _("{amount} or less", amount=written), colour, amount, "lower")
    if value.certainty == "at_least":
        return CostRow(name, _("{amount} or more", amount=written), colour, amount, "higher")
    return CostRow(name, written, colour, amount)


def _whole_money(frame: Page, amount: float) -> str:
    """Return an amount without decimals, as far as it is not below one."""
    if 0 < amount < 1:
        return _money(frame, amount)
    return _money(frame, round(amount)).removesuffix(f"{frame.language.separators[0]}00")


def _unit_title(frame: Page, metric: str, unit: Unit) -> str:
    values = [
        value
        for value in frame.figures("program", (metric,)).values_for(metric)
        if value.groups.get("level") == "cash" and value.groups.get("program")
    ]
    name = cheapest_program(values)
    return _(unit.cheapest, program=name) if name else _(unit.title)


def _total_parts(money: Money) -> list[CostPart]:
    return [part for part in money.parts if part.level == "full"]


def _draw_total(frame: Page, money: Money, parts: Sequence[CostPart]) -> None:
    full = money.total("cost_full")
    total = sum(float(part.amount or 0) for part in parts)
    parts = sorted(parts, key=lambda part: list(PART_NAMES).index(part.label))
    caption = _("What the programs used")
    if full:
        caption = _("What the programs used: {amount}", amount=figure_text(frame, full))

    def more() -> None:
        st.caption(_("Cash, own share and total incl. in-kind: don’t add the three together."))
        currency = frame.dataset.settings.currency
        display.draw_table(
            _("How each total is built"), cost_parts_table(money.parts, frame.language, currency)
        )

    with card(
        "total",
        total_title(parts, money.unclear, frame.language),
        caption,
        about=lambda: st.markdown(_(ABOUT_TOTAL)),
        more=more,
        height="stretch",
    ):
        bar, rows = [], []
        for part in parts:
            name, token = PART_NAMES[part.label]
            amount = float(part.amount or 0)
            sign = "+" if part.priced < part.lines else ""
            share = percent(amount / total, frame.language)
            bar.append(f'<i style="width:{amount / total:.1%};--c:var(--{token})"></i>')
            rows.append(
                f'<tr><th scope="row"><i class="lc-key" style="--c:var(--{token})"></i>{escape(_(name))}</th>'
                f'<td class="r">{escape(_money(frame, amount))}{sign}</td><td class="r m">{share}</td></tr>'
            )
        st.html(
            f'<div class="lc-meter tall" aria-hidden="true">{"".join(bar)}</div>'
            f'<table class="lc-parts"><tbody>{"".join(rows)}</tbody></table>'
        )


# Sources.


def _draw_sources(frame: Page, money: Money) -> None:
    def more() -> None:
        display.draw_table_and_downloads(frame, fund_shares, ("fund_share",), "")

    with card(
        "sources",
        sources_title(money.sources, frame.language),
        _("Funding by source"),
        about=lambda: st.markdown(_(ABOUT_SOURCES)),
        more=more,
    ):
        columns = [
            (_("Cash"), [_cell(frame, source.cash) for source in money.sources]),
            (_("In-kind and time"), [_cell(frame, source.in_kind) for source in money.sources]),
            (_("Still promised"), [_money(frame, s.promised) if s.promised else "" for s in money.sources]),
        ]
        columns = [column for column in columns if any(column[1])]
        headings = [_("Source"), *(name for name, cells in columns), _("Pledges kept")]
        rows = [
            (
                escape(_source_name(frame, source)),
                *(escape(cells[index]) for name, cells in columns),
                _fulfilment(frame, source),
            )
            for index, source in enumerate(money.sources)
        ]
        numeric = range(1, len(columns) + 1)
        st.html(render_marked_up_table(_("Funding by source"), headings, rows, numeric, "lc-funding"))


def _cell(frame: Page, value: Value | None) -> str:
    return "" if value is None else figure_text(frame, value)


def _source_name(frame: Page, source: FundingSource) -> str:
    if source.party is None:
        return _("Giver not recorded")
    name = party_name(source.party, frame.language)
    return name[:1].upper() + name[1:]


def _fulfilment(frame: Page, source: FundingSource) -> str:
    value = source.fulfilment
    if value is None or value.value is None or value.value > 1:
        return ""
    width = f"{value.value:.1%}"
    return (
        f'<div class="lc-meter-row"><div class="lc-meter"><i style="width:{width}"></i></div>'
        f"<span>{percent(float(value.value), frame.language)}</span></div>"
    )


# What more data would show.


def list_unlocks(frame: Page, money: Money | None) -> list[Unlock]:
    """Return what to add to the records of money, the most useful first."""
    if money is None:
        return [
            Unlock(
                _("Add a ledger, or a Cost column in a session log"),
                _("Shows what was spent, who paid it and what a visit costs"),
                "Ledger",
            )
        ]
    found = []
    if money.unclear:
        count, amount = len(money.unclear), sum(line.value or 0 for line in money.unclear)
        action = plural(count, "Name who pays {count} bill", "Name who pays {count} bills")
        if count == 1 and amount:
            action = _("Name who pays the {amount} bill", amount=_money(frame, amount))
        found.append(
            Unlock(
                action,
                _("Completes the cash figures and the sponsor report"),
                "Ledger",
                has_sheet=False,
            )
        )
    unpriced = session.cached_lookup(list_unpriced_lines, scope=frame.scope, as_of=session.today())
    if unpriced:
        action = plural(len(unpriced), "Add a value to {count} entry", "Add a value to {count} entries")
        found.append(
            Unlock(
                action,
                _("Completes the total incl. in-kind"),
                "Ledger",
                has_sheet=False,
            )
        )
    if money.total("cost_cash") is not None and not money.grants:
        found.append(
            Unlock(
                _("Record the grants you received"),
                _("Shows what is left of them"),
                "Ledger",
                has_sheet=False,
            )
        )
    for metric, action, gain in (
        ("cost_library", _("Set the hourly rate of your staff"), _("Shows the library’s own share")),
        ("volunteer_value", _("Set the hourly rate of volunteers"), _("Shows the value of their time")),
    ):
        values = frame.figures(metrics=(metric,)).values_for(metric)
        if any(value.reason == "no-setting" for value in values):
            found.append(Unlock(action, gain, "Settings", has_sheet=False))
    return found
