"""The page of the partners: scorecards, then one partner with ratings, exchange, questions and decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    ChartTable,
    RatingRow,
    alignment_by_item,
    attendance_by_group,
    benefits_by_kind,
    contribution_text,
    contributions_by_kind,
    effects_table,
    format_figure,
    format_money,
    give_and_take,
    kind_name,
    ledger_table,
    participants_by_partner,
    partner_comparison_table,
    party_value,
    pledge_fulfilment,
    ratings_figure,
    rules_table,
)
from libcollab_metrics.metrics import (
    Dot,
    LedgerLine,
    compute_alignment_dots,
    find_metric,
    judge_partnerships,
    list_lines,
    list_pledges,
)
from libcollab_metrics.model import ALIGNMENT_ITEMS, LIBRARY, PROJECT, Scope, casefold_name, list_decisions
from pages.ui import display, results, session
from pages.ui.cards import Figure, card, figure_strip, legend_keys
from pages.ui.details import Unlock, blank_unknown, draw_known_figure, draw_unlocks, draw_values
from pages.ui.markdown import escape_markdown
from pages.ui.metric_texts import about_metric, metric_label
from pages.ui.page import Page, error_boundary
from pages.ui.partner_cards import (
    PRIVATE,
    STATUS_CHIPS,
    Scorecard,
    draw_scorecards,
    low_rating,
    overdue_from,
    overdue_to,
    status_rule,
)
from pages.ui.partners import draw_decision_form, draw_partner_sheet_button
from pages.ui.read_only import draw_read_only_note
from pages.ui.translation import _, later, plural, screen_language

COMPARED_METRICS = (
    "partner_programs",
    "give_take_balance",
    "give_take_rating",
    "alignment_mean",
    "pledge_fulfilment",
    "partner_sourced_share",
)
EFFECT_METRICS = ("partner_given", "partner_received", "give_take_rating")
#: Each statement in one word, and what to ask a partner that rates it low.
SHORT_ITEMS = dict(
    zip(
        ALIGNMENT_ITEMS,
        (later("shared goal"), later("roles"), later("fairness"), later("relevance"), later("next time")),
        strict=True,
    )
)
#: Statement that is too long for a rail on a phone.
SHORT_STATEMENTS = {ALIGNMENT_ITEMS[0]: later("We want the same thing")}
QUESTIONS = dict(
    zip(
        ALIGNMENT_ITEMS,
        (
            later("What matters most for the people we serve together?"),
            later("Who does which part, and where is it written down?"),
            later("What would make the exchange fair for you?"),
            later("What would make the library useful for your work?"),
            later("What has to change before we do this again?"),
        ),
        strict=True,
    )
)
GENERAL_QUESTIONS = (
    later("What should we do more of together?"),
    later("What would make this easier for you?"),
)
#: A rating up to here, or a distance of one point, leads to a question.
WORTH_ASKING = 3.5
MAX_QUESTIONS = 2
#: Lines of an exchange that are visible on each side.
MAX_LINES = 2
#: More partners than this are chosen from a list.
MAX_PILLS = 6
ABOUT_RATINGS = later(
    "Mean rating of each statement by each side, from 1 (not at all) to 5 (fully). Ratings of 2 or less have"
    " the color of attention."
)
ABOUT_EXCHANGE = later(
    "Entries of the ledger between this partner and the library or its programs. Entries without a value show"
    " none. Two partners may share a program, so their amounts are not added up by program."
)


def draw_partners(frame: Page, cards: Sequence[Scorecard]) -> None:
    """Draw the scorecards, the chosen partner, further figures, and what more data would show."""
    if not cards:
        draw_unlocks(
            [
                Unlock(
                    _("Add a partner of a program"),
                    _("Shows what each partner gives and gets"),
                    "Partners",
                )
            ],
            "partners",
        )
        return
    draw_scorecards(frame, cards)
    chosen = _draw_choice(cards)
    with error_boundary():
        _draw_partner(frame, chosen)
    results.draw_more(partial(_draw_more, frame, cards, chosen))
    draw_unlocks(_list_unlocks(frame, cards), "partners")


def _draw_choice(cards: Sequence[Scorecard]) -> Scorecard:
    """Draw the choice of a partner; at first, the one to talk to."""
    names = [card.name for card in cards]
    first = next((card.name for card in cards if card.status.name == "talk-soon"), names[0])
    if len(names) <= MAX_PILLS:
        chosen = st.pills(
            _("Partner"),
            names,
            default=first,
            required=True,
            key="who",
            bind="query-params",
            label_visibility="collapsed",
            format_func=escape_markdown,
        )
    else:
        chosen = st.selectbox(_("Partner"), names, index=names.index(first), key="who", bind="query-params")
    return next((card for card in cards if card.name == chosen), cards[names.index(first)])


# One partner.


def _draw_partner(frame: Page, chosen: Scorecard) -> None:
    word = _(STATUS_CHIPS[chosen.status.name][0])
    rule = status_rule(frame, chosen)
    rule = rule[:1].lower() + rule[1:]
    with st.container(horizontal=True, vertical_alignment="center", key="partner-title"):
        title = f"<h2>{escape(_partner_title(frame, chosen))}</h2>"
        below = f'<p class="lc-sub">{escape(f"{word}: {rule}")}</p>'
        st.html(f'<div class="lc-partner">{title}{below}</div>', width="stretch")
        st.page_link(
            "pages/reports.py",
            label=_("Make their page"),
            icon=":material/description:",
            query_params={"audience": "school", "partner": chosen.name},
        )
    rows = _rating_rows(frame, chosen.name)
    if rows:
        left, right = st.columns([4, 3], gap="small")
        with left:
            _draw_ratings(frame, chosen, rows)
        with right:
            _draw_exchange(frame, chosen, rows)
    else:
        _draw_exchange(frame, chosen, rows)
    if session.is_read_only():
        if not session.can_list(frame.dataset, "ledger"):
            st.caption(_("Single gifts are not listed, because this folder has too many of them."))
        draw_read_only_note()
        return
    decided = len(list_decisions(frame.dataset, chosen.name))
    label = _("Decide: go on with {partner}?", partner=chosen.name)
    if decided:
        label += " " + plural(decided, "({count} recorded)", "({count} recorded)")
    with st.expander(escape_markdown(label)):
        draw_decision_form(frame, chosen.name)
    draw_partner_sheet_button(frame, chosen.name)


def _partner_title(frame: Page, chosen: Scorecard) -> str:
    status, name = chosen.status, chosen.name
    if status.rule == "pledge-overdue":
        amount = sum(line.value or 0 for line in overdue_from(chosen))
        if not amount:
            return _("A gift promised by {partner} has not arrived", partner=name)
        return _("{amount} promised by {partner} has not arrived", amount=_money(frame, amount), partner=name)
    if status.rule == "benefit-overdue":
        return _("A benefit promised to {partner} is overdue", partner=name)
    if status.rule == "low-rating" and status.lowest is not None:
        return _("{partner} {does}", partner=name, does=low_rating(status.lowest.item))
    if status.name == "strong":
        return _("{partner} is a strong partner", partner=name)
    if status.name == "steady":
        return _("{partner} is a steady partner", partner=name)
    return _("{partner} has no ratings or pledges yet", partner=name)


def _rating_rows(frame: Page, partner: str) -> list[tuple[str, float | None, float | None]]:
    """Return each statement with the mean rating of both sides, the partner's lowest first."""
    they, we = (_ratings(frame, partner, by_library=by_library) for by_library in (False, True))
    rows = [(item, they.get(item), we.get(item)) for item in ALIGNMENT_ITEMS if item in they or item in we]
    return sorted(rows, key=lambda row: 6.0 if row[1] is None else row[1])


