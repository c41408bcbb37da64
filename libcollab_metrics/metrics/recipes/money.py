"""How money becomes figures: how clear it is, what is left, what gifts and hours are worth, what they draw in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, add_up
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.recipes.cost import cost_of, measures_at, with_open_sides
from libcollab_metrics.metrics.recipes.exchange import GIVEN_MEASURES, told_of
from libcollab_metrics.metrics.recipes.sessions import VisitCount
from libcollab_metrics.model.schema import LIBRARY


@dataclass(frozen=True)
class RowShare(Recipe):
    """Ledger lines that meet a condition over all lines of their sort."""

    part: Measure
    whole: Measure

    @property
    def top(self) -> Measure:
        return self.part

    @property
    def bottom(self) -> Measure:
        return self.whole

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.part, self.whole)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        part, rows = cell.count(self.part), cell.count(self.whole)
        if not rows:
            return (missing("no-cost"),)
        return (Value("", value=part / rows, numerator=part, denominator=rows, n=rows).bounded("exact"),)


@dataclass(frozen=True)
class CashBalance(Recipe):
    """Cash received less cash spent; a line nobody has cleared leaves the side open that it stands on."""

    @property
    def top(self) -> Measure:
        return m.CASH_IN

    @property
    def bottom(self) -> Measure:
        return m.CASH_COST

    @property
    def measures(self) -> tuple[Measure, ...]:
        received = (m.CASH_IN, m.CASH_IN_ROWS, m.CASH_IN_PRICED, m.CASH_IN_ESTIMATED, m.CASH_IN_BOUNDED)
        return (*measures_at("cash"), *received, m.UNCLEAR_IN, m.UNCLEAR_OUT)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (self._balance(cell),)

    def _balance(self, cell: Cell) -> Value:
        received, spent = cell[m.CASH_IN], cell[m.CASH_COST]
        if spent is None:
            return missing("no-cost")
        if received is None:
            return missing("no-field", field="money received, with its amount")
        rows, priced = cell.count(m.CASH_IN_ROWS), cell.count(m.CASH_IN_PRICED)
        declared = {
            cell.facts.named(pid).ledger_complete or cell.facts.settings.ledger_complete for pid in cell.programs
        }
        more = priced < rows or cell.count(m.CASH_IN_BOUNDED) + cell.count(m.UNCLEAR_IN) > 0
        unpriced = cell.count(m.CASH_COST_PRICED) < cell.count(m.CASH_COST_ROWS)
        less = unpriced or cell.count(m.CASH_COST_BOUNDED) + cell.count(m.UNCLEAR_OUT) > 0 or "no" in declared
        if more and less:
            return missing("undecided")
        lines, known = rows + cell.count(m.CASH_COST_ROWS), priced + cell.count(m.CASH_COST_PRICED)
        value = Value(
            "", value=received - spent, numerator=received, denominator=spent, n=known, coverage=share_of(known, lines),
            estimated=cell.count(m.CASH_IN_ESTIMATED) + cell.count(m.CASH_COST_ESTIMATED) > 0,
            note=cost_of(cell.programs, "cash", cell.facts).note,
        )  # fmt: skip
        return value.bounded("at_least" if more else "at_most" if less else "exact")

    def formula(self, value: Value, write: Write) -> str:
        return f"{write(self.top, value.numerator)} − {write(self.bottom, value.denominator)}"


@dataclass(frozen=True)
class GiftsWorth(Recipe):
    """The value of everything given to the project that is no cash; gifts without a price are not in it."""

    @property
    def top(self) -> Measure:
        return m.GIFTS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.GIFTS, m.GIFT_ROWS, m.GIFT_PRICED, m.GIFT_ESTIMATED, m.GIFT_BOUNDED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        worth, rows, priced = cell[m.GIFTS], cell.count(m.GIFT_ROWS), cell.count(m.GIFT_PRICED)
        if worth is None:
            return (missing("no-field", field="a gift with a value"),)
        value = Value(
            "", value=worth, numerator=worth, n=priced, coverage=share_of(priced, rows),
            estimated=cell.count(m.GIFT_ESTIMATED) > 0,
        )  # fmt: skip
        return (value.bounded("exact" if priced == rows and not cell.count(m.GIFT_BOUNDED) else "at_least"),)


@dataclass(frozen=True)
class Leverage(Recipe):
    """What others gave over what the library gave, cash and priced gifts; givers nobody named are in neither."""

    @property
    def top(self) -> Measure:
        return m.OTHERS_GAVE

    @property
    def bottom(self) -> Measure:
        return m.LIBRARY_GAVE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return GIVEN_MEASURES

    def values(self, cell: Cell) -> tuple[Value, ...]:
        parts = {part: tally for part, tally in cell.parts(m.GIVEN).items() if part[0] is not None}
        ours = add_up((tally for part, tally in parts.items() if part[0] == LIBRARY), GIVEN_MEASURES)
        theirs = add_up((tally for part, tally in parts.items() if part[0] != LIBRARY), GIVEN_MEASURES)
        gave, given = ours[m.GIVEN], theirs[m.GIVEN]
        if not gave:
            return (missing("zero-base"),)
        if given is None:
            return (missing("one-sided"),)
        value = Value("", value=given / gave, numerator=given, denominator=gave)
        value = told_of(value, add_up(parts.values(), GIVEN_MEASURES))
        more, less = theirs.count(m.GIVEN_BOUNDED) > 0, given != 0 and ours.count(m.GIVEN_BOUNDED) > 0
        return (with_open_sides(value, more, less, "undecided"),)


@dataclass(frozen=True)
class VolunteerWorth(Recipe):
    """Volunteer hours at the rates entered: a range where a lowest and a highest rate are, for one number misleads."""

    @property
    def top(self) -> Measure:
        return m.VOLUNTEER_HOURS

    @property
    def bottom(self) -> Measure:
        return m.VOLUNTEER_RATE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.VOLUNTEER_HOURS, m.VOLUNTEER_LINES, m.VOLUNTEER_LINES_KNOWN, *m.VOLUNTEER_WORTH_LINES)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        rates = cell.facts.settings.volunteer_rate
        low, rate, high = (rates.get(key) for key in ("low", "rate", "high"))
        low, high = rate if low is None else low, rate if high is None else high
        if low is None or high is None:
            return (missing("no-setting", name="volunteer_rate"),)
        hours, known, lines = (
            cell[m.VOLUNTEER_HOURS],
            cell.count(m.VOLUNTEER_LINES_KNOWN),
            cell.count(m.VOLUNTEER_LINES),
        )
        if hours is None:
            return (missing("no-field", field="volunteer hours"),)
        value = Value(
            "", numerator=hours, denominator=rate, n=hours, coverage=share_of(known, lines),
            estimated=cell.count(m.VOLUNTEER_WORTH_LINES.estimated) > 0,
        )  # fmt: skip
        if low != high:
            return (replace(value, low=hours * low, high=hours * high if known == lines else None, certainty="range"),)
        return (replace(value, value=hours * low).bounded("exact" if known == lines else "at_least"),)

    def definition(self) -> str:
        return "volunteer hours × the value of an hour, from the lowest to the highest rate entered"

    def formula(self, value: Value, write: Write) -> str:
        hours = write(self.top, value.numerator)
        return hours if value.denominator is None else f"{hours} × {write(self.bottom, value.denominator)}"


@dataclass(frozen=True)
class Replacement(Recipe):
    """Attendance times what one visit would cost elsewhere: an assumption, never added to anything."""

    @property
    def top(self) -> Measure:
        return m.VISITS

    @property
    def bottom(self) -> Measure:
        return m.REPLACEMENT_PRICE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return VisitCount().measures

    def values(self, cell: Cell) -> tuple[Value, ...]:
        price = cell.facts.settings.replacement_price
        if price is None:
            return (missing("no-setting", name="replacement_price"),)
        (visits,) = VisitCount().values(cell)
        if visits.value is None:
            return (visits,)
        return (replace(visits, value=visits.value * price, denominator=price).bounded(visits.certainty),)

    def formula(self, value: Value, write: Write) -> str:
        return f"{write(self.top, value.numerator)} × {write(self.bottom, value.denominator)}"
