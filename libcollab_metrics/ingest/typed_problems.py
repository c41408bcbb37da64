"""Why a typed cell is refused: what is wrong with it, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from libcollab_metrics.ingest.amounts import SHARES
from libcollab_metrics.ingest.numbers import currency_of
from libcollab_metrics.model.issues import ISSUE_KINDS, Issue
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import SCHEMA, Field

#: What a sheet is read by, with its issue, and the person who types is asked to write plainly.
WRITE_PLAINLY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "date-order-assumed": ("day and month could change places.", "Write it as 2026-03-07."),
        "choice-assumed": ("this word is none of the choices.", ""),
        "zero-in-text": ("0 is no word.", "Leave the cell empty if it is not known."),
        "estimate-scaled": ("a product stands for many sessions.", "Type the sessions one by one."),
        "times-missing": ("this is no time of day.", "Write it as 10:00."),
        "formula-error": ("this is an error of a spreadsheet.", "Write the value."),
    }
)
#: Numbers that may lie below zero: bands of metrics such as the balance of an exchange, and scores.
MAY_BE_NEGATIVE = ("low", "ideal", "high", "before", "after")
#: Pairs of fields of which the first may not be more than the second.
IN_ORDER = (("target_low", "target_ideal"), ("target_ideal", "target_high"), ("target_low", "target_high"),
            ("low", "ideal"), ("ideal", "high"), ("low", "high"))  # fmt: skip
BAND = ("low", "ideal", "high")
#: A rating of the partnership runs from 1 to 5; that of a survey may have another highest one in its row.
OPINION = SCHEMA["perspectives"].field("rating")


@dataclass(frozen=True)
class Known:
    """What typed rows are read against: the workspace's secret for pseudonyms, its currency, and the metrics.

    `metrics` maps every name of a metric, id and label, to its id and unit; without any, all names pass.
    """

    key: bytes = field(repr=False)
    currency: str = ""
    metrics: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def metric(self, name: str) -> tuple[str, str] | None:
        """The id and unit of a metric by its id or label, in any case; None when there is none.

        A part after a colon ("Average gain: reading score") stays with the id; whether it exists is known later.
        """
        known = {plain(name): about for name, about in self.metrics.items()}
        pieces = name.split(":")
        for cut in range(len(pieces), 0, -1):
            about, part = known.get(plain(":".join(pieces[:cut]))), ":".join(pieces[cut:]).strip()
            if about is not None:
                return (f"{about[0]}: {part}" if part else about[0], about[1])
        return None


@dataclass(frozen=True)
class Problem:
    """Why one cell is refused: the field, what was typed, what is wrong with it, and what would be right."""

    field: str
    label: str
    typed: str
    why: str
    right: str

    def __str__(self) -> str:
        return f"{self.label}: {self.why} {self.right}".strip()


def departed(field: Field, text: str, issues: Sequence[Issue]) -> Problem | None:
    """Return why a cell cannot be used, from what the reader departed by; None when it read a value it may keep."""
    for issue in issues:
        if issue.code == "choice-unknown" or (issue.code == "choice-assumed" and field.choices):
            return _no_choice(field, text)
        if issue.code in WRITE_PLAINLY:
            why, right = WRITE_PLAINLY[issue.code]
            return _problem(field, text, f"“{text}”: {why}", right)
        if issue.severity == "left-out":
            return _problem(field, text, f"“{text}”: {_why(issue)}", ISSUE_KINDS[issue.code].advice)
    return None


def _why(issue: Issue) -> str:
    """What the reader says of a cell, without repeating the cell."""
    said = issue.message.removeprefix(f'"{issue.value}" ') or issue.kind.title.lower()
    return said.rstrip(".") + "."


def _no_choice(field: Field, text: str) -> Problem:
    shown = [choice.replace("_", " ") for choice in field.choices]
    near = get_close_matches(plain(text), [plain(choice) for choice in shown], n=1, cutoff=0.6)
    right = next((choice for choice in shown if near and plain(choice) == near[0]), "")
    advice = f"Did you mean “{right}”?" if right else "Use one of: " + ", ".join(shown) + "."
    return _problem(field, text, f"“{text}” is none of the choices.", advice)


def not_allowed(field: Field, text: str, value: Any, known: Known) -> Problem | None:
    """Return what is wrong with a value that could be read: below zero, outside its scale, in another currency."""
    if field.kind == "money":
        problem = _other_currency(field, text, known.currency)
        if problem:
            return problem
    if field.name == "rating" and value is not None and (value < 1 or (value > 5 and field == OPINION)):
        return _problem(field, text, f"“{text}” is outside the scale.", "Ratings run from 1 to 5.")
    is_amount = field.kind in ("number", "money") and isinstance(value, float)
    if is_amount and value < 0 and field.name not in MAY_BE_NEGATIVE:
        return _problem(field, text, f"“{text}” is below zero.", "Leave the cell empty if it is not known.")
    return None


def _other_currency(field: Field, text: str, currency: str) -> Problem | None:
    """There is one currency, and nothing is converted unasked."""
    named = currency_of(text)
    if not named or named == currency:
        return None
    if not currency:
        return _problem(field, text, f"“{text}” names a currency, and none is set yet.",
                        f"Set the currency under Settings ({named}?), or type the number alone.")  # fmt: skip
    return _problem(field, text, f"“{text}” is in {named}, and everything here is counted in {currency}.",
                    f"Convert it, and type the amount in {currency}.")  # fmt: skip


def unknown_metric(field: Field, text: str, known: Known) -> Problem:
    """Return the refusal of a metric that does not exist, with the nearest."""
    names = {plain(name): name for name in known.metrics}
    near = get_close_matches(plain(text), list(names), n=1, cutoff=0.5)
    advice = f"Did you mean “{names[near[0]]}”?" if near else "The methods page lists them all."
    return _problem(field, text, f"there is no metric “{text}”.", advice)


def missing(table: str, values: Mapping[str, Any], refused: Sequence[Problem]) -> list[Problem]:
    """Return a problem for each field that must be filled and is not, apart from those refused already."""
    said = {problem.field for problem in refused}
    return [
        _problem(field, "", "this must be filled.", f"For example: {field.example}")
        for field in SCHEMA[table].typed
        if field.required and values.get(field.name) is None and field.name not in said
    ]


def contradictions(table: str, typed: Mapping[str, str], values: Mapping[str, Any], known: Known) -> list[Problem]:
    """Return what does not fit together in one row, each where it was typed."""
    found = [_out_of_order(table, typed, values, pair) for pair in IN_ORDER]
    if table == "sessions" and values.get("status") == "cancelled" and values.get("attended"):
        found.append(_at(table, "attended", typed, "a cancelled session counts nobody.",
                         "Clear the number, or say that the session was held."))  # fmt: skip
    if table == "criteria":
        found += _band(typed, values, known)
    if table == "outcomes":
        found.append(_above_its_scale(typed, values))
    return [problem for problem in found if problem is not None]


def _above_its_scale(typed: Mapping[str, str], values: Mapping[str, Any]) -> Problem | None:
    """A rating may go to the highest possible one of its row; beside scores, that is the test's."""
    scored = values.get("before") is not None or values.get("after") is not None
    if (values.get("rating") or 0) <= ((not scored and values.get("scale_max")) or 5):
        return None
    why = f"“{typed.get('rating', '')}” is outside the scale."
    return _at("outcomes", "rating", typed, why, "Ratings run from 1 to 5, or to the highest possible score.")


