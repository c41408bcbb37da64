"""Scorecards of the partners: status, one sentence, what each side gave, pledges, people, shared view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from libcollab_metrics.figures import (
    format_money,
    kind_name,
    party_value,
    spell_number,
    sum_exchange,
    total_given,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    Evaluation,
    LedgerLine,
    PartnerStatus,
    Value,
    judge_partner_statuses,
    kinds_by_partner,
    list_partners,
    programs_by_partner,
)
from libcollab_metrics.model import ALIGNMENT_ITEMS, casefold_name
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.cards import chip, legend
from pages.ui.details import figure_text, percent
from pages.ui.look import headline, program_colour
from pages.ui.page import Page

CARD_METRICS = ("partner_given", "partner_received", "pledge_fulfilment", "partner_sourced_share")
STATUS_CHIPS = {
    "talk-soon": ("Talk soon", "attention"),
    "strong": ("Strong", "good"),
    "steady": ("Steady", "quiet"),
    "unknown": ("Not enough known", "quiet"),
}
#: What a sum was given in, by the kinds of the ledger, in the order of a sentence.
GIVEN_IN = {
    "cash": "cash",
    "in_kind": "goods",
    "venue": "space",
    "staff_hours": "time",
    "volunteer_hours": "time",
    "promotion": "promotion",
    "other": "other support",
}
PRIVATE = "This stays in the library: it is never in a document for partners or sponsors."
#: What a low rating of each statement says about a partner.
LOW_RATINGS = dict(
    zip(
        ALIGNMENT_ITEMS,
        (
            "sees a different goal",
            "isn’t sure who does what",
            "finds the exchange unfair",
            "doubts that libraries matter for this work",
            "isn’t sure about doing it again",
        ),
        strict=True,
    )
)


@dataclass(frozen=True)
class Scorecard:
    """What the scorecard of one partner shows; None where nothing is recorded."""

    status: PartnerStatus
    kind: str
    programs: tuple[str, ...]
    given: Value | None
    received: Value | None
    fulfilment: Value | None
    brought: Value | None
    gifts: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the partner."""
        return self.status.partner

    @property
    def delivered_all(self) -> bool:
        """Whether the partner has given everything it promised."""
        value = self.fulfilment
        return (
            value is not None and value.value == 1 and value.certainty == "exact" and not self.status.overdue
        )


def collect_scorecards(frame: Page) -> tuple[Scorecard, ...]:
    """Return the scorecard of every partner, the strongest first."""
    partners, today = list_partners(frame.dataset), session.today()
    evaluation = frame.figures(metrics=CARD_METRICS)
    statuses = session.cached_lookup(judge_partner_statuses, partners, scope=frame.scope, as_of=today)
    kinds = session.cached_lookup(kinds_by_partner)
    programs = {
        casefold_name(name): found
        for name, found in session.cached_lookup(programs_by_partner, scope=frame.scope).items()
    }
    return tuple(
        Scorecard(
            status,
            kinds.get(casefold_name(status.partner), ""),
            programs.get(casefold_name(status.partner), ()),
            sum_exchange(evaluation, "partner_given", status.partner),
            sum_exchange(evaluation, "partner_received", status.partner),
            _known(party_value(evaluation, "pledge_fulfilment", status.partner)),
            _known(party_value(evaluation, "partner_sourced_share", status.partner)),
            _gifts(frame, evaluation, status.partner),
        )
        for status in statuses
    )


def _known(value: Value | None) -> Value | None:
    return None if value is None or value.value is None else value


def _gifts(frame: Page, evaluation: Evaluation, partner: str) -> tuple[str, ...]:
    """Return the kinds of what a partner gave, the most valuable first."""
    name = casefold_name(partner)
    values = [
        value
        for value in evaluation.values_for("partner_given")
        if value.group and casefold_name(value.groups.get("party") or "") == name
    ]
    values.sort(key=lambda value: -(value.value or 0))
    return tuple(kind_name(str(value.groups.get("kind")), frame.language) for value in values)


# Headline.


def draw_headline(frame: Page, cards: Sequence[Scorecard]) -> None:
    """Draw how many partnerships are strong, who needs a conversation, and what the partners gave."""
    if not cards:
        headline(
            "Partners",
            "No partners are recorded yet",
            "Add at least one partner of a program to see what each side gives and gets.",
        )
        return
    headline("Partners", _headline(cards, frame.language), _note(frame, cards))


