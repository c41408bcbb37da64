"""What each figure counts about people, and when such a count is too small to leave the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.families.scores import ALL_READERS, NOT_AT_TOP
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings

#: Fields that say something about a person or about the people a session was made for.
PERSONAL_FIELDS = frozenset({"language", "age_group", "mother_tongue", "person_age"})
#: Parts of a metric that do not change whom it counts: cash and full cost of a visit divide by the same visits. The
#: flows of a table, the classes of a margin and the groups of an attribute add up to whom it counts, so they stand in
#: one cell and fall together.
INDIFFERENT_PARTS = frozenset(
    {"level", "peers", "move", "level_before", "level_after", "margin", "attribute", "class", "count"}
)
#: Reasons of a missing figure that tell what is recorded, and nothing of how the people in a group did.
OF_RECORDS = frozenset(
    {
        "no-field", "no-setting", "no-cost", "no-counts", "no-sessions", "no-people", "no-list", "no-absence",
        "no-presence", "no-answers", "no-pairs", "no-population", "no-criteria", "not-by-this", "both-partial",
    }
)  # fmt: skip
#: Reasons that are an answer about all of the people: none of them did, all did the same, all were at the top before.
OF_PEOPLE = frozenset({"zero-base", "ceiling", "no-spread"})

Number = Literal["value", "numerator", "denominator", "n", "low"]
SHARE: tuple[Number, ...] = ("numerator", "denominator")


@dataclass(frozen=True)
class Exposure:
    """What a metric gives away: the count it is made of, and where that count stands in a value.

    Metrics of one `family` are made of the same count, so one of them gives back another and they are hidden
    together; it also goes where its group is hidden in one of the families `also`. `counts` are the numbers of a
    value that count people or visits. `base` is the number that must reach
    `small_people` even where nobody is split (answers, pairs); `attribute` marks a figure that is itself about a
    personal attribute, such as the language a child knows. What is `fragile` goes wherever anything at all is hidden:
    it stands on some sessions or people only, and beside a figure of all of them would tell of the others. `only` is
    the part of a metric whose values count people, where its other values do not.
    `indifferent` are parts of this metric that do not change whom it counts, beside those of every metric.
    `whom` names whom it counts as other figures of the same people do. What is `narrower` counts some of the people
    that the same metric counts elsewhere.
    """

    family: str
    counts: tuple[Number, ...]
    base: Number | None = None
    attribute: bool = False
    also: tuple[str, ...] = ()
    indifferent: frozenset[str] = frozenset()
    fragile: bool = False
    only: tuple[str, str] | None = None
    whom: tuple[tuple[str, str], ...] = ()
    narrower: bool = False

    @property
    def is_share(self) -> bool:
        """True when both sides of the fraction count people, so that the difference counts the rest."""
        return set(SHARE) <= set(self.counts)


EXPOSURES: Mapping[str, Exposure] = MappingProxyType(
    {
        "attendance_total": Exposure("attended", ("value",)),
        "attendance_per_session": Exposure("attended", ("numerator",)),
        "attendance_per_1000": Exposure("attended", ("numerator",)),
        # A target counts visits or people: it goes with either, and takes neither with it.
        "target_attainment": Exposure("aimed", ("numerator",), also=("attended", "people")),
        "peer_band": Exposure("attended", ("numerator",)),
        "cost_per_attendance": Exposure("attended", ("denominator",)),
        "replacement_value": Exposure("attended", ("numerator",)),
        # Two sponsors of one program divide by the same visits.
        "sponsor_cost_per_visit": Exposure("attended", ("denominator",), indifferent=frozenset({"party"})),
        # A count of visits may itself come from a list of people: where the visits go, the people go.
        "participants_unique": Exposure("people", ("value",), also=("attended",)),
        "reach_rate": Exposure("people", ("numerator",), also=("attended",)),
        "cost_per_participant": Exposure("people", ("denominator",), also=("attended",)),
        # Four children may leave eighty marks: what is made of marks goes with the people who made them.
        "attendance_rate": Exposure("marks", SHARE, also=("people", "attended")),
        "show_up_rate": Exposure("listed", SHARE, also=("people", "attended")),
        "completion_rate": Exposure("enrolled", SHARE, base="denominator", also=("people", "attended")),
        "cost_per_contact_hour": Exposure("costed_hours", ("n",), also=("attended",), fragile=True),
        "cost_per_completer": Exposure(
            "enrolled", ("denominator",), base="denominator", also=("people", "attended"), fragile=True
        ),
        "cost_per_improved_reader": Exposure(
            "improved", ("denominator",), base="denominator", also=("people", "attended"), fragile=True
        ),
        "language_match_rate": Exposure(
            "tongues", SHARE, base="denominator", attribute=True, also=("people", "attended")
        ),
        "language_known_share": Exposure("tongues", ("numerator",), also=("people", "attended")),
        "participants_bounds": Exposure("bounds", ("low",), also=("people", "attended")),
        "visits_per_participant": Exposure("people", ("denominator",), also=("attended",)),
        "target_group_per_1000": Exposure("targeted", ("numerator",), also=("attended",), fragile=True),
        "representativeness": Exposure(
            "represented", SHARE, base="denominator", attribute=True, also=("people", "attended"), fragile=True
        ),
        "first_time_share": Exposure(
            "first_timers", SHARE, base="denominator", also=("people", "attended"), fragile=True
        ),
        "contact_hours": Exposure("stayed", ("n",), also=("attended",), fragile=True),
        # Who sent somebody is said of the person on a form, and a church or a clinic that did says more than that.
        "partner_sourced_share": Exposure(
            "sent", SHARE, base="denominator", attribute=True, also=("people", "attended"), fragile=True
        ),
        # What a class of the form would give back, the audit finds row by row.
        "imls_grid": Exposure(
            "official",
            ("numerator",),
            attribute=True,
            also=("attended",),
            only=("count", "visits"),
        ),
        "seat_fill": Exposure("seated", ("numerator",), also=("attended",), fragile=True),
        "turnout_ratio": Exposure("signed_up", SHARE, also=("attended",), fragile=True),
        "average_daily_attendance": Exposure("daily", ("value",), also=("people", "attended"), fragile=True),
        "month_attendance_pct": Exposure("daily", ("n",), also=("people", "attended"), fragile=True),
        "retention_rate": Exposure("returned", SHARE, base="denominator", also=("people", "attended"), fragile=True),
        "repeat_rate": Exposure("repeated", SHARE, base="denominator", also=("people", "attended"), fragile=True),
        "drop_off_count": Exposure("dropped", ("value",), base="value", also=("people", "attended"), fragile=True),
        "attendance_per_staff_hour": Exposure("staffed", ("numerator",), also=("attended",), fragile=True),
        # Who agreed may be few among many answers; what is made of the answers alone does not say so, and stays.
        "outcome_agreement": Exposure("agreeing", SHARE, base="n", also=("answers",)),
        "lsta_agreement": Exposure("agreeing", SHARE, base="n", also=("answers",)),
        "mean_rating": Exposure("answers", ("n",), base="n"),
        "net_agreement": Exposure("net_agreeing", ("n",), base="n", also=("agreeing", "answers")),
        # Who answered is a share of the people who came, and says how many of them it is.
        "survey_response_rate": Exposure(
            "answered", ("denominator", "numerator"), base="denominator", also=("people", "attended")
        ),
        # The mean gain in levels is the net movement again.
        "mean_gain": Exposure("pairs", ("n",), base="n", also=("net_levels",)),
        # The pairs and those tested before give each other's rest: who was never tested again.
        "paired_scores": Exposure("pairs", ("n",), base="n", also=("net_levels",), indifferent=frozenset({"side"})),
        "pair_coverage": Exposure("tested", SHARE, base="denominator", also=("pairs",)),
        "improved_share": Exposure("rose", SHARE, base="n", also=("pairs", "levels")),
        "normalized_gain": Exposure("scaled", ("n",), base="n", also=("pairs", "net_levels")),
        "effect_dz": Exposure("pairs", ("n",), base="n", also=("net_levels",)),
        "effect_dav": Exposure("pairs", ("n",), base="n", also=("net_levels",)),
        "philiri_moved_up": Exposure("levels", SHARE, base="n"),
        "philiri_net_move": Exposure("net_levels", ("n",), base="n", also=("levels", "flows")),
        "reading_speed_gain": Exposure("timed", ("n",), base="n"),
        # Flows add up to the pairs, so one that is too small takes all of its table with it.
        "score_moves": Exposure("moves", ("n",), base="value", also=("pairs",)),
        "level_moves": Exposure("flows", ("n",), base="value", whom=ALL_READERS),
    }
)

#: Parts of a metric that give away something else than its other values do: here, who was at the top before.
OF_PARTS: Mapping[tuple[str, tuple[str, str]], Exposure] = MappingProxyType(
    {
        ("philiri_moved_up", NOT_AT_TOP[0]): Exposure(
            "below_top", SHARE, base="n", also=("levels", "flows"), whom=ALL_READERS, narrower=True
        ),
        # Who looked at a recording is in no count of visits.
        ("imls_grid", ("count", "views")): Exposure("viewed", ("numerator",)),
    }
)
#: Figures of more on one side than on the other, and the figure of the one side: together they tell the other.
NETS: Mapping[str, str] = MappingProxyType(
    {"philiri_net_move": "philiri_moved_up", "net_agreement": "outcome_agreement"}
)

#: Figures that tell the spread of the gains, by their interval alone or altogether. It may give back who improved:
#: where the gains and their squares add up to the same number, each gain is 0 or 1, and the sum is who improved.
INTERVALS = frozenset({"mean_gain"})
SPREADS = frozenset({"effect_dz", "effect_dav"})
#: Figures of points on a scale, which near its end give back who agrees.
ON_SCALES = frozenset({"mean_rating"})
#: The figures that such a mean may give back: the share of those with many points, and the one that tells the two other
#: kinds of people apart.
KINDS_TOLD = {
    **dict.fromkeys(INTERVALS | SPREADS, ("improved_share", "score_moves")),
    **dict.fromkeys(ON_SCALES, ("outcome_agreement", "net_agreement")),
}

#: Figures that may stand on some programs only: the sum of those, beside the sum of all, gives back the others.
PORTFOLIO = frozenset(
    {
        "cost_per_attendance",
        "cost_per_participant",
        "cost_per_completer",
        "cost_per_improved_reader",
        "sponsor_cost_per_visit",
        "target_attainment",
        "survey_response_rate",
    }
)
#: The figure that a portfolio's count is compared with, by family; where there is none, a part is always suspected.
WHOLE = {
    "attended": "attendance_total",
    "people": "participants_unique",
    "aimed": "attendance_total",
    "answered": "participants_unique",
}


def exposure_of(metric: Metric | None, value: Value) -> Exposure | None:
    """Return what a value of a metric gives away, None when it counts no people.

    A metric that the table does not know yet is taken at its own word for which of its numbers counts people.
    """
    of_part = (OF_PARTS.get((value.metric, (name, part or ""))) for name, part in value.group)
    if found := next(filter(None, of_part), EXPOSURES.get(value.metric)):
        return found
    if metric is not None and metric.guards:
        return Exposure(
            value.metric, (metric.guards,), base=metric.guards if metric.personal else None, also=("people",)
        )
    return None


def is_split_by_person(scope: Scope, value: Value) -> bool:
    """True when the value stands for people picked by a personal attribute, in its group or in its filter."""
    fields = {name for name, _ in value.group} | {name for name, _ in scope.where}
    return bool(fields & PERSONAL_FIELDS)


def threshold(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> int:
    """Return k: a count from 1 to k − 1 may not leave."""
    return settings.small_people if _is_personal(exposure, scope, value) else settings.small_events


def stated_threshold(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> int:
    """Return the k that a reader is told: the larger of the two where a base must reach more."""
    k = threshold(exposure, scope, value, settings)
    return max(k, settings.small_people) if exposure.base else k


def is_too_small(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> bool:
    """True when a value tells of 1 to k − 1 people: itself, in its base, or in the rest of a share.

    One of forty who did not is as much one child as one of forty who did.
    """
    return _counts_few(exposure, scope, value, settings) or others_are_few(exposure, scope, value, settings)


def others_are_few(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> bool:
    """True for a share of enough people of which 1 to k - 1 did not what the others did."""
    if not exposure.is_share or value.denominator is None or _counts_few(exposure, scope, value, settings):
        return False
    rest = value.people[1] if value.people else value.denominator - (value.numerator or 0)
    return _between(rest, threshold(exposure, scope, value, settings))


def _counts_few(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> bool:
    if exposure.base and _between(_count(value, exposure.base), settings.small_people):
        return True
    k = threshold(exposure, scope, value, settings)
    return any(_between(_count(value, name), k) for name in exposure.counts)


def is_all_or_none(exposure: Exposure, value: Value, settings: Settings) -> bool:
    """True for a share that nobody or everybody of a small group has: it is told of each of them.

    A group is small below twice `small_people`, where one of it is more than 5 %. Of fewer than k nothing is told.
    """
    part, whole, people = value.numerator, value.denominator, _count(value, "denominator")
    if not exposure.is_share or value.value is None or part is None or not whole:
        return False
    return (people or 0) < 2 * settings.small_people and part in (0, whole)


def is_all_of_a_table(exposure: Exposure, value: Value, settings: Settings) -> bool:
    """True for a line of a table that holds all of a small group: the other lines are nobody, and it is told of each.

    Of fewer than twice `small_people` no other split leaves, because one of its lines would be too small.
    """
    return exposure.base == "value" and value.value == value.n and 0 < (value.n or 0) < 2 * settings.small_people


def _is_personal(exposure: Exposure, scope: Scope, value: Value) -> bool:
    return exposure.attribute or is_split_by_person(scope, value)


def _count(value: Value, name: Number) -> float | None:
    """A number of a value, in people where it is a share of their visits: twelve visits may be three children's."""
    if value.people and name in SHARE:
        return value.people[0] if name == "numerator" else max(value.people)
    count: float | None = getattr(value, name)
    return count


def _between(count: float | None, k: int) -> bool:
    return count is not None and 0 < count < k
