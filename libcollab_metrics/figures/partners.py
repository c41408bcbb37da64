"""Partner by partner: what each is given and gives, how each sees it, and where views lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.chart import Chart, ChartTable, Point, Series
from libcollab_metrics.figures.chart_builder import alt_text, with_caveat
from libcollab_metrics.figures.costs import Line, by_party_and_kind, kind_name, what_was_given
from libcollab_metrics.figures.text import Evaluated, part_name, party_name, value_words
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, LEDGER_KINDS, LIBRARY


class Answer(Protocol):
    """One partner's mean rating of one statement, by `n` people."""

    @property
    def item(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def mean(self) -> float: ...
    @property
    def n(self) -> int: ...


class Asked(Protocol):
    """A rule: its id and the figure it looks at."""

    @property
    def id(self) -> str: ...
    @property
    def metric(self) -> str: ...


class Ruled(Protocol):
    """What the records say to one rule about one partner."""

    @property
    def rule(self) -> Asked: ...
    @property
    def outcome(self) -> str: ...
    @property
    def value(self) -> Value: ...


def alignment_by_item(answers: Sequence[Answer], evaluation: Evaluated, language: Language) -> Chart:
    """Every partner's mean on every statement: all dots, with how many people stand behind each."""
    metric = find_metric("alignment_gap")
    by_place = {(answer.item, answer.party): answer for answer in answers}
    parties = list(dict.fromkeys(answer.party for answer in answers))
    series = tuple(
        Series(party, tuple(_dot(item, by_place.get((item, party)), language) for item in ALIGNMENT_ITEMS))
        for party in parties
    )
    gaps = [(str(value.groups.get("item")), value) for value in evaluation.of(metric.id)]
    title = findings.lie_apart(gaps, language)
    chart = with_caveat(
        "alignment", "dots", title, gaps, metric, language.say("category-statement"), evaluation, language
    )
    chart = replace(chart, series=series, measure=language.say("measure-rating"), scale=(1.0, 5.0))
    return replace(chart, alt=alt_text(chart, language))


def effects_table(evaluation: Evaluated, partners: Iterable[str], language: Language) -> ChartTable:
    """What the collaboration is for every partner: given and received by kind, and its own rating of the exchange.

    A cell is "not recorded" until something is; a thing without a price says so. Cells of two partners may stand on
    the same program and are never added.
    """
    given, received = by_party_and_kind(evaluation, "partner_given"), by_party_and_kind(evaluation, "partner_received")
    used = [kind for kind in LEDGER_KINDS if any(kind == k for _, k in (*given, *received))]
    headings = (
        language.say("category-partner"), "", *(kind_name(kind, language) for kind in used), language.say("own-rating"),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for partner in partners:
        for said, sides in (("gives", given), ("receives", received)):
            cells = [_value_text(sides.get((partner, kind)), evaluation, language) for kind in used]
            rating = _own_rating(evaluation, partner, language) if said == "gives" else ""
            rows.append((partner if said == "gives" else "", language.say(said), *cells, rating))
    return ChartTable(headings, tuple(rows), tuple(range(2, len(headings))))


#: The figures partners are set side by side by: metric and which of its parts.
SIDE_BY_SIDE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("partner_programs", (("kind", "all"),)),
    ("give_take_balance", (("kind", "all"),)),
    ("give_take_rating", (("side", "partner"),)),
    ("give_take_rating", (("side", "library"),)),
    ("alignment_mean", ()),
    ("pledge_fulfilment", ()),
    ("partner_sourced_share", ()),
)


def side_by_side(evaluation: Evaluated, rulings: Mapping[str, Sequence[Ruled]], language: Language) -> ChartTable:
    """Every partner in one row: what is counted with it, how each side sees it, and how many rules are passed.

    Figures of two partners may stand on the same program, so no row is ever added to another.
    """
    headings = [language.say("category-partner")]
    for metric, parts in SIDE_BY_SIDE:
        headings.append(language.say("-".join(["side", metric, *(part for _, part in parts)])))
    headings.append(language.say("side-rules"))
    rows = []
    for partner, ruled in rulings.items():
        figures = [_side(evaluation, metric, partner, parts, language) for metric, parts in SIDE_BY_SIDE]
        rows.append((partner, *figures, _passed(ruled, language)))
    return ChartTable(tuple(headings), tuple(rows), tuple(range(1, len(headings))))


def _side(
    evaluation: Evaluated, metric: str, partner: str, parts: tuple[tuple[str, str], ...], language: Language
) -> str:
    wanted = {"party": partner, **dict(parts)}
    found = [v for v in evaluation.of(metric) if wanted.items() <= v.groups.items() and v.value is not None]
    if not found:
        return language.say("not-recorded-yet")
    value = found[0]
    if metric in ("give_take_rating", "alignment_mean"):
        return language.say("rating-by", value=language.average(value.value or 0.0), n=language.number(value.n or 0))
    return value_words(value, find_metric(metric), language, evaluation.currency)


def _passed(ruled: Sequence[Ruled], language: Language) -> str:
    outcomes = [one.outcome for one in ruled]
    counts = {name: outcomes.count(name) for name in ("passed", "failed", "open")}
    return language.say("rules-counted", **counts)


def rules_table(ruled: Sequence[Ruled], language: Language, currency: str = "") -> ChartTable:
    """Each rule about one partner: passed, failed or open, the figure behind it, and how much evidence there is."""
    headings = tuple(language.say(name) for name in ("rule", "rule-outcome", "rule-figure", "rule-evidence"))
    return ChartTable(headings, tuple(_rule_row(one, language, currency) for one in ruled), ())


def _rule_row(one: Ruled, language: Language, currency: str) -> tuple[str, ...]:
    metric, value = find_metric(one.rule.metric), one.value
    shown = language.reason(value) if value.reason else value_words(value, metric, language, currency)
    if metric.unit == "yes_no" and value.value is not None:
        shown = language.say("doubt-yes" if value.value else "doubt-no")
    noun = metric.counts if metric.counts and value.n != 1 else "n"
    n = "" if value.n is None else language.say(f"caption-{noun}", n=language.number(value.n))
    return language.say(f"rule-{one.rule.id}"), language.say(f"outcome-{one.outcome}"), shown, n.rstrip(".")


def _value_text(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return language.say("not-recorded-yet")
    if value.value is None:
        return language.say("unpriced")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def _own_rating(evaluation: Evaluated, partner: str, language: Language) -> str:
    ratings = [v for v in evaluation.of("give_take_rating") if v.groups.get("party") == partner]
    own = [v for v in ratings if v.groups.get("side") == "partner" and v.value is not None]
    if not own:
        return language.say("not-recorded-yet")
    return language.say("rating-by", value=language.average(own[0].value or 0.0), n=language.number(own[0].n or 0))


def _dot(item: str, answer: Answer | None, language: Language) -> Point:
    if answer is None:
        return Point(part_name(item, language), None, note=language.say("not-recorded-yet"))
    return Point(part_name(item, language), answer.mean, note=language.say("by-people", n=language.number(answer.n)))


# What leaves about partners: each at a glance, one beside the library kind by kind, and a school's donations form.

#: Whoever has one of these has a row in the table of partners.
AT_A_GLANCE = ("partner_programs", "partner_given", "partner_received")
#: The figures of one party that stand in its row of the table of partners, after what it gave and received.
KEPT = ("pledge_fulfilment", "benefit_delivery")
#: How the donations form calls what the ledger calls received, spent and pledged.
ARRIVED = frozenset({"received", "spent"})
#: The currency as the form itself writes it.
FORM_CURRENCY = {"PHP": "Php"}


class Contribution(Line, Protocol):
    """A line of which is also known whether its value is an estimate or a lower bound."""

    @property
    def estimated(self) -> bool: ...
    @property
    def at_least(self) -> bool: ...


def partners_table(evaluation: Evaluated, language: Language) -> ChartTable:
    """Return every partner in one row: programs together, what it gave and received by kind, and what was kept.

    Figures of two partners may stand on the same program and are never added.
    """
    headings = tuple(language.say(f"glance-{name}") for name in ("partner", "programs", "gave", "received", *KEPT))
    return ChartTable(headings, tuple(_glance(name, evaluation, language) for name in _partners(evaluation)), (1, 4, 5))


def _partners(evaluation: Evaluated) -> list[str]:
    """Whoever has a program with the library, gave or received; the library itself is no partner of its own."""
    names = {v.groups.get("party") for metric in AT_A_GLANCE for v in evaluation.of(metric)}
    return sorted((name for name in names if name and name != LIBRARY), key=str.casefold)


def _glance(partner: str, evaluation: Evaluated, language: Language) -> tuple[str, ...]:
    programs = party_value(evaluation, "partner_programs", partner, "all")
    return (
        party_name(partner, language),
        _written(programs, evaluation, language),
        _by_kind("partner_given", partner, evaluation, language),
        _by_kind("partner_received", partner, evaluation, language),
        *(_written(party_value(evaluation, metric, partner), evaluation, language) for metric in KEPT),
    )


def party_value(evaluation: Evaluated, metric: str, party: str, kind: str = "") -> Value | None:
    """Return one party's value of a metric, of one kind where it has kinds; None where it has none."""
    wanted = {"party": fold(party), **({"kind": kind} if kind else {})}
    for value in evaluation.of(metric):
        groups = {name: fold(part or "") for name, part in value.group}
        if wanted.items() <= groups.items():
            return value
    return None


def _written(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    """A number with its sign; a dash where there is none."""
    if value is None or value.reason is not None:
        return "–"
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def _by_kind(metric: str, partner: str, evaluation: Evaluated, language: Language) -> str:
    """What a partner gave or received, kind by kind, in one cell."""
    found = [(kind, party_value(evaluation, metric, partner, kind)) for kind in LEDGER_KINDS]
    said = [
        language.say("worth-of-kind", kind=_kind(kind, language), worth=_flow_text(value, evaluation, language))
        for kind, value in found
        if value is not None
    ]
    return language.say("joined-by-semicolon").join(said) or "–"


def exchange_table(evaluation: Evaluated, partner: str, language: Language) -> ChartTable:
    """Return what one partner gave and what it received, a row a kind; no row where nothing was."""
    sides = ("partner_given", "partner_received")
    headings = tuple(language.say(name) for name in ("category-kind", "glance-gave", "glance-received"))
    rows = []
    for kind in LEDGER_KINDS:
        cells = [party_value(evaluation, side, partner, kind) for side in sides]
        if any(cell is not None for cell in cells):
            rows.append((_kind(kind, language), *(_flow_text(cell, evaluation, language) for cell in cells)))
    return ChartTable(headings, tuple(rows), (1, 2))


def pair_shares(evaluation: Evaluated, partner: str, language: Language) -> ChartTable:
    """Return which share of the cash and of the gifts one partner and the library bore; what is left, others did."""
    rows = []
    for kind in ("cash", "in_kind"):
        cells = [party_value(evaluation, "fund_share", party, kind) for party in (partner, LIBRARY)]
        if any(cell is not None and cell.reason is None for cell in cells):
            said = (_written(cell, evaluation, language) for cell in cells)
            rows.append((language.say(f"share-{kind}"), *said))
    headings = tuple(language.say(name) for name in ("category-kind", "category-partner", "party-library"))
    return ChartTable(headings, tuple(rows), (1, 2))


def _kind(kind: str, language: Language) -> str:
    return language.messages.get(f"kind-{kind}", kind)


def _flow_text(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return "–"
    if value.value is None:
        return language.say("unpriced")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)


def contribution_table(lines: Iterable[Contribution], language: Language, currency: str = "") -> ChartTable:
    """Return contributions in the columns of a school's donations form, numbered in the order given.

    A day and an amount stand only where something arrived: of a pledge and of an unclear line the amount is told
    beside the purpose, and what has no price says so. Region and Division are ticks that the school sets itself.
    """
    written = FORM_CURRENCY.get(currency, currency)
    amount = language.say("form-amount", currency=written) if written else language.say("form-amount-plain")
    names = ("number", "donor", "purpose", "date", "region", "division")
    headings = (*(language.say(f"form-{name}") for name in names), amount, language.say("form-status"))
    rows = tuple(_contribution(number, line, language, currency) for number, line in enumerate(lines, 1))
    return ChartTable(headings, rows, (6,))


def _contribution(number: int, line: Contribution, language: Language, currency: str) -> tuple[str, ...]:
    arrived = line.status in ARRIVED
    day = line.day.isoformat() if line.day and arrived else ""
    amount = _amount(line, language) if arrived else ""
    status = language.say("form-received" if arrived else f"form-{line.status or 'unclear'}")
    return (
        str(number), party_name(line.giver, language), _purpose(line, language, currency), day, "", "", amount, status,
    )  # fmt: skip


def _amount(line: Contribution, language: Language) -> str:
    if line.value is None:
        return language.say("unpriced")
    sign = "≥ " if line.at_least else "≈ " if line.estimated else ""
    return sign + language.number(line.value, 0 if line.value % 1 == 0 else 2)


def _purpose(line: Contribution, language: Language, currency: str) -> str:
    """What it was, for which program; of what has not arrived for certain also how much was written down."""
    what = what_was_given(line, language)
    if line.status not in ARRIVED and line.value is not None:
        money = language.money(line.value, currency)
        what = language.say(f"form-purpose-{line.status or 'unclear'}", what=what, money=money)
    return language.say("form-purpose-of", what=what, program=line.program) if line.program else what
