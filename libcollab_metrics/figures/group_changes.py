"""People per session by site, language or another field: then and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.text import EvaluationLike, field_name, group_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.comparison import Change, Comparison
from libcollab_metrics.metrics.definition import Value

METRIC = "attendance_per_session"
#: Groups shown at most, and fewest counted sessions of each in each period before the title compares them.
MAX_GROUPS, MIN_SESSIONS = 6, 3


@dataclass(frozen=True)
class GroupChange:
    """One group: its printed name, its name in the data, and people per session now and before."""

    label: str
    name: str
    now: float
    before: float | None
    sessions: float


@dataclass(frozen=True)
class GroupChanges:
    """Groups, those with most sessions first, and the finding."""

    groups: tuple[GroupChange, ...]
    title: str


def group_changes(
    evaluation: EvaluationLike, comparison: Comparison | None, by: str, language: Language
) -> GroupChanges:
    """Compare the groups of a field with themselves in the earlier period.

    Parameters
    ----------
    evaluation : EvaluationLike
        `attendance_per_session` grouped by the field, used without a comparison.
    comparison : Comparison or None
        The same compared with the earlier period.
    by : str
        Field of `SCOPE_FIELDS`.
    language : Language
        Language of the text.

    Returns
    -------
    GroupChanges
        Groups with a value; with a comparison, those with both values if there are several.
    """
    changes = comparison.changes if comparison is not None else ()
    found = [_group(change.now, change.earlier, by, language) for change in changes]
    found = found or [_group(value, None, by, language) for value in evaluation.values_for(METRIC)]
    known = [group for group in found if group is not None]
    both = [group for group in known if group.before is not None]
    shown = sorted(both if len(both) > 1 else known, key=lambda group: -group.sessions)[:MAX_GROUPS]
    names = {group.name for group in shown}
    compared = [change for change in changes if (change.now.groups.get(by) or "") in names]
    return GroupChanges(tuple(shown), _title(compared if len(both) > 1 else (), by, language))


def _group(value: Value, earlier: Value | None, by: str, language: Language) -> GroupChange | None:
    if value.value is None or value.groups.get(by) is None:
        return None
    before = None if earlier is None else earlier.value
    name = value.groups.get(by) or ""
    return GroupChange(group_name(value, by, language), name, value.value, before, value.n or 0)


def _title(changes: Sequence[Change], by: str, language: Language) -> str:
    topic = language.message("groups-topic", field=field_name(by, language))
    fewest = min((min(c.now.n or 0, c.earlier.n or 0) for c in changes), default=0)
    if len(changes) < 2 or fewest < MIN_SESSIONS:
        return topic
    directions = [change.direction for change in changes]
    fields, count = language.message(f"fields-{by}"), language.number(len(changes))
    for direction in ("up", "down"):
        if directions.count(direction) == len(directions):
            return language.message(f"groups-{direction}", count=count, fields=fields)
    return topic
