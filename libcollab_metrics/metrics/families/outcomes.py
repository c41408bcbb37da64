"""Metrics of survey answers: agreement, grant items (LSTA), mean rating and response rate."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally, sum_tallies
from libcollab_metrics.metrics.definition import (
    OF_MONEY,
    FormulaWriter,
    Measure,
    Metric,
    Points,
    Recipe,
    Value,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.participation import (
    PeopleCount,
    add_wilson_if_distinct,
    compute_people,
)
from libcollab_metrics.metrics.tables.outcomes import YES_OR_NO


@dataclass(frozen=True)
class _AnswerMetric(Recipe):
    """A metric of valid answers, one value per measure and occasion that was asked."""

    answers: Measure = m.ANSWERS
    asked: Measure = m.ASKED

    @property
    def bottom(self) -> Measure:
        return self.answers

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.top, self.answers, self.asked)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        asked = {part: tally for part, tally in cell.parts(self.answers).items() if tally.count(self.asked)}
        if not any(tally.count(self.answers) for tally in asked.values()):
            return (undefined_value("no-answers"),)
        return tuple(
            replace(self._compute_value(tally), group=(("measure", measure), ("occasion", occasion)))
            for (measure, occasion), tally in asked.items()
        )

    def _compute_value(self, tally: Tally) -> Value:
        return (
            self._compute_over(tally, self.answers)
            if tally.count(self.answers)
            else undefined_value("no-answers")
        )

    def _compute_over(self, tally: Tally, answers: Measure) -> Value:
        """Return the metric over some of the answers."""
        answered, top = tally.count(answers), self._numerator(tally)
        return Value(
            "",
            value=top / answered,
            numerator=top,
            denominator=answered,
            n=answered,
            coverage=compute_share(answered, tally.count(self.asked)),
        ).with_certainty("exact")

    def _numerator(self, tally: Tally) -> float:
        return tally[self.top] or 0


@dataclass(frozen=True)
class _AgreementMetric(_AnswerMetric):
    """A metric of answers on scales with an agreement threshold; undefined without the setting."""

    judged: Measure = m.JUDGED

    @property
    def bottom(self) -> Measure:
        return self.judged

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, self.judged)

    def _compute_value(self, tally: Tally) -> Value:
        if tally.count(self.answers) and not tally.count(self.judged):
            return undefined_value("no-setting", name="agreement_threshold")
        return (
            self._compute_over(tally, self.judged)
            if tally.count(self.judged)
            else undefined_value("no-answers")
        )


@dataclass(frozen=True)
class Agreement(_AgreementMetric):
    """Agreeing answers (top two of five) over valid answers, by measure and occasion.

    Has a Wilson interval if each person answered once.
    """

    agreeing: Measure = m.AGREEING
    people: Measure = m.JUDGES
    nameless: Measure = m.UNNAMED_JUDGED

    @property
    def top(self) -> Measure:
        return self.agreeing

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, self.people, self.nameless)

    def _compute_over(self, tally: Tally, answers: Measure) -> Value:
        return add_wilson_if_distinct(
            super()._compute_over(tally, answers), tally.count(self.people) + tally.count(self.nameless)
        )


#: Agreement with the items of a grant, in the grant's wording.
GRANT_AGREEMENT = Agreement(
    m.GRANT_ANSWERS, m.GRANT_ASKED, m.GRANT_JUDGED, m.GRANT_AGREEING, m.GRANT_JUDGES, m.GRANT_UNNAMED
)


@dataclass(frozen=True)
class MeanRating(_AnswerMetric):
    """Mean of the valid answers by measure and occasion.

    Undefined across different scales, and for questions answered with yes or no.
    """

    top = m.RATINGS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, m.SCALES, m.RATED, m.SCALE_END, m.DISAGREES_TO, m.AGREES_FROM)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        asked = {part: tally for part, tally in cell.parts(self.answers).items() if tally.count(self.asked)}
        return tuple(
            replace(value, points=_rating_distribution(cell, part, asked[part]))
            if (part := tuple(name for _, name in value.group)) in asked and value.value is not None
            else value
            for value in super().values(cell)
        )

    def _compute_value(self, tally: Tally) -> Value:
        if tally.count(m.SCALES) > 1:
            return undefined_value("undecided")
        return _without_points(tally) or super()._compute_value(tally)


def _without_points(tally: Tally) -> Value | None:
    """Return the undefined value of answers of yes and no, which are no points; None for longer scales."""
    return undefined_value("yes-or-no") if tally[m.SCALE_END] == YES_OR_NO else None


def _rating_distribution(cell: GroupCounts, part: tuple[str | None, ...], tally: Tally) -> Points | None:
    """Return the distribution of disagreement, neutral and agreement; None without a threshold."""
    ends = [tally[end] for end in (m.SCALE_END, m.DISAGREES_TO, m.AGREES_FROM)]
    ratings = {
        float(rating or 0): part_tally.count(m.RATED)
        for (*of, rating), part_tally in cell.parts(m.RATED).items()
        if tuple(of) == part
    }
    scale, bottom, agrees_from = (end or 0 for end in ends)
    return Points.from_ratings(ratings, scale, bottom, agrees_from) if agrees_from else None


@dataclass(frozen=True)
class NetAgreement(_AgreementMetric):
    """Answers in the top two less those in the bottom two, over valid answers.

    Undefined for questions answered with yes or no: an option that was not ticked is no disagreement.
    """

    top = m.AGREEING

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, m.DISAGREEING, m.SCALE_END)

    def _compute_value(self, tally: Tally) -> Value:
        return _without_points(tally) or super()._compute_value(tally)

    def _numerator(self, tally: Tally) -> float:
        return tally.count(m.AGREEING) - tally.count(m.DISAGREEING)

    def definition(self) -> str:
        return f"({m.AGREEING.label} − {m.DISAGREEING.label}) ÷ {m.JUDGED.label}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return f"{write(m.NET_AGREEING, value.numerator)} ÷ {write(m.JUDGED, value.denominator)}"


@dataclass(frozen=True)
class ResponseRate(Recipe):
    """Distinct respondents over distinct attendees, over programs with answers and rosters.

    Unnamed answers may hide further respondents, and sessions without a full roster further attendees. If
    both are possible, or if there are more respondents than listed people on incomplete rosters, the rate is
    undefined. Programs without one of the two are named and excluded.
    """

    needs_whole_programs = True

    top = m.RESPONDENTS
    bottom = m.PEOPLE
    measures = (m.RESPONDENTS, m.ALL_ANSWERS, m.UNNAMED_ANSWERS, *PeopleCount().measures)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        programs = cell.programs
        listed = {pid for pid, tally in programs.items() if tally.count(m.NAMED)}
        asked = {pid for pid, tally in programs.items() if tally.count(m.ALL_ANSWERS)}
        if not listed or not asked:
            return (undefined_value("no-answers" if listed else "no-people"),)
        both = frozenset(listed & asked)
        left_out = tuple(cell.facts.program_by_id(pid).name for pid in programs if pid in listed ^ asked)
        return (replace(_compute_response(cell, both), left_out=left_out),)


def _compute_response(cell: GroupCounts, programs: frozenset[str | None]) -> Value:
    """Return the rate over programs that have both answers and rosters."""
    if not programs:
        return undefined_value("no-people")
    tally = sum_tallies((cell.programs[pid] for pid in programs), ResponseRate().measures)
    people, answered = cell.count_people(programs), cell.count_people(programs, m.RESPONDENTS)
    if not people:
        return undefined_value("zero-base")
    if not answered:
        return undefined_value("no-field", field="a name or code with its answer")
    more_answered, came = tally.count(m.UNNAMED_ANSWERS) > 0, compute_people(tally)
    more_came = came.certainty == "at_least"
    if more_came and (more_answered or answered > people):
        return undefined_value("undecided")
    value = Value(
        "", value=answered / people, numerator=answered, denominator=people, n=people, coverage=came.coverage
    )
    return value.with_certainty("at_least" if more_answered else "at_most" if more_came else "exact")


CHANCE_CAVEAT = "The interval covers chance only, not who chose to answer."

ANSWER_PARTS = ("measure", "occasion")

METRICS: tuple[Metric, ...] = (
    Metric(
        "outcome_agreement", "Agreement", "How many say that it helped them?", "share", "higher",
        "Practice of Project Outcome", "outcomes", Agreement(), OF_MONEY, ANSWER_PARTS,
        caveat=CHANCE_CAVEAT, guards="n", is_personal=True, is_core=True, counts="answers",
    ),
    Metric(
        "lsta_agreement", "LSTA agreement", "How many agree with the items of the grant?", "share", "higher",
        "LSTA outcome measures, Florida", "outcomes", GRANT_AGREEMENT, OF_MONEY, ANSWER_PARTS,
        caveat="Only items in the grant's own words, which must not change.",
        guards="n", is_personal=True, counts="answers",
    ),
    Metric(
        "mean_rating", "Mean score", "How high do they rate it?", "points", "higher",
        "Usual name", "outcomes", MeanRating(), OF_MONEY, ANSWER_PARTS,
        caveat="Steps of agreement are not equally far apart: look at how the answers are spread too.",
        guards="n", is_personal=True, counts="answers",
    ),
    Metric(
        "net_agreement", "Net agreement", "How many more agree than disagree?", "change", "higher",
        "This project", "outcomes", NetAgreement(), OF_MONEY, ANSWER_PARTS,
        caveat="Top two answers less bottom two.", guards="n", is_personal=True, counts="answers",
    ),
    Metric(
        "survey_response_rate", "Response rate", "How many of those who came answered?", "share", "higher",
        "Usual name", "outcomes", ResponseRate(), OF_MONEY,
        caveat="Of different people, not of visits; who answered may differ from who did not.",
        guards="denominator", is_personal=True, counts="people",
    ),
)  # fmt: skip
