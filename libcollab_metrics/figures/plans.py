"""A plan in words: each assumption with where it comes from, each consequence with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.planning import ASSUMPTIONS, Assumption, Outcome, Plan, PlanRow
from libcollab_metrics.wording import Language

#: The columns of the plan, and the assumptions that must hold for it.
COLUMNS = ("visits", "staff_hours", "volunteer_hours", "cash")
MUST_HOLD = ("visits_per_session", "staff_hours_per_session", "volunteer_hours_per_session", "cash_per_session")
#: Below this a number of a plan is written with one decimal.
SMALL = 10


def assumption_text(assumption: Assumption, language: Language, currency: str = "") -> str:
    """Write an assumption with its interval: "21.5 (19 to 24)", "at least ₱200.00"; what is unknown is said to be."""
    value = Value(
        "", value=assumption.value, low=assumption.low, high=assumption.high, certainty=assumption.certainty
    )  # fmt: skip
    return (
        language.say("assumption-unknown") if assumption.value is None else _text(value, assumption, language, currency)
    )


def assumption_interval(assumption: Assumption, language: Language, currency: str = "") -> str:
    """Write the interval of a forecast assumption: "19 to 24"; nothing where it has none."""
    if assumption.low is None or assumption.high is None:
        return ""
    ends = [_written(end, assumption.unit, language, currency) for end in (assumption.low, assumption.high)]
    return language.say("range", low=ends[0], high=ends[1])


def assumption_source(assumption: Assumption, language: Language) -> str:
    """Say where an assumption comes from: measured over how many, forecast, entered or typed; or why it is unknown."""
    if assumption.value is None:
        return language.reason(Value("", reason=assumption.reason, reason_values=assumption.reason_values))
    if not assumption.counted or assumption.n is None:
        return language.say(f"source-{assumption.source}")
    name = f"source-{assumption.source}-{assumption.counted}"
    return language.say_of(assumption.n, name, n=language.number(assumption.n))


def outcome_text(outcome: Outcome, language: Language, currency: str = "") -> str:
    """Write a consequence: "480 (384 to 600)", "at most 1,400", or which number it lacks."""
    value = outcome.value
    if value.reason == "unknown-assumption":
        what = language.say(f"assumption-{value.reason_values['what']}").casefold()
        return language.say("unknown-assumption", what=what)
    return language.reason(value) if value.reason is not None else _text(value, outcome, language, currency)


def broken_limits(outcomes: Mapping[str, Outcome], language: Language, currency: str = "") -> tuple[str, ...]:
    """Say what a plan would break: more people than seats, more hours than the staff has, more money than there is."""
    said = []
    for name, limit in (("seats_filled", 1), ("staff_share", 1)):
        number = outcomes[name].value.value if name in outcomes else None
        if number is not None and number > limit:
            said.append(language.say(f"limit-{name}", share=language.share(number)))
    left = outcomes["money_left"].value.value if "money_left" in outcomes else None
    if left is not None and left < 0:
        said.append(language.say("limit-money_left", money=language.money(-left, currency)))
    return tuple(said)


def outcome_made_of(outcome: Outcome, language: Language) -> str:
    """Name the assumptions a consequence rests on: "Rests on sessions a month, months and visits a session."."""
    labels = tuple(language.say(f"assumption-{name}").casefold() for name in outcome.made_of)
    return language.say("rests-on", names=language.listing(labels))


def _text(value: Value, measured: Assumption | Outcome, language: Language, currency: str) -> str:
    def write(number: float) -> str:
        return _written(number, measured.unit, language, currency)

    if value.value is None:
        return language.say("range", low=write(value.low or 0), high=write(value.high or 0))
    text = language.say(value.certainty, value=write(value.value))
    if value.low is None or value.high is None or write(value.low) == write(value.high):
        return text
    return language.say("with-interval", value=text, low=write(value.low), high=write(value.high))


def _written(number: float, unit: str, language: Language, currency: str) -> str:
    """A number of a plan: whole where it is large, for nobody plans on a third of a visit."""
    if unit in ("money", "share"):
        return language.in_unit(number, unit, currency)
    text = language.number(number, 0 if abs(number) >= SMALL or float(number).is_integer() else 1)
    return language.say("unit-hours", value=text) if unit == "hours" else text


def what_must_be_true(row: PlanRow, language: Language, currency: str = "") -> str:
    """Say in one line what a program's plan rests on, and what of it is unknown."""
    said = [_must_hold(row.assumptions[name], language, currency) for name in MUST_HOLD if _matters(row, name)]
    return language.say("joined-by-semicolon").join(said)


def _matters(row: PlanRow, name: str) -> bool:
    """What nobody wrote down is told; hours of volunteers only where there are some, for many programs have none."""
    return name != "volunteer_hours_per_session" or row.assumptions[name].value is not None


def _must_hold(assumption: Assumption, language: Language, currency: str) -> str:
    label = language.say(f"assumption-{assumption.id}").casefold()
    if assumption.value is None:
        return language.say("must-be-known", label=label)
    text = assumption_text(assumption, language, currency)
    return language.say("must-hold", label=label, value=text, source=assumption_source(assumption, language))


def plan_table(plan: Plan, language: Language, currency: str = "") -> ChartTable:
    """Return the plan as a table: a row a program, and one of what they come to together."""
    names = ("sessions_per_month", "months")
    headings = (
        language.say("program"), *(language.say(f"assumption-{name}") for name in names),
        *(language.say(f"outcome-{name}") for name in COLUMNS),
    )  # fmt: skip
    rows = [
        (
            row.program, *(assumption_text(row.assumptions[name], language, currency) for name in names),
            *_cells(row.outcomes, language, currency),
        )
        for row in plan.rows
    ]  # fmt: skip
    if len(plan.rows) > 1:
        rows.append((language.say("plan-together"), "", "", *_cells(plan.together, language, currency)))
    return ChartTable(headings, tuple(rows), tuple(range(1, len(headings))))


def _cells(outcomes: Mapping[str, Outcome], language: Language, currency: str) -> list[str]:
    return [_cell(outcomes[name], language, currency) for name in COLUMNS]


def _cell(outcome: Outcome, language: Language, currency: str) -> str:
    """A number, or a dash: what must be true says what is unknown."""
    return "–" if outcome.value.reason is not None else outcome_text(outcome, language, currency)


def plan_note(plan: Plan, language: Language) -> str:
    """Say what a dash is, what the staff's hours come to, and which programs a sum lacks a number of."""
    said = [language.say("plan-signs")]
    share = plan.together["staff_share"]
    if share.value.value is not None:
        said.append(language.say("plan-staff-share", share=outcome_text(share, language)))
    for name in COLUMNS:
        names = plan.together[name].value.left_out
        if names and len(names) < len(plan.rows):
            label = language.say(f"outcome-{name}").casefold()
            said.append(language.say("plan-lacks", label=label, names=language.listing(names)))
    return " ".join(said)


def assumptions_table(plan: Plan, language: Language, currency: str = "") -> ChartTable:
    """Return everything the plan rests on: program, what, how much, and where that comes from."""
    headings = tuple(language.say(f"heading-{name}") for name in ("assumption", "assumed", "where-from"))
    rows = [
        (
            row.program, language.say(f"assumption-{name}"),
            assumption_text(row.assumptions[name], language, currency),
            assumption_source(row.assumptions[name], language),
        )
        for row in plan.rows
        for name in ASSUMPTIONS
    ]  # fmt: skip
    return ChartTable((language.say("program"), *headings), tuple(rows), (2,))
