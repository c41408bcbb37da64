"""Disclosure policy: what each metric counts about people, when a count is too small, and share bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.families.scores import ALL_READERS, BELOW_TOP_READERS
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings

#: Reason of a value of a small group.
SUPPRESSED = "small-cell"
#: Reason of a value from a table that cannot be protected, because its other values would disclose it.
WITHHELD = "withheld"
#: Bounds released for a share of a small group.
LOWER_BOUND, UPPER_BOUND = 0.05, 0.95
#: Fields that describe a person or the intended audience of a session.
PERSONAL_FIELDS = frozenset({"language", "age_group", "mother_tongue", "person_age"})
#: Parts that do not change which people a metric counts: cash and full cost of a visit divide by the same
#: visits. Flows of a table, classes of a margin and groups of an attribute add up to the same people, so they
#: share a cell and are suppressed together.
INDIFFERENT_PARTS = frozenset(
    {"level", "peers", "move", "level_before", "level_after", "margin", "attribute", "class", "count"}
)
#: Reasons that describe only the records, not the people in a group.
RECORD_REASONS = frozenset(
    {
        "no-field",
        "no-setting",
        "no-cost",
        "no-counts",
        "no-sessions",
        "no-people",
        "no-list",
        "no-absence",
        "no-presence",
        "no-answers",
        "yes-or-no",
        "no-pairs",
        "no-population",
        "no-criteria",
        "not-by-this",
        "both-partial",
        "sheet-not-read",
    }
)
#: Reasons that reveal something about every person in the group: none did, all did the same, all were at the
#: top before.
PEOPLE_REASONS = frozenset({"zero-base", "ceiling", "no-spread"})

Number = Literal["value", "numerator", "denominator", "n", "low"]
SHARE: tuple[Number, ...] = ("numerator", "denominator")


@dataclass(frozen=True)
class Exposure:
    """What a metric discloses, and where the disclosed count is in a value.

    Attributes
    ----------
    family : str
        Metrics of one family are computed from the same count, so one discloses another and they are
        suppressed together.
    counts : tuple of Number
        Attributes of a value that count people or visits.
    base : Number or None
        Attribute that must reach `small_people` even if people are not split (answers, pairs).
    is_personal : bool
        Whether the metric itself is about a personal attribute, such as the language a child knows.
    other_families : tuple of str
        Other families: the value is suppressed where its group is suppressed in one of them.
    ignored_parts : frozenset of str
        Further parts, of this metric only, that do not change which people it counts.
    is_partial : bool
        Whether the value covers only some sessions or people. It is suppressed if anything is, because its
        difference from a complete value would disclose the others.
    only_part : (str, str) or None
        Part with values that count people, if the metric's other values do not.
    people_group : tuple of (str, str)
        Group items that other metrics of the same people use.
    is_subset : bool
        Whether it counts a subset of the people that the same metric counts elsewhere.
    """

    family: str
    counts: tuple[Number, ...]
    base: Number | None = None
    is_personal: bool = False
    other_families: tuple[str, ...] = ()
    ignored_parts: frozenset[str] = frozenset()
    is_partial: bool = False
    only_part: tuple[str, str] | None = None
    people_group: tuple[tuple[str, str], ...] = ()
    is_subset: bool = False

    @property
    def is_share(self) -> bool:
        """Whether both sides of the fraction count people, so that the difference counts the others."""
        return set(SHARE) <= set(self.counts)


EXPOSURES: Mapping[str, Exposure] = MappingProxyType(
    {
        "attendance_total": Exposure("attended", ("value",)),
        "attendance_per_session": Exposure("attended", ("numerator",)),
        "attendance_per_1000": Exposure("attended", ("numerator",)),
        # A target counts visits or people: it is suppressed with either and suppresses neither.
        "target_attainment": Exposure("aimed", ("numerator",), other_families=("attended", "people")),
        "peer_band": Exposure("attended", ("numerator",)),
        "cost_per_attendance": Exposure("attended", ("denominator",)),
        "replacement_value": Exposure("attended", ("numerator",)),
        # The divisor is the same for two sponsors of one program.
        "sponsor_cost_per_visit": Exposure("attended", ("denominator",), ignored_parts=frozenset({"party"})),
        # Visits may be counted from a roster, so suppressed visits suppress the people.
        "participants_unique": Exposure("people", ("value",), other_families=("attended",)),
        "reach_rate": Exposure("people", ("numerator",), other_families=("attended",)),
        "cost_per_participant": Exposure("people", ("denominator",), other_families=("attended",)),
        # Marks are suppressed with the people who made them: eighty marks may be of four children.
        "attendance_rate": Exposure("marks", SHARE, other_families=("people", "attended")),
        "show_up_rate": Exposure("listed", SHARE, other_families=("people", "attended")),
        "completion_rate": Exposure(
            "enrolled", SHARE, base="denominator", other_families=("people", "attended")
        ),
        "cost_per_contact_hour": Exposure(
            "costed_hours", ("n",), other_families=("attended",), is_partial=True
        ),
        "cost_per_completer": Exposure(
            "enrolled",
            ("denominator",),
            base="denominator",
            other_families=("people", "attended"),
            is_partial=True,
        ),
        "cost_per_improved_reader": Exposure(
            "improved",
            ("denominator",),
            base="denominator",
            other_families=("people", "attended"),
            is_partial=True,
        ),
        "language_match_rate": Exposure(
            "tongues", SHARE, base="denominator", is_personal=True, other_families=("people", "attended")
        ),
        "language_known_share": Exposure("tongues", ("numerator",), other_families=("people", "attended")),
        "participants_bounds": Exposure("bounds", ("low",), other_families=("people", "attended")),
        "visits_per_participant": Exposure("people", ("denominator",), other_families=("attended",)),
        "target_group_per_1000": Exposure(
            "targeted", ("numerator",), other_families=("attended",), is_partial=True
        ),
        "representativeness": Exposure(
            "represented",
            SHARE,
            base="denominator",
            is_personal=True,
            other_families=("people", "attended"),
            is_partial=True,
        ),
        "first_time_share": Exposure(
            "first_timers", SHARE, base="denominator", other_families=("people", "attended"), is_partial=True
        ),
        "contact_hours": Exposure("stayed", ("n",), other_families=("attended",), is_partial=True),
        # The source is a personal attribute: a referral by a church or a clinic reveals more.
        "partner_sourced_share": Exposure(
            "sent",
            SHARE,
            base="denominator",
            is_personal=True,
            other_families=("people", "attended"),
            is_partial=True,
        ),
        # Disclosure by single classes is checked row by row in the audit.
        "imls_grid": Exposure(
            "official",
            ("numerator",),
            is_personal=True,
            other_families=("attended",),
            only_part=("count", "visits"),
        ),
        "seat_fill": Exposure("seated", ("numerator",), other_families=("attended",), is_partial=True),
        "turnout_ratio": Exposure("signed_up", SHARE, other_families=("attended",), is_partial=True),
        "average_daily_attendance": Exposure(
            "daily", ("value",), other_families=("people", "attended"), is_partial=True
        ),
        "month_attendance_pct": Exposure(
            "daily", ("n",), other_families=("people", "attended"), is_partial=True
        ),
        "retention_rate": Exposure(
            "returned", SHARE, base="denominator", other_families=("people", "attended"), is_partial=True
        ),
        "repeat_rate": Exposure(
            "repeated", SHARE, base="denominator", other_families=("people", "attended"), is_partial=True
        ),
        "drop_off_count": Exposure(
            "dropped", ("value",), base="value", other_families=("people", "attended"), is_partial=True
        ),
        "partner_lift": Exposure("matched", SHARE, other_families=("attended",), is_partial=True),
        "attendance_per_staff_hour": Exposure(
            "staffed", ("numerator",), other_families=("attended",), is_partial=True
        ),
        # Few may have agreed among many answers; values computed from the answers alone do not disclose it.
        "outcome_agreement": Exposure("agreeing", SHARE, base="n", other_families=("answers",)),
        "lsta_agreement": Exposure("agreeing", SHARE, base="n", other_families=("answers",)),
        "mean_rating": Exposure("answers", ("n",), base="n"),
        "net_agreement": Exposure("net_agreeing", ("n",), base="n", other_families=("agreeing", "answers")),
        # Respondents are a share of the attendees and disclose their number.
        "survey_response_rate": Exposure(
            "answered",
            ("denominator", "numerator"),
            base="denominator",
            other_families=("people", "attended"),
        ),
        # The mean gain in levels equals the net movement.
        "mean_gain": Exposure("pairs", ("n",), base="n", other_families=("net_levels",)),
        # Pairs and people tested before disclose their difference: those never tested again.
        "paired_scores": Exposure(
            "pairs", ("n",), base="n", other_families=("net_levels",), ignored_parts=frozenset({"side"})
        ),
        "pair_coverage": Exposure("tested", SHARE, base="denominator", other_families=("pairs",)),
        "improved_share": Exposure("rose", SHARE, base="n", other_families=("pairs", "levels")),
        "normalized_gain": Exposure("scaled", ("n",), base="n", other_families=("pairs", "net_levels")),
        "effect_dz": Exposure("pairs", ("n",), base="n", other_families=("net_levels",)),
        "effect_dav": Exposure("pairs", ("n",), base="n", other_families=("net_levels",)),
        "philiri_moved_up": Exposure("levels", SHARE, base="n"),
        "philiri_net_move": Exposure("net_levels", ("n",), base="n", other_families=("levels", "flows")),
        "reading_speed_gain": Exposure("timed", ("n",), base="n"),
        # Flows add up to the pairs, so one that is too small suppresses the whole table.
        "score_moves": Exposure("moves", ("n",), base="value", other_families=("pairs",)),
        "level_moves": Exposure("flows", ("n",), base="value", people_group=ALL_READERS),
    }
)

#: Parts of a metric that disclose something other than its remaining values: here, who was at the top before.
PART_EXPOSURES: Mapping[tuple[str, tuple[str, str]], Exposure] = MappingProxyType(
    {
        ("philiri_moved_up", BELOW_TOP_READERS[0]): Exposure(
            "below_top",
            SHARE,
            base="n",
            other_families=("levels", "flows"),
            people_group=ALL_READERS,
            is_subset=True,
        ),
        # Views of a recording are not included in any count of visits.
        ("imls_grid", ("count", "views")): Exposure("viewed", ("numerator",)),
    }
)
#: Net metrics, and the metric of one side: together they disclose the other side.
NET_METRICS: Mapping[str, str] = MappingProxyType(
    {"philiri_net_move": "philiri_moved_up", "net_agreement": "outcome_agreement"}
)

#: Metrics that disclose the spread of the gains, by their interval or directly. The spread may disclose who
#: improved: if the gains and their squares have the same sum, each gain is 0 or 1, and the sum is the number
#: who improved.
INTERVAL_METRICS = frozenset({"mean_gain"})
SPREAD_METRICS = frozenset({"effect_dz", "effect_dav"})
#: Metrics of points on a scale, which may disclose near its end who agrees.
SCALE_METRICS = frozenset({"mean_rating"})
#: Metrics that such a mean may disclose: the share of people with many points, and the one that separates the
#: other two classes.
DISCLOSED_METRICS = {
    **dict.fromkeys(INTERVAL_METRICS | SPREAD_METRICS, ("improved_share", "score_moves")),
    **dict.fromkeys(SCALE_METRICS, ("outcome_agreement", "net_agreement")),
}

#: Metrics that may cover only some programs: their sum and the sum of all programs disclose the others.
PARTIAL_METRICS = frozenset(
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
#: Metric that the count of a partial metric is compared with, by family; without one, the count is always
#: treated as partial.
WHOLE_METRICS = {
    "attended": "attendance_total",
    "people": "participants_unique",
    "aimed": "attendance_total",
    "answered": "participants_unique",
}


def find_exposure(metric: Metric | None, value: Value) -> Exposure | None:
    """Return what a value of a metric discloses; None if it does not count people.

    For a metric not listed here, use its own `guards`.
    """
    of_part = (PART_EXPOSURES.get((value.metric, (name, part or ""))) for name, part in value.group)
    if exposure := next(filter(None, of_part), EXPOSURES.get(value.metric)):
        return exposure
    if metric is not None and metric.guards:
        return Exposure(
            value.metric,
            (metric.guards,),
            base=metric.guards if metric.is_personal else None,
            other_families=("people",),
        )
    return None


def is_split_by_person(scope: Scope, value: Value) -> bool:
    """Return whether a personal attribute in its group or filter selects the people of a value."""
    fields = {name for name, _ in value.group} | {name for name, _ in scope.where}
    return bool(fields & PERSONAL_FIELDS)


def find_threshold(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> int:
    """Return the threshold k: a count from 1 to k − 1 must not be released."""
    return settings.small_people if _is_personal(exposure, scope, value) else settings.small_events


def find_stated_threshold(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> int:
    """Return the k stated to the reader: the larger threshold if a base must reach more."""
    k = find_threshold(exposure, scope, value, settings)
    return max(k, settings.small_people) if exposure.base else k


def is_too_small(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> bool:
    """Return whether a value discloses 1 to k − 1 people: itself, its base or the complement.

    One of forty who did not identifies a child just like one of forty who did.
    """
    return _has_small_count(exposure, scope, value, settings) or has_small_complement(
        exposure, scope, value, settings
    )


def has_small_complement(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> bool:
    """Return whether a share of enough people has a complement of 1 to k - 1."""
    if (
        not exposure.is_share
        or value.denominator is None
        or _has_small_count(exposure, scope, value, settings)
    ):
        return False
    rest = value.people[1] if value.people else value.denominator - (value.numerator or 0)
    return _is_below(rest, find_threshold(exposure, scope, value, settings))


def _has_small_count(exposure: Exposure, scope: Scope, value: Value, settings: Settings) -> bool:
    if exposure.base and _is_below(_count_people(value, exposure.base), settings.small_people):
        return True
    k = find_threshold(exposure, scope, value, settings)
    return any(_is_below(_count_people(value, name), k) for name in exposure.counts)


def is_zero_or_full_share(exposure: Exposure, value: Value, settings: Settings) -> bool:
    """Return whether a share is 0 % or 100 % of a small group, which describes each member.

    A group is small below twice `small_people`, where one member is more than 5 %. Groups below k are
    suppressed entirely.
    """
    part, whole, people = value.numerator, value.denominator, _count_people(value, "denominator")
    if not exposure.is_share or value.value is None or part is None or not whole:
        return False
    return (people or 0) < 2 * settings.small_people and part in (0, whole)


def is_full_line(exposure: Exposure, value: Value, settings: Settings) -> bool:
    """Return whether one line of a table contains all of a small group.

    The other lines are then 0, which describes each member. Below twice `small_people` no other split is
    released, because one of its lines would be too small.
    """
    return (
        exposure.base == "value" and value.value == value.n and 0 < (value.n or 0) < 2 * settings.small_people
    )


def _is_personal(exposure: Exposure, scope: Scope, value: Value) -> bool:
    return exposure.is_personal or is_split_by_person(scope, value)


def _count_people(value: Value, name: Number) -> float | None:
    """Return a number of a value, in people if it is a share of visits.

    Twelve visits may be those of three children.
    """
    if value.people and name in SHARE:
        return value.people[0] if name == "numerator" else max(value.people)
    count: float | None = getattr(value, name)
    return count


def _is_below(count: float | None, k: int) -> bool:
    return count is not None and 0 < count < k