def _headline(cards: Sequence[Scorecard], language: Language) -> str:
    strong = len([card for card in cards if card.status.name == "strong"])
    soon = [card.name for card in cards if card.status.name == "talk-soon"]
    all_of, few = spell_number(len(cards), language), spell_number(strong, language)
    first = f"{few.capitalize()} partnership{' is' if strong == 1 else 's are'} strong"
    if len(soon) == 1:
        second = f"{soon[0]} needs a conversation"
    else:
        second = f"{spell_number(len(soon), language)} need a conversation" if soon else ""
    if strong and strong == len(cards):
        return f"All {few} partnerships are strong" if strong > 1 else first
    if strong:
        return f"{first}; {second}" if second else f"{few.capitalize()} of {all_of} partnerships are strong"
    if second:
        return second[:1].upper() + second[1:] + (" soon" if len(soon) > 1 else "")
    return f"{all_of.capitalize()} partner{'' if len(cards) == 1 else 's'}, and what each side gives"


def _note(frame: Page, cards: Sequence[Scorecard]) -> str:
    evaluation = frame.figures(metrics=("partner_given",))
    total, _ = total_given(evaluation)
    parts = []
    if total is not None:
        kinds = {value.groups.get("kind") for value in evaluation.values_for("partner_given") if value.group}
        named = tuple(dict.fromkeys(word for kind, word in GIVEN_IN.items() if kind in kinds))
        who = "Together they gave" if len(cards) > 1 else "They gave"
        parts.append(f"{who} {figure_text(frame, total)} in {frame.language.join_names(named, len(named))}.")
    known = [card for card in cards if card.fulfilment is not None]
    done = len([card for card in known if card.delivered_all])
    if done and len(known) > 1:
        few, of = spell_number(done, frame.language).capitalize(), spell_number(len(known), frame.language)
        parts.append(f"{few} of {of} delivered everything they promised.")
    return " ".join(parts)


# Scorecards.


def draw_scorecards(frame: Page, cards: Sequence[Scorecard]) -> None:
    """Draw the scorecards in rows of four; a press opens that partner below."""
    with st.grid(max(2, min(4, len(cards))), min_column_width=215, gap="small"):
        for position, card in enumerate(cards):
            with st.container(
                border=True, height="stretch", key=f"score-{position}", vertical_alignment="distribute"
            ):
                st.html(_scorecard(frame, card))
                if draw_button(
                    "Open",
                    key=f"open-{card.name}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    icon_position="right",
                    help=f"Show {card.name} below",
                ):
                    st.session_state["who"] = card.name
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        keys = [("var(--neutral-1)", "they gave"), ("var(--neutral-3)", "they got")]
        st.html(legend(keys), width="content")
        st.badge("Ratings: only for your team", icon=":material/lock:", color="gray", help=PRIVATE)


def _scorecard(frame: Page, card: Scorecard) -> str:
    kind = f'<span class="kind">{escape(card.kind[:1].upper() + card.kind[1:])}</span>' if card.kind else ""
    word, tone = STATUS_CHIPS[card.status.name]
    state = chip(word, tone).replace(
        "<span ", f'<span title="{escape(status_rule(frame, card), quote=True)}" ', 1
    )
    meters = (_exchange_meter(frame, card), _pledge_meter(frame, card), _people_meter(frame, card))
    return (
        f'<div class="lc-score"><div class="top"><div class="mono" aria-hidden="true">{_initials(card.name)}'
        f"</div><div><h2>{escape(card.name)}</h2>{kind}</div></div>"
        f'<div class="state">{state}{_program_dots(card)}</div>'
        f'<p class="say">{escape(sentence(frame, card))}</p>'
        f"<dl>{''.join(meters)}{_view_meter(frame, card)}</dl></div>"
    )


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    return escape("".join(word[0] for word in (words[:1] + words[1:][-1:])).upper())


def _program_dots(card: Scorecard) -> str:
    slots = session.program_colours()
    shown = [name for name in slots if name in card.programs]
    if not shown:
        return ""
    named = escape(", ".join(shown), quote=True)
    dots = "".join(
        f'<i class="lc-dot" style="--c:{program_colour(slots[name])};margin:0 0 0 .35em"></i>'
        for name in shown
    )
    return f'<span role="img" aria-label="Programs together: {named}" title="{named}">{dots}</span>'


def _exchange_meter(frame: Page, card: Scorecard) -> str:
    given, received = card.given, card.received
    if given is None and received is None:
        return ""
    sides = []
    for label, value in (("Gave", given), ("Got", received)):
        shown = f"{label}<br><b>{escape(figure_text(frame, value))}</b>" if value is not None else ""
        sides.append(f"<span>{shown}</span>")
    amounts = [float(value.value or 0) if value is not None else 0.0 for value in (given, received)]
    total = sum(amounts) or 1.0
    bars = "".join(
        f'<i style="width:{amount / total:.1%};--c:var(--{token})"></i>'
        for amount, token in zip(amounts, ("neutral-1", "neutral-3"), strict=True)
    )
    return f'<div><dt>{"".join(sides)}</dt><dd class="lc-meter">{bars}</dd></div>'


