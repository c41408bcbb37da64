"""Settings: defaults such as the small-group thresholds, valid values, and limits on logo and texts."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES, DOCUMENT_FORMATS
from libcollab_metrics.errors import LibCollabError, unknown_name_error
from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.messages import Message, join_with_or
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.plan_assumptions import ASSUMPTIONS
from libcollab_metrics.model.schema import SCHEMA, Field
from libcollab_metrics.model.scope import check_day
from libcollab_metrics.model.social_return import parse_social_return

# Parsers of setting values; they raise one common error.

UNLIMITED = math.inf

#: Parses a value at a path ("population_by, age_group"), or raises the error of `refused`.
Parser = Callable[[str, Any], Any]


def setting_error(path: str, value: object, fault: str, instruction: str) -> LibCollabError:
    """Return the error for an invalid value: its path, the value, the fault, and what to write."""
    return LibCollabError(
        Message(
            "Setting “{path}”: {value} was read, and that is {fault}. Write {instruction}.",
            path=path,
            value=_format_value(value),
            fault=fault,
            instruction=instruction,
        )
    )


def _format_value(value: object) -> str:
    """Format an invalid value: at most 60 characters of a text, the kind of a collection."""
    if isinstance(value, Message):
        return Message("“{value}”", value=value)
    if isinstance(value, str):
        return f"“{value[:60]}”"
    if isinstance(value, Mapping):
        return Message("a group of named values")
    if isinstance(value, list | tuple):
        return Message("a list")
    named = {None: Message("nothing"), True: "true", False: "false"}
    return named[value] if value is None or isinstance(value, bool) else f"{value}"


def number_parser(low: float, high: float, example: str, *, is_whole: bool = False) -> Parser:
    """Create a parser of numbers from `low` to `high`, both inclusive."""
    span: str = Message("a whole number") if is_whole else Message("a number")
    if high != UNLIMITED:
        span = Message("{kind} from {low} to {high}", kind=span, low=f"{low:g}", high=f"{high:g}")
    elif low != -UNLIMITED:
        span = Message("{kind}, {low} or more", kind=span, low=f"{low:g}")
    write = Message("{kind}, such as {example}", kind=span, example=example)

    def read(path: str, value: Any) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise setting_error(path, value, Message("no number"), write)
        if not low <= value <= high:
            raise setting_error(path, value, Message("out of range"), write)
        if is_whole and value != int(value):
            raise setting_error(path, value, Message("no whole number"), write)
        return int(value) if is_whole else value

    return read


def text_parser(example: str, pattern: str = ".*", fault: str = Message("no text")) -> Parser:
    """Create a parser of texts that match a pattern; `fault` describes a text that does not."""

    def read(path: str, value: Any) -> str:
        text = value.strip() if isinstance(value, str) else None
        if text is None or not re.fullmatch(pattern, text, re.DOTALL):
            raise setting_error(path, value, Message("no text") if text is None else fault, example)
        return text

    return read


def parse_currency(path: str, value: Any) -> str:
    """Parse a currency code of three letters; empty for none."""
    return str(
        text_parser(
            Message("three letters, such as PHP"), "|[A-Za-z]{3}", Message("no currency's three letters")
        )(path, value)
    ).upper()


def choice_parser(*choices: str) -> Parser:
    """Return a parser that accepts one of the choices, in any case."""

    def read(path: str, value: Any) -> str:
        word = value.strip().casefold() if isinstance(value, str) else None
        if word not in choices:
            shown = [f"“{choice}”" for choice in choices if choice]
            raise setting_error(path, value, Message("none of the choices"), join_with_or(shown))
        return str(word)

    return read


def names_parser(example: str) -> Parser:
    """Create a parser of lists of names; a single text is a list of one."""

    def read(path: str, value: Any) -> tuple[str, ...]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            raise setting_error(
                path, value, Message("no list of names"), Message("a list such as {example}", example=example)
            )
        return tuple(name.strip() for name in names if name.strip())

    return read


def mapping_parser(parser: Parser, example: str) -> Parser:
    """Create a parser of mappings from any name to a value of one kind."""

    def read(path: str, value: Any) -> dict[str, Any]:
        mapping = check_mapping(path, value, example)
        return {name: parser(f"{path}, {name}", part) for name, part in mapping.items()}

    return read


def value_or_mapping_parser(parser: Parser, example: str) -> Parser:
    """Create a parser that accepts one value, or a mapping from names to values."""
    each = mapping_parser(parser, example)
    return lambda path, value: (each if isinstance(value, Mapping) else parser)(path, value)


def check_mapping(path: str, value: Any, example: str) -> Mapping[str, Any]:
    """Return the value if it is an object with named values; otherwise raise the error of its setting."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise setting_error(
            path, value, Message("no group of named values"), Message("it like {example}", example=example)
        )
    return value