def _ratings(frame: Page, partner: str, *, by_library: bool) -> dict[str, float]:
    dots: tuple[Dot, ...] = session.cached_lookup(
        compute_alignment_dots, scope=frame.scope, as_of=session.today(), by_library=by_library
    )
    return {dot.item: dot.mean for dot in dots if casefold_name(dot.party) == casefold_name(partner)}


def _draw_ratings(
    frame: Page, chosen: Scorecard, rows: Sequence[tuple[str, float | None, float | None]]
) -> None:
    words = frame.language
    drawn = [
        RatingRow(
            _(SHORT_STATEMENTS.get(item, item)),
            they,
            we,
            (
                _("They say {rating} of 5", rating=words.average(they)) if they is not None else "",
                _("We say {rating} of 5", rating=words.average(we)) if we is not None else "",
            ),
        )
        for item, they, we in rows
    ]

    def more() -> None:
        table = tuple(
            (
                row.statement,
                "" if row.they is None else words.average(row.they),
                "" if row.we is None else words.average(row.we),
            )
            for row in drawn
        )
        headings = (_("Statement"), _("They say"), _("We say"))
        display.draw_table(_("Ratings"), ChartTable(headings, table, (1, 2)))
        st.caption(_("This figure is for the library alone, so there is no file of it."))

    with card(
        "ratings",
        _ratings_title(rows),
        _("How each side rates the partnership, 1 to 5"),
        about=lambda: st.markdown(f"{_(ABOUT_RATINGS)}\n\n{_(PRIVATE)}"),
        more=more,
        height="stretch",
    ):
        entries = [("round", "var(--neutral-1)", _("they say"))]
        if any(we is not None for _, _, we in rows):
            entries.append(("ring", "var(--neutral-2)", _("we say")))
        st.html(legend_keys(entries))
        st.plotly_chart(
            ratings_figure(drawn, (_("disagree"), _("agree"))),
            key=f"chart-ratings-{chosen.name}",
            theme="streamlit",
            alt=f"{_('Ratings')}. "
            + " ".join(f"{r.statement}: {'; '.join(filter(None, r.hovers))}." for r in drawn),
            config={"displayModeBar": False},
        )