def _out_of_order(
    table: str, typed: Mapping[str, str], values: Mapping[str, Any], pair: tuple[str, str]
) -> Problem | None:
    low, high = (values.get(name) for name in pair)
    if low is None or high is None or low <= high:
        return None
    labels = [SCHEMA[table].field(name).label for name in pair]
    name = pair[0] if pair[0] in typed else pair[1]
    return _at(table, name, typed, f"“{labels[0]}” is more than “{labels[1]}”.", "Change one of them.")


def _band(typed: Mapping[str, str], values: Mapping[str, Any], known: Known) -> list[Problem | None]:
    """A criterion needs an end of its band; shares are written as shares, and nothing else is."""
    if all(values.get(name) is None for name in BAND):
        return [_at("criteria", "low", typed, "a criterion needs a floor, an ideal or a ceiling.", "Fill one of them.")]
    about = known.metric(str(values.get("metric_id")))
    found: list[Problem | None] = []
    for name in SHARES if about else ():
        text, value, share = typed.get(name, ""), values.get(name), about is not None and about[1] == "share"
        if share and value is not None and abs(value) > 1 and text and not text.rstrip().endswith("%"):
            found.append(_at("criteria", name, typed, "this metric is a share.", "Write 75 % or 0.75."))
        if not share and text.rstrip().endswith("%"):
            found.append(_at("criteria", name, typed, "this metric is not a share.", "Write a number without %."))
    return found


def _at(table: str, name: str, typed: Mapping[str, str], why: str, right: str) -> Problem:
    return _problem(SCHEMA[table].field(name), typed.get(name, ""), why, right)


def _problem(field: Field, text: str, why: str, right: str) -> Problem:
    return Problem(field.name, field.label, text, why, right)
