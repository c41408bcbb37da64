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
from pages.ui.translation import _, later, plural

CARD_METRICS = ("partner_given", "partner_received", "pledge_fulfilment", "partner_sourced_share")
STATUS_CHIPS = {
    "talk-soon": (later("Talk soon"), "attention"),
    "strong": (later("Strong"), "good"),
    "steady": (later("Steady"), "quiet"),
    "unknown": (later("Not enough known"), "quiet"),
}
#: What a sum was given in, by the kinds of the ledger, in the order of a sentence.
GIVEN_IN = {
    "cash": later("cash"),
    "in_kind": later("goods"),
    "venue": later("space"),
    "staff_hours": later("time"),
    "volunteer_hours": later("time"),
    "promotion": later("promotion"),
    "other": later("other support"),
}
PRIVATE = later("This stays in the library: it is never in a document for partners or sponsors.")
#: What a low rating of each statement says about a partner.
LOW_RATINGS = dict(
    zip(
        ALIGNMENT_ITEMS,
        (
            later("sees a different goal"),
            later("isn’t sure who does what"),
            later("finds the exchange unfair"),
            later("doubts that libraries matter for this work"),
            later("isn’t sure about doing it again"),
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
            _("Partners"),
            _("No partners are recorded yet"),
            _("Add at least one partner of a program to see what each side gives and gets."),
        )
        return
    headline(_("Partners"), _headline(cards, frame.language), _note(frame, cards))


def _headline(cards: Sequence[Scorecard], language: Language) -> str:
    strong = len([card for card in cards if card.status.name == "strong"])
    soon = [card.name for card in cards if card.status.name == "talk-soon"]
    all_of, few = spell_number(len(cards), language), spell_number(strong, language)
    first = plural(
        strong,
        "{count} partnership is strong",
        "{count} partnerships are strong",
        count=few.capitalize(),
    )
    needy = spell_number(len(soon), language)
    if strong == len(cards):
        return _("All {count} partnerships are strong", count=few) if strong > 1 else first
    if strong and len(soon) == 1:
        return _("{strong}; {partner} needs a conversation", strong=first, partner=soon[0])
    if strong and soon:
        return _("{strong}; {count} need a conversation", strong=first, count=needy)
    if strong:
        return plural(
            strong,
            "{count} of {all} partnerships is strong",
            "{count} of {all} partnerships are strong",
            count=few.capitalize(),
            all=all_of,
        )
    if len(soon) == 1:
        return _("{partner} needs a conversation", partner=soon[0])
    if soon:
        return _("{count} need a conversation soon", count=needy.capitalize())
    return plural(
        len(cards),
        "{count} partner, and what each side gives",
        "{count} partners, and what each side gives",
        count=all_of.capitalize(),
    )


def _note(frame: Page, cards: Sequence[Scorecard]) -> str:
    evaluation = frame.figures(metrics=("partner_given",))
    total = total_given(evaluation)[0]
    parts = []
    if total is not None:
        kinds = {value.groups.get("kind") for value in evaluation.values_for("partner_given") if value.group}
        named = tuple(dict.fromkeys(_(word) for kind, word in GIVEN_IN.items() if kind in kinds))
        values = {
            "value": figure_text(frame, total),
            "kinds": frame.language.join_names(named, len(named)),
        }
        if len(cards) > 1:
            parts.append(_("Together they gave {value} in {kinds}.", **values))
        else:
            parts.append(_("They gave {value} in {kinds}.", **values))
    known = [card for card in cards if card.fulfilment is not None]
    done = len([card for card in known if card.delivered_all])
    if done and len(known) > 1:
        few, of = spell_number(done, frame.language).capitalize(), spell_number(len(known), frame.language)
        parts.append(_("{count} of {all} delivered everything they promised.", count=few, all=of))
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
                    _("View"),
                    key=f"open-{card.name}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    icon_position="right",
                    help=_("Show {name} below", name=card.name),
                ):
                    st.session_state["who"] = card.name
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        keys = [("var(--neutral-1)", _("they gave")), ("var(--neutral-3)", _("they got"))]
        st.html(legend(keys), width="content")
        st.badge(_("Ratings: only for your team"), icon=":material/lock:", color="gray", help=_(PRIVATE))


def _scorecard(frame: Page, card: Scorecard) -> str:
    kind = f'<span class="kind">{escape(card.kind[:1].upper() + card.kind[1:])}</span>' if card.kind else ""
    word, tone = STATUS_CHIPS[card.status.name]
    state = chip(_(word), tone).replace(
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
    label = escape(_("Programs together: {names}", names=", ".join(shown)), quote=True)
    dots = "".join(
        f'<i class="lc-dot" style="--c:{program_colour(slots[name])};margin:0 0 0 .35em"></i>'
        for name in shown
    )
    return f'<span role="img" aria-label="{label}" title="{named}">{dots}</span>'


def _exchange_meter(frame: Page, card: Scorecard) -> str:
    given, received = card.given, card.received
    if given is None and received is None:
        return ""
    sides = []
    for label, value in ((_("Gave"), given), (_("Got"), received)):
        shown = f"{escape(label)}<br><b>{escape(figure_text(frame, value))}</b>" if value is not None else ""
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
        f"<div><dt><span>{escape(label)}</span><b>{escape(shown)}</b></dt>"
        f'<dd class="lc-meter"><i style="width:{min(1.0, max(0.0, share)):.1%}"></i></dd></div>'
    )


def _pledge_meter(frame: Page, card: Scorecard) -> str:
    if card.fulfilment is None:
        return ""
    share = float(card.fulfilment.value or 0)
    return _meter(_("Pledges kept"), percent(share, frame.language), share)


def _people_meter(frame: Page, card: Scorecard) -> str:
    if card.brought is None:
        return ""
    share = float(card.brought.value or 0)
    return _meter(_("Brought people"), percent(share, frame.language) if share else _("none"), share)


def _view_meter(frame: Page, card: Scorecard) -> str:
    view = card.status.shared_view
    if view is None:
        return ""
    parts = "".join(
        f'<span><i style="width:{min(1.0, max(0.0, view - step)):.0%}"></i></span>' for step in range(5)
    )
    shown, label = _("{rating} of 5", rating=frame.language.average(view)), escape(_("Shared view"))
    return f'<div><dt><span>{label}</span><b>{shown}</b></dt><dd class="lc-meter five">{parts}</dd></div>'


# Words about one partner.


def sentence(frame: Page, card: Scorecard) -> str:
    """Return one sentence about a partner: what is open, else what it brings."""
    status = card.status
    owed = sum(line.value or 0 for line in overdue_from(card))
    if status.rule == "pledge-overdue":
        if owed:
            return _("{amount} it promised has not arrived.", amount=_money(frame, owed))
        return _("A promised gift has not arrived.")
    if status.rule == "benefit-overdue":
        line = overdue_to(card)[0]
        return _(
            "Still waits for {kind} that you promised.", kind=kind_name(line.kind or "other", frame.language)
        )
    if status.rule == "low-rating" and status.lowest is not None:
        what = low_rating(status.lowest.item)
        return (
            _("Delivers what it promised, but {rating}.", rating=what)
            if card.delivered_all
            else f"{what[:1].upper()}{what[1:]}."
        )
    brings = []
    if card.brought is not None and (card.brought.value or 0) >= 0.5:
        share = percent(float(card.brought.value or 0), frame.language)
        brings.append(_("brings {share} of participants", share=share))
    if card.gifts:
        brings.append(_("gives {kinds}", kinds=frame.language.join_names(card.gifts[:3])))
    if card.delivered_all:
        brings.append(_("delivered all it promised"))
    said = "; ".join(brings)
    return f"{said[:1].upper()}{said[1:]}." if said else _("Nothing given or received is recorded yet.")


def low_rating(statement: str) -> str:
    """Return what a low rating of a statement says about a partner, as in "finds the exchange unfair"."""
    return _(LOW_RATINGS.get(statement, later("rates the partnership low")))


def status_rule(frame: Page, card: Scorecard) -> str:
    """Return the rule that gave a partner its status."""
    status = card.status
    if status.rule in ("pledge-overdue", "benefit-overdue"):
        lines = overdue_from(card) if status.rule == "pledge-overdue" else overdue_to(card)
        day = frame.language.day(lines[0].day) if lines and lines[0].day else ""
        if status.rule == "pledge-overdue":
            return _("A pledge by them, dated {day}, is overdue.", day=day)
        return _("A benefit promised to them, dated {day}, is overdue.", day=day)
    if status.rule == "low-rating" and status.lowest is not None:
        rating = frame.language.average(status.lowest.mean)
        return _(
            "They rate “{statement}” {rating} of 5; 2.5 or less means talk soon.",
            statement=_(status.lowest.item),
            rating=rating,
        )
    if status.rule == "shared-view" and status.shared_view is not None:
        rating = frame.language.average(status.shared_view)
        return _("Their shared view is {rating} of 5; 4.0 or more is strong.", rating=rating)
    if status.rule == "none-applies":
        return _("Nothing is overdue and no rating is low, but the shared view is below 4.0 or not known.")
    return _("No ratings and no pledges are recorded.")


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