def _meter(label: str, shown: str, share: float) -> str:
    return (
        f"<div><dt><span>{label}</span><b>{escape(shown)}</b></dt>"
        f'<dd class="lc-meter"><i style="width:{min(1.0, max(0.0, share)):.1%}"></i></dd></div>'
    )


def _pledge_meter(frame: Page, card: Scorecard) -> str:
    if card.fulfilment is None:
        return ""
    share = float(card.fulfilment.value or 0)
    return _meter("Pledges kept", percent(share, frame.language), share)


def _people_meter(frame: Page, card: Scorecard) -> str:
    if card.brought is None:
        return ""
    share = float(card.brought.value or 0)
    return _meter("Brought people", percent(share, frame.language) if share else "none", share)


def _view_meter(frame: Page, card: Scorecard) -> str:
    view = card.status.shared_view
    if view is None:
        return ""
    parts = "".join(
        f'<span><i style="width:{min(1.0, max(0.0, view - step)):.0%}"></i></span>' for step in range(5)
    )
    shown = f"{frame.language.average(view)} of 5"
    return f'<div><dt><span>Shared view</span><b>{shown}</b></dt><dd class="lc-meter five">{parts}</dd></div>'


# Words about one partner.


def sentence(frame: Page, card: Scorecard) -> str:
    """Return one sentence about a partner: what is open, else what it brings."""
    status = card.status
    owed = sum(line.value or 0 for line in overdue_from(card))
    if status.rule == "pledge-overdue":
        return (
            f"{_money(frame, owed)} it promised has not arrived."
            if owed
            else "A promised gift has not arrived."
        )
    if status.rule == "benefit-overdue":
        line = overdue_to(card)[0]
        return f"Still waits for {kind_name(line.kind or 'other', frame.language)} that you promised."
    if status.rule == "low-rating" and status.lowest is not None:
        what = LOW_RATINGS.get(status.lowest.item, "rates the partnership low")
        return (
            f"Delivers what it promised, but {what}."
            if card.delivered_all
            else f"{what[:1].upper()}{what[1:]}."
        )
    brings = []
    if card.brought is not None and (card.brought.value or 0) >= 0.5:
        brings.append(f"brings {percent(float(card.brought.value or 0), frame.language)} of participants")
    if card.gifts:
        brings.append(f"gives {frame.language.join_names(card.gifts[:3])}")
    if card.delivered_all:
        brings.append("delivered all it promised")
    said = "; ".join(brings)
    return f"{said[:1].upper()}{said[1:]}." if said else "Nothing given or received is recorded yet."


def status_rule(frame: Page, card: Scorecard) -> str:
    """Return the rule that gave a partner its status."""
    status = card.status
    if status.rule in ("pledge-overdue", "benefit-overdue"):
        lines = overdue_from(card) if status.rule == "pledge-overdue" else overdue_to(card)
        day = frame.language.day(lines[0].day) if lines and lines[0].day else ""
        owed = "A pledge by them" if status.rule == "pledge-overdue" else "A benefit promised to them"
        return f"{owed}, dated {day}, is overdue."
    if status.rule == "low-rating" and status.lowest is not None:
        rating = frame.language.average(status.lowest.mean)
        return f"They rate “{status.lowest.item}” {rating} of 5; 2.5 or less means talk soon."
    if status.rule == "shared-view" and status.shared_view is not None:
        return (
            f"Their shared view is {frame.language.average(status.shared_view)} of 5; 4.0 or more is strong."
        )
    if status.rule == "none-applies":
        return "Nothing is overdue and no rating is low, but the shared view is below 4.0 or not known."
    return "No ratings and no pledges are recorded."


def overdue_from(card: Scorecard) -> list[LedgerLine]:
    """Return a partner's own overdue pledges, the oldest first."""
    name = casefold_name(card.name)
    lines = [line for line in card.status.overdue if casefold_name(line.giver or "") == name]
    return sorted(lines, key=lambda line: str(line.day))


def overdue_to(card: Scorecard) -> list[LedgerLine]:
    """Return the overdue benefits promised to a partner, the oldest first."""
    own = overdue_from(card)
    return sorted((line for line in card.status.overdue if line not in own), key=lambda line: str(line.day))


def _money(frame: Page, amount: float) -> str:
    return format_money(amount, frame.language, frame.dataset.settings.currency)
