"""What each setting may be: one table of kinds, and the one sentence with which everything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model.assumptions import read_social_return
from libcollab_metrics.model.document_wishes import read_document_wishes
from libcollab_metrics.model.schema import SCHEMA, Field
from libcollab_metrics.model.setting_readers import (
    ANY,
    Reader,
    a_currency,
    a_day,
    a_list_of_names,
    a_number,
    a_record,
    a_text,
    a_word,
    named,
    named_values,
    one_or_named,
    refused,
)

#: By what a population can be told apart: the audience of sessions, or what is known of a person.
POPULATION_FIELDS = ("age_group", "mother_tongue", "person_age")
#: Fields of a row that hold a band: none may be more than one that comes after it.
BAND, TARGET, RATE = ("low", "ideal", "high"), ("target_low", "target_ideal", "target_high"), ("low", "rate", "high")
#: What a criterion calls its program and its metric, beside the names of the table.
CRITERION_NAMES = MappingProxyType({"program": "program_id", "metric": "metric_id"})


def read_setting(name: str, value: object) -> Any:
    """Return the value of a setting as it is kept; LibCollabError says what is wrong, what was read, what to write.

    A name of its own is asked of the caller: one that is not in `SETTING_KINDS` is refused with the nearest.

    Examples
    --------
    >>> read_setting("currency", "php"), read_setting("sites", "Main")
    ('PHP', ('Main',))
    >>> try:
    ...     read_setting("completion_threshold", 75)
    ... except LibCollabError as error:
    ...     print(error)
    Setting “completion_threshold”: 75 was read, and that is out of range. Write a number from 0 to 1, such as 0.75.
    """
    if name not in SETTING_KINDS:
        raise did_you_mean("setting", name, SETTING_KINDS)
    return SETTING_KINDS[name](name, value)


def _field(field: Field) -> Reader:
    """What a field of the tables may hold, by its kind."""
    if field.kind == "choice":
        return a_word(*field.choices)
    if field.kind == "date":
        return a_day
    if field.kind == "names":
        return lambda place, value: "; ".join(a_list_of_names('["School", "Hope"]')(place, value))
    if field.kind in ("count", "number", "money"):
        whole = field.kind == "count"
        return a_number(0 if whole else -ANY, ANY, field.example or "300", whole=whole)
    return a_text(f"it as text, such as {field.example}", ".+", "empty")


PROGRAM_FIELDS: Mapping[str, Reader] = MappingProxyType(
    {f.name: _field(f) for f in SCHEMA["programs"].typed if f.name != "name"}
    | {"partners": a_list_of_names('["Hope Foundation"]')}
)
CRITERION_FIELDS: Mapping[str, Reader] = MappingProxyType(
    {f.name: _field(f) for f in SCHEMA["criteria"].typed}
    | {alias: _field(SCHEMA["criteria"].field(name)) for alias, name in CRITERION_NAMES.items()}
)
_CRITERION = '{"program": "Story hour", "metric": "attendance_total", "low": 200}'


def _criteria(place: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list | tuple):
        raise refused(place, value, "no list of criteria", f"a list such as [{_CRITERION}]")
    read = a_record("criterion field", CRITERION_FIELDS, BAND, _CRITERION)
    return tuple(_criterion(read(f"{place}, number {number}", row)) for number, row in enumerate(value, 1))


def _criterion(row: Mapping[str, Any]) -> dict[str, Any]:
    """A criterion under the names of its table."""
    renamed = {CRITERION_NAMES.get(key, key): value for key, value in row.items()}
    if not renamed.get("program_id") or not renamed.get("metric_id"):
        raise LibCollabError("A criterion in the settings names no program or no metric. Give both.")
    return renamed


def _populations(place: str, value: Any) -> dict[str, Any]:
    example = '{"mother_tongue": {"Cebuano": 2900}}'
    for name in named(place, value, example):
        if name not in POPULATION_FIELDS:
            raise did_you_mean("field of population_by", name, POPULATION_FIELDS)
    return dict(named_values(named_values(a_number(0, ANY, "2900"), '{"Cebuano": 2900}'), example)(place, value))


def _small(place: str, value: Any) -> int:
    number = a_number(-ANY, ANY, "10", whole=True)(place, value)
    if number < 5:
        raise refused(place, value, "too low: small numbers below 5 may not be shown", "a whole number, 5 or more")
    return int(number)


def _social_return(place: str, value: Any) -> Mapping[str, Any]:
    found = named(place, value, '{"discount_rate": {…}, "outcomes": [{…}]}')
    read_social_return(found)  # what cannot be read is refused when it is entered, not when it is shown
    return found


_VOLUNTEER = {
    **{name: a_number(0, ANY, "75") for name in RATE},
    "year": a_number(1900, 2100, "2025", whole=True),
    **{name: a_text("it as text") for name in ("source", "country")},
    "currency": a_currency,
}  # fmt: skip

#: Every setting: how its value is read.
SETTING_KINDS: Mapping[str, Reader] = MappingProxyType(
    {
        "population": a_number(0, ANY, "12000"),
        "population_by": _populations,
        "currency": a_currency,
        "small_people": _small,
        "small_events": _small,
        "excused": a_word("ignore", "absent"),
        "staff": a_number(0, ANY, "2"),
        "staff_hours_per_month": a_number(0, ANY, "320"),
        "staff_rate": a_number(0, ANY, "95"),
        "volunteer_rate": a_record("part of volunteer_rate", _VOLUNTEER, RATE, '{"low": 60, "rate": 75, "high": 95}'),
        "replacement_price": a_number(0, ANY, "12.50"),
        "sroi": _social_return,
        "completion_threshold": a_number(0, 1, "0.75"),
        "agreement_threshold": one_or_named(a_number(1, 100, "4"), '{"joy": 8}'),
        "scale_max": named_values(a_number(1, ANY, "20"), '{"reading score": 20}'),
        "sites": a_list_of_names('["Main", "San Isidro"]'),
        "ledger_complete": a_word("yes", "no", ""),
        "programs": named_values(a_record("program field", PROGRAM_FIELDS, TARGET, '{"population": 80}'),
                          '{"Story hour": {"population": 80}}'),
        "criteria": _criteria,
        "documents": read_document_wishes,
        "fiscal_year_start": a_number(1, 12, "7", whole=True),
        "school_year_start": a_number(1, 12, "6", whole=True),
    }
)  # fmt: skip