def _ratings_title(rows: Sequence[tuple[str, float | None, float | None]]) -> str:
    """Name the statements on which the two sides differ most, if by a point or more."""
    gaps = [(item, abs(they - we)) for item, they, we in rows if they is not None and we is not None]
    if not gaps:
        return _("How they rate each statement")
    widest = max(gap for _, gap in gaps)
    if widest < 1:
        return _("Both sides rate the partnership about the same")
    apart = tuple(_(SHORT_ITEMS[item]) for item, gap in gaps if gap == widest)[:2]
    names = screen_language().join_names(apart)
    return (
        _("Widest gap: {names}", names=names) if len(apart) == 1 else _("Widest gaps: {names}", names=names)
    )


def _draw_exchange(
    frame: Page, chosen: Scorecard, rows: Sequence[tuple[str, float | None, float | None]]
) -> None:
    gave, got = _exchange_lines(frame, chosen.name)

    def more() -> None:
        currency = frame.dataset.settings.currency
        display.draw_table(
            _("All entries with {name}", name=chosen.name),
            ledger_table((*gave, *got), frame.language, currency),
        )

    with card(
        "exchange",
        _exchange_title(frame, chosen),
        _("What each side gave"),
        about=lambda: st.markdown(_(ABOUT_EXCHANGE)),
        more=more if gave or got else None,
        height="stretch",
    ):
        tables = [
            _exchange_table(frame, label, lines)
            for label, lines in ((_("They gave"), gave), (_("They got"), got))
        ]
        nothing = f'<p class="lc-sub">{escape(_("Nothing is in the ledger yet."))}</p>'
        st.html("".join(tables) or nothing)
        _draw_questions(frame, chosen, rows)


def _draw_questions(
    frame: Page, chosen: Scorecard, rows: Sequence[tuple[str, float | None, float | None]]
) -> None:
    asked = "".join(f"<li><span>{escape(text)}</span></li>" for text in _questions(frame, chosen, rows))
    st.html(f'<div class="lc-title"><h2>{escape(_("Ask them"))}</h2></div><ol class="lc-ask">{asked}</ol>')