def record_parser(label: str, parsers: Mapping[str, Parser], order: tuple[str, ...], example: str) -> Parser:
    """Create a parser of mappings with fixed keys, each with its own kind of value.

    The values of the keys in `order` must not decrease; null means not entered.
    """

    def read(path: str, value: Any) -> dict[str, Any]:
        record = check_mapping(path, value, example)
        for name in record:
            if name not in parsers:
                raise unknown_name_error(label, name, parsers)
        parsed = {n: None if part is None else parsers[n](f"{path}, {n}", part) for n, part in record.items()}
        _check_order(path, [(name, end) for name in order if (end := parsed.get(name)) is not None])
        return parsed

    return read


def _check_order(path: str, bounds: list[tuple[str, float]]) -> None:
    for (before, low), (after, high) in pairwise(bounds):
        if low > high:
            wrong = Message("more than “{after}”, {value}", after=after, value=_format_value(high))
            write = Message("“{before}” no higher than “{after}”", before=before, after=after)
            raise setting_error(f"{path}, {before}", low, wrong, write)


def parse_day(path: str, value: Any) -> str:
    """Parse a date and return it in ISO form."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        return check_day(date.fromisoformat(text)).isoformat()
    except (ValueError, LibCollabError):
        raise setting_error(
            path,
            value,
            Message("no day of the calendar from 1900 to 2199"),
            Message("it as year, month and day: 2026-01-10"),
        ) from None


def list_parser(parser: Parser, max_length: int, example: str) -> Parser:
    """Create a parser of lists with at most `max_length` values of one kind."""

    def read(path: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise setting_error(
                path, value, Message("no list"), Message("a list such as {example}", example=example)
            )
        if len(value) > max_length:
            raise setting_error(
                path,
                value,
                Message("longer than {count} entries", count=max_length),
                Message("a shorter list"),
            )
        return tuple(parser(f"{path}, number {number}", entry) for number, entry in enumerate(value, 1))

    return read


# The setting `documents`: contents and options of the documents a library gives away, validated on entry.

#: File signatures of the image formats that every document format can embed: PNG and JPEG.
IMAGE_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
#: Maximum bytes of a logo, entries of a list, and tiers.
MAX_LOGO_BYTES, MAX_ENTRIES, MAX_TIERS, MAX_RECOMMENDATIONS = 300_000, 12, 6, 40

_LINE = text_parser(
    Message("a line of at most 200 letters"), "[^\n\r]{0,200}", Message("too long for a line")
)
_NAME = text_parser(
    Message("a line of at most 200 letters"), "[^\n\r]{1,200}", Message("empty or too long for a line")
)
_PARAGRAPH = text_parser(Message("a text of at most 2,000 letters"), ".{0,2000}", Message("too long"))


def parse_document_options(path: str, typed: Any) -> Mapping[str, Any]:
    """Validate the setting `documents` and return it as stored.

    Shape: `{"contact": "...", "logo": "base64 of a PNG or JPEG", "accent": "#B93C0B", "paper": "letter",
    "country": "PH", "method": "library.example/method", "photo": {"picture": "base64", "caption": "...",
    "shows": "children", "consent": "public", "guardian": "yes", "until": "2027-06-30"}, "sponsor": {...},
    "board": {...}, ...}`; each of
    `DOCUMENT_AUDIENCES` may have `headline`, `need`, `ask` (texts), `reply_by` (day), `offers` (benefits
    offered in return, a list of texts), `tiers` (`[{"name": "Friend", "amount": 5000}]`), `notes`
    (fingerprints of notes that may be published), `recommendations` (`[{"decision": "ending|Workshop",
    "text": "Yes, in August."}]`), `language`, `format`, and the filter: `from`, `to` (days),
    `program`, `partner`, `site` (lists of names).

    Raises
    ------
    LibCollabError
        If a part is unknown or has an invalid value.

    Examples
    --------
    >>> parse_document_options("documents", {"contact": " Main Library, 555-0100 "})
    {'contact': 'Main Library, 555-0100'}
    """
    return dict(_DOCUMENT_OPTIONS(path, typed))


def _parse_logo(path: str, value: Any) -> str:
    """Return the base64 text of an image if it is a small enough PNG or JPEG."""
    try:
        picture = base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise setting_error(
            path,
            value,
            Message("no picture in base64"),
            Message("the text a PNG or JPEG file becomes in base64"),
        ) from None
    if picture and not picture.startswith(IMAGE_SIGNATURES):
        raise setting_error(
            path, Message("a picture"), Message("no PNG or JPEG"), Message("one of these two")
        )
    if len(picture) > MAX_LOGO_BYTES:
        raise setting_error(
            path,
            Message("{count} bytes", count=len(picture)),
            Message("too large a picture"),
            Message("one of at most {count} bytes", count=MAX_LOGO_BYTES),
        )
    return str(value)


#: Who is in a photo, who may see it, and until when; without `shows`, children are assumed to be in it.
_PHOTO = record_parser(
    "part of a photo",
    {
        "picture": _parse_logo,
        "caption": _LINE,
        "shows": choice_parser("no-person", "adults", "children"),
        "consent": choice_parser("", "sponsor", "public"),
        "guardian": choice_parser("", "yes"),
        "until": parse_day,
    },
    (),
    '{"picture": "…", "consent": "public"}',
)
_TIER: Mapping[str, Parser] = MappingProxyType(
    {"name": _NAME, "amount": number_parser(0.01, UNLIMITED, "5000")}
)
_TIER_EXAMPLE = '{"name": "Friend", "amount": 5000}'


def _parse_tier(path: str, value: Any) -> Mapping[str, Any]:
    read: Mapping[str, Any] = record_parser("part of a tier", _TIER, (), _TIER_EXAMPLE)(path, value)
    if any(read.get(part) is None for part in _TIER):
        raise setting_error(
            path,
            value,
            Message("no name with an amount"),
            Message("both, like {example}", example=_TIER_EXAMPLE),
        )
    return read


_RECOMMENDATION = record_parser(
    "part of a recommendation",
    {
        "decision": text_parser(
            Message("the key of a decision"), "[^\n\r]{1,600}", Message("empty or too long")
        ),
        "text": _NAME,
    },
    (),
    '{"decision": "ending|Workshop", "text": "Yes, in August."}',
)
_HEADLINE = text_parser(
    Message("a sentence of at most 95 letters"), "[^\n\r]{0,95}", Message("too long for a headline")
)
_COLOUR = text_parser(Message("a color such as #B93C0B"), "(#[0-9A-Fa-f]{6})?", Message("no color"))
_COUNTRY = text_parser(
    Message("a country's two letters, such as PH"), "([A-Za-z]{2})?", Message("no country")
)
_PURPOSE: Mapping[str, Parser] = MappingProxyType(
    {
        "headline": _HEADLINE,
        "reply_by": parse_day,
        "need": _PARAGRAPH,
        "ask": _PARAGRAPH,
        "offers": list_parser(_NAME, MAX_ENTRIES, '["Your logo on every poster"]'),
        "tiers": list_parser(_parse_tier, MAX_TIERS, f"[{_TIER_EXAMPLE}]"),
        "notes": list_parser(_NAME, MAX_ENTRIES, '["3f2a9c1b"]'),
        "recommendations": list_parser(_RECOMMENDATION, MAX_RECOMMENDATIONS, "[]"),
        "language": choice_parser(*LANGUAGES),
        "format": choice_parser(*DOCUMENT_FORMATS),
        "from": parse_day,
        "to": parse_day,
        "program": names_parser('["Story hour"]'),
        "partner": names_parser('["Hope Foundation"]'),
        "site": names_parser('["Main"]'),
    }
)
_DOCUMENT_OPTIONS = record_parser(
    "part of documents",
    {
        "contact": _LINE,
        "logo": _parse_logo,
        "accent": _COLOUR,
        "paper": choice_parser("a4", "letter", ""),
        "country": _COUNTRY,
        "method": _LINE,
        "photo": _PHOTO,
    }
    | {
        purpose: record_parser(f"part of the wishes for {purpose}", _PURPOSE, ("from", "to"), '{"ask": "…"}')
        for purpose in DOCUMENT_AUDIENCES
    },
    (),
    '{"contact": "Main Library, 555-0100", "sponsor": {"ask": "…"}}',
)


# Parser of each setting; any value it does not accept raises the error of `refused`.

#: Fields by which a population can be given: audience of sessions, or attribute of a person.
POPULATION_FIELDS = ("age_group", "mother_tongue", "person_age")
#: Ordered bounds of a row: none may exceed one that comes after it.
BAND_FIELDS, TARGET_FIELDS, RATE_FIELDS = (
    ("low", "ideal", "high"),
    ("target_low", "target_ideal", "target_high"),
    ("low", "rate", "high"),
)
#: Short names for a criterion's program and metric, accepted in addition to the column names.
CRITERION_NAMES = MappingProxyType({"program": "program_id", "metric": "metric_id"})


def parse_setting(name: str, value: object) -> Any:
    """Parse and validate the value of a setting, and return it as stored.

    Raises
    ------
    LibCollabError
        If the setting does not exist (the message suggests the nearest name) or the value is invalid (the
        message gives the fault, the value and what to write).

    Examples
    --------
    >>> parse_setting("currency", "php"), parse_setting("sites", "Main")
    ('PHP', ('Main',))
    >>> try:  # doctest: +NORMALIZE_WHITESPACE
    ...     parse_setting("completion_threshold", 75)
    ... except LibCollabError as error:
    ...     print(error)
    Setting “completion_threshold”: 75 was read, and that is out of range. Write a number from 0 to 1, such as
    0.75.
    """
    if name not in SETTING_PARSERS:
        raise unknown_name_error("setting", name, SETTING_PARSERS)
    return SETTING_PARSERS[name](name, value)


def _field_parser(field: Field) -> Parser:
    """Return the parser for a field of a table, by its kind."""
    if field.kind == "choice":
        return choice_parser(*field.choices)
    if field.kind == "date":
        return parse_day
    if field.kind == "names":
        return lambda path, value: "; ".join(names_parser('["School", "Hope"]')(path, value))
    if field.kind in ("count", "number", "money"):
        whole = field.kind == "count"
        return number_parser(0 if whole else -UNLIMITED, UNLIMITED, field.example or "300", is_whole=whole)
    return text_parser(
        Message("it as text, such as {example}", example=field.example), ".+", Message("empty")
    )


PROGRAM_FIELDS: Mapping[str, Parser] = MappingProxyType(
    {f.name: _field_parser(f) for f in SCHEMA["programs"].typed_fields if f.name != "name"}
    | {"partners": names_parser('["Hope Foundation"]')}
)
CRITERION_FIELDS: Mapping[str, Parser] = MappingProxyType(
    {f.name: _field_parser(f) for f in SCHEMA["criteria"].typed_fields}
    | {alias: _field_parser(SCHEMA["criteria"].field(name)) for alias, name in CRITERION_NAMES.items()}
)
_CRITERION = '{"program": "Story hour", "metric": "attendance_total", "low": 200}'


def _parse_criteria(path: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list | tuple):
        raise setting_error(
            path,
            value,
            Message("no list of criteria"),
            Message("a list such as {example}", example=f"[{_CRITERION}]"),
        )
    read = record_parser("criterion field", CRITERION_FIELDS, BAND_FIELDS, _CRITERION)
    return tuple(
        _rename_criterion_keys(read(f"{path}, number {number}", row)) for number, row in enumerate(value, 1)
    )


def _rename_criterion_keys(row: Mapping[str, Any]) -> dict[str, Any]:
    """Rename the keys of a criterion to the columns of its table."""
    renamed = {CRITERION_NAMES.get(key, key): value for key, value in row.items()}
    if not renamed.get("program_id") or not renamed.get("metric_id"):
        raise LibCollabError("A criterion in the settings names no program or no metric. Give both.")
    return renamed


def _parse_populations(path: str, value: Any) -> dict[str, Any]:
    example = '{"mother_tongue": {"Cebuano": 2900}}'
    for name in check_mapping(path, value, example):
        if name not in POPULATION_FIELDS:
            raise unknown_name_error("field of population_by", name, POPULATION_FIELDS)
    return dict(
        mapping_parser(mapping_parser(number_parser(0, UNLIMITED, "2900"), '{"Cebuano": 2900}'), example)(
            path, value
        )
    )


def _parse_threshold(path: str, value: Any) -> int:
    number = number_parser(-UNLIMITED, UNLIMITED, "10", is_whole=True)(path, value)
    if number < 5:
        raise setting_error(
            path,
            value,
            Message("too low: small numbers below 5 may not be shown"),
            Message("a whole number, 5 or more"),
        )
    return int(number)


def _parse_social_return(path: str, value: Any) -> Mapping[str, Any]:
    mapping = check_mapping(path, value, '{"discount_rate": {…}, "outcomes": [{…}]}')
    parse_social_return(mapping)  # validate on entry, not when it is displayed
    return mapping


_VOLUNTEER = {
    **{name: number_parser(0, UNLIMITED, "75") for name in RATE_FIELDS},
    "year": number_parser(1900, 2100, "2025", is_whole=True),
    **{name: text_parser(Message("it as text")) for name in ("source", "country")},
    "currency": parse_currency,
}

#: Setting → parser of its value.
SETTING_PARSERS: Mapping[str, Parser] = MappingProxyType(
    {
        "library": _LINE,
        "population": number_parser(0, UNLIMITED, "12000"),
        "population_by": _parse_populations,
        "currency": parse_currency,
        "small_people": _parse_threshold,
        "small_events": _parse_threshold,
        "excused": choice_parser("ignore", "absent"),
        "staff": number_parser(0, UNLIMITED, "2"),
        "staff_hours_per_month": number_parser(0, UNLIMITED, "320"),
        "staff_rate": number_parser(0, UNLIMITED, "95"),
        "volunteer_rate": record_parser(
            "part of volunteer_rate", _VOLUNTEER, RATE_FIELDS, '{"low": 60, "rate": 75, "high": 95}'
        ),
        "replacement_price": number_parser(0, UNLIMITED, "12.50"),
        "sroi": _parse_social_return,
        "completion_threshold": number_parser(0, 1, "0.75"),
        "agreement_threshold": value_or_mapping_parser(number_parser(1, 100, "4"), '{"joy": 8}'),
        "scale_max": mapping_parser(number_parser(1, UNLIMITED, "20"), '{"reading score": 20}'),
        "sites": names_parser('["Main", "San Isidro"]'),
        "ledger_complete": choice_parser("yes", "no", ""),
        "programs": mapping_parser(
            record_parser("program field", PROGRAM_FIELDS, TARGET_FIELDS, '{"population": 80}'),
            '{"Story hour": {"population": 80}}',
        ),
        "criteria": _parse_criteria,
        "plan": mapping_parser(
            record_parser(
                "assumption of a plan",
                {name: number_parser(0, UNLIMITED, "4") for name in ASSUMPTIONS},
                (),
                '{"sessions_per_month": 4}',
            ),
            '{"Story hour": {"sessions_per_month": 4}}',
        ),
        "documents": parse_document_options,
        "fiscal_year_start": number_parser(1, 12, "7", is_whole=True),
        "school_year_start": number_parser(1, 12, "6", is_whole=True),
    }
)


@dataclass(frozen=True)
class Settings:
    """Settings as given by `--settings`, with the default of each.

    None means not entered, never zero. `programs` and `criteria` override the rows of the sheets, and `sites`
    overrides the sheet of sites.

    Attributes
    ----------
    library : str
        Name of the library, printed on every document; empty if not entered.
    population : float or None
        Number of people the library serves.
    population_by : Mapping[str, Mapping[str, float]]
        Number of people per group, by age group, mother tongue or age: {"mother_tongue": {"Cebuano": 2900}}.
    currency : str
        Three-letter code; empty if not entered.
    small_people, small_events : int
        Numbers of people and of events below these are suppressed; at least 5.
    excused : {"ignore", "absent"}
        How excused absences count.
    staff : float or None
        Number of staff.
    staff_hours_per_month : float or None
        Hours all `staff` together work in a month.
    staff_rate : float or None
        Value of one staff hour.
    volunteer_rate : Mapping[str, Any]
        Value of one volunteer hour: `low`, `rate`, `high`, and its source.
    replacement_price : float or None
        What one visit would cost elsewhere.
    sroi : Mapping[str, Any]
        Assumptions of the social return, see `parse_social_return`.
    completion_threshold : float or None
        Minimum share of sessions (0 to 1) a participant must attend to complete a program.
    agreement_threshold : float or Mapping[str, float]
        Lowest rating that counts as agreement: one number, or one per measure ({"joy": 8}).
    scale_max : Mapping[str, float]
        Highest possible score per measure.
    sites : tuple of str
        Names of the sites.
    ledger_complete : {"yes", "no", ""}
        Whether the ledger holds every cost, for programs that do not say.
    programs : Mapping[str, Mapping[str, Any]]
        Name of a program → fields of its row.
    criteria : tuple of Mapping[str, Any]
        Rows of the table of criteria.
    plan : Mapping[str, Mapping[str, float]]
        Name of a program in the plan for the next term → its assumptions that are not the measured ones.
    documents : Mapping[str, Any]
        Contents and options of documents, see `parse_document_options`.
    fiscal_year_start, school_year_start : int
        First month, 1 to 12.
    """

    library: str = ""
    population: float | None = None
    population_by: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    currency: str = ""
    small_people: int = 10
    small_events: int = 5
    excused: str = "ignore"
    staff: float | None = None
    staff_hours_per_month: float | None = None
    staff_rate: float | None = None
    volunteer_rate: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    replacement_price: float | None = None
    sroi: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    completion_threshold: float | None = None
    agreement_threshold: float | Mapping[str, float] = 4
    scale_max: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    sites: tuple[str, ...] = ()
    ledger_complete: str = ""
    programs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    criteria: tuple[Mapping[str, Any], ...] = ()
    plan: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    documents: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    fiscal_year_start: int = 1
    school_year_start: int = 6

    def with_values(self, values: Mapping[str, Any]) -> Settings:
        """Return settings with the given keys replaced; None resets a key to its default.

        Parameters
        ----------
        values : Mapping[str, Any]
            Setting → new value.

        Returns
        -------
        Settings

        Raises
        ------
        LibCollabError
            For the first key that does not exist or has an invalid value.
        """
        unset = Settings()
        changes = {
            name: getattr(unset, name)
            if value is None and name in SETTING_PARSERS
            else parse_setting(name, value)
            for name, value in values.items()
        }
        return replace(self, **changes)


def apply_stored_settings(settings: Settings, stored: Mapping[str, Any]) -> tuple[Settings, list[Issue]]:
    """Apply stored settings, and return an issue for each that is no longer valid.

    `Workspace.append` rejects invalid settings, but values stored by an older version must still load.
    """
    issues = []
    for name, value in stored.items():
        try:
            settings = settings.with_values({name: value})
        except LibCollabError as error:
            issues.append(
                Issue("setting-not-read", heading=Message("Setting"), value=name, message=error.message)
            )
    return settings, issues


def parse_settings_sheet(frame: pd.DataFrame) -> tuple[Settings, list[Issue]]:
    """Parse the settings of a template's sheet; an invalid key or value becomes an issue."""
    settings, issues = Settings(), []
    for key, value, sheet, row in zip(
        frame["key"], frame["value"], frame["sheet"], frame["row"], strict=True
    ):
        try:
            settings = settings.with_values({_normalize_key(key): _parse_cell(_normalize_key(key), value)})
        except LibCollabError as error:
            where = "" if pd.isna(sheet) else str(sheet)
            cell = "" if pd.isna(row) else f"A{row}"
            issues.append(
                Issue("setting-not-read", where, cell, (cell,), Message("Setting"), str(key), error.message)
            )
    return settings, issues


def _normalize_key(key: object) -> str:
    return str(key).strip().casefold().replace(" ", "_")


def _parse_cell(key: str, value: object) -> object:
    """Parse a setting typed in one cell; settings with parts of their own are rejected."""
    text = "" if value is None else str(value).strip()
    if key == "sites":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if key in ("population_by", "volunteer_rate", "sroi", "programs", "criteria", "plan", "documents"):
        raise LibCollabError(
            Message(
                '"{key}" has its own sheet or is given in a settings file; it cannot be in one cell.', key=key
            )
        )
    if key in ("library", "currency", "excused", "ledger_complete"):
        return text
    if key in ("scale_max", "agreement_threshold") and ":" in text:
        parts = (part.rpartition(":") for part in text.split(";") if part.strip())
        return {measure.strip(): _parse_number(number.strip()) for measure, _, number in parts}
    if key == "scale_max":
        raise setting_error(
            key,
            text,
            Message("no measure with its highest score"),
            Message("it like reading score: 20; confidence: 10"),
        )
    return _parse_number(text)


def _parse_number(text: str) -> float | str:
    """Parse the number in a cell; return other text unchanged for the setting's parser."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