def _exchange_lines(frame: Page, partner: str) -> tuple[list[LedgerLine], list[LedgerLine]]:
    """Return what a partner gave and what it got from the library or its programs, the latest first."""
    if not session.can_list(frame.dataset, "ledger"):
        return [], []
    name = casefold_name(partner)
    found: tuple[LedgerLine, ...] = session.cached_lookup(
        list_lines, scope=frame.scope, as_of=session.today()
    )
    lines = sorted(found, key=lambda line: str(line.day or ""), reverse=True)
    gave = [line for line in lines if casefold_name(line.giver or "") == name]
    got = [
        line
        for line in lines
        if casefold_name(line.taker or "") == name and casefold_name(line.giver or "") in (LIBRARY, PROJECT)
    ]
    return gave, got


def _exchange_table(frame: Page, label: str, lines: Sequence[LedgerLine]) -> str:
    if not lines:
        return ""
    rows = "".join(_exchange_row(frame, line) for line in lines[:MAX_LINES])
    if len(lines) > MAX_LINES:
        label += " · " + _("latest {shown} of {count}", shown=MAX_LINES, count=len(lines))
    names = escape(label), escape(_("Value"))
    head = f'<tr><th scope="col">{names[0]}</th><th scope="col" class="r">{names[1]}</th></tr>'
    return f'<table class="lc-parts"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _exchange_row(frame: Page, line: LedgerLine) -> str:
    what = contribution_text(line, frame.language)
    day = frame.language.day(line.day) if line.day else ""
    state = {"pledged": _("promised"), "unclear": _("not confirmed")}.get(line.status or "", "")
    below = " · ".join(part for part in (line.program, day, state) if part)
    value = "" if line.value is None else _money(frame, line.value)
    return (
        f"<tr><td>{escape(what[:1].upper() + what[1:])}<small>{escape(below)}</small></td>"
        f'<td class="r"><b>{escape(value)}</b></td></tr>'
    )


def _exchange_title(frame: Page, chosen: Scorecard) -> str:
    """Say whether both sides find the exchange fair; else who gave more, as far as that is certain."""
    evaluation = frame.figures(metrics=("give_take_rating", "give_take_balance"))
    name = casefold_name(chosen.name)
    ratings = [
        value.value
        for value in evaluation.values_for("give_take_rating")
        if casefold_name(value.groups.get("party") or "") == name and value.value is not None
    ]
    if len(ratings) == 2 and min(ratings) >= 4:
        return _("Both sides find the exchange fair")
    balance = party_value(evaluation, "give_take_balance", chosen.name)
    if balance is not None and balance.value and balance.certainty == "exact":
        return _("They gave more than they got") if balance.value > 0 else _("They got more than they gave")
    return _("What each side gave and got")


def _questions(
    frame: Page, chosen: Scorecard, rows: Sequence[tuple[str, float | None, float | None]]
) -> list[str]:
    """Return two questions: about what is overdue, then about the lowest ratings, then general ones."""
    found = []
    if pledges := overdue_from(chosen):
        amount = sum(line.value or 0 for line in pledges)
        found.append(
            _("When can we expect the {amount} you promised?", amount=_money(frame, amount))
            if amount
            else _("When can we expect the gift you promised?")
        )
    if benefits := overdue_to(chosen):
        what = kind_name(benefits[0].kind or "other", frame.language)
        found.append(_("Which day suits you for the {benefit} we promised?", benefit=what))
    for item, they, we in rows:
        if they is not None and (they <= WORTH_ASKING or (we is not None and we - they >= 1)):
            found.append(_(QUESTIONS[item]))
    return [*found, *map(_, GENERAL_QUESTIONS)][:MAX_QUESTIONS]


# Further figures, and what more data would show.


def _draw_more(frame: Page, cards: Sequence[Scorecard], chosen: Scorecard) -> None:
    """Draw what is under *More figures*; a figure without data is not drawn."""
    partners = tuple(sorted((card.name for card in cards), key=str.casefold))
    ruled = session.cached_lookup(judge_partnerships, partners, scope=frame.scope, as_of=session.today())
    with card("compare", _("Partners compared"), _("Two partners may share a program: rows do not add up")):
        display.draw_table(
            _("Partners compared"),
            blank_unknown(
                partner_comparison_table(frame.figures(metrics=COMPARED_METRICS), ruled, frame.language),
                frame.language,
            ),
        )
    with card(
        "rules", _("Checks of {name}", name=chosen.name), _("Rules about the partnership, for your team only")
    ):
        display.draw_table(
            _("Checks of {name}", name=chosen.name),
            rules_table(ruled[chosen.name], frame.language, frame.dataset.settings.currency),
        )
        st.caption(_(PRIVATE))
    with card("effects", _("Contributions and benefits"), _("By kind, for each partner")):
        display.draw_table(
            _("Contributions and benefits"),
            blank_unknown(
                effects_table(frame.figures(metrics=EFFECT_METRICS), partners, frame.language), frame.language
            ),
        )
    _draw_lift(frame)
    draw_known_figure(frame, contributions_by_kind, ("partner_given",))
    draw_known_figure(frame, benefits_by_kind, ("partner_received",))
    draw_known_figure(frame, give_and_take, ("give_take_balance",))
    draw_known_figure(frame, pledge_fulfilment, ("pledge_fulfilment",))
    draw_known_figure(frame, participants_by_partner, ("partner_sourced_share",))
    dots = session.cached_lookup(compute_alignment_dots, scope=frame.scope, as_of=session.today())
    if dots:
        draw_known_figure(frame, partial(alignment_by_item, dots), ("alignment_gap",))
        draw_values(frame, ("relevance_flag",), later("relevance"))
    if len(chosen.programs) > 1:
        with_them = Page(frame.dataset, _narrow_scope(frame.scope, chosen.name), frame.language)
        draw_known_figure(with_them, attendance_by_group, ("attendance_total",), by="program")


def _draw_lift(frame: Page) -> None:
    """Draw the difference in attendance with a partner, where enough sessions match."""
    metric = find_metric("partner_lift")
    value = next(iter(frame.figures(metrics=("partner_lift",)).values_for("partner_lift")), None)
    if value is None or value.value is None:
        return
    shown = format_figure(value, metric, frame.language)
    if value.value > 0:
        shown = f"+{shown}"
    about = f"{about_metric(metric)} {_('It is a difference, not a cause.')}"
    if value.ci_low is not None and value.ci_high is not None:
        low, high = (frame.language.average(end) for end in (value.ci_low, value.ci_high))
        interval = _("95% confidence interval: {low} to {high}.", low=low, high=high)
        about += f" {interval}"
    figure_strip(
        [
            Figure(
                metric_label(metric),
                shown,
                about,
                chip=_("not a cause"),
                marker=_("people per session, matched sessions"),
            )
        ],
        "lift",
    )


def _narrow_scope(scope: Scope, partner: str) -> Scope:
    """Narrow a scope to the programs with this partner."""
    conditions = tuple(item for item in scope.where if item[0] != "partner")
    return Scope((*conditions, ("partner", (partner,))), scope.start, scope.end)


def _list_unlocks(frame: Page, cards: Sequence[Scorecard]) -> list[Unlock]:
    found = []
    unrated = [card.name for card in cards if card.status.lowest is None]
    if unrated:
        who = unrated[0] if len(unrated) == 1 else _("{count} partners", count=len(unrated))
        found.append(
            Unlock(
                _("Ask {who} for ratings", who=who), _("Shows how they see the partnership"), "Perspectives"
            )
        )
    if frame.dataset.is_empty("ledger"):
        found.append(Unlock(_("Record gifts and costs"), _("Shows what each side gives and gets"), "Ledger"))
    undated = [line for line in session.cached_lookup(list_pledges, scope=frame.scope) if line.day is None]
    if undated:
        action = plural(len(undated), "Add a date to {count} pledge", "Add a date to {count} pledges")
        found.append(
            Unlock(
                action,
                _("Shows when a pledge is overdue"),
                "Ledger",
                has_sheet=False,
            )
        )
    return found


def _money(frame: Page, amount: float) -> str:
    return format_money(amount, frame.language, frame.dataset.settings.currency)
