"""Localization: languages, rounding and decimals, formats of money and dates, and missing values."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, Protocol, get_args

from babel import Locale, dates, localedata, numbers

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.messages import Message, translate_message

# Catalogs: English messages by id, and translations of messages and of English phrases.

#: Context of an English phrase in the code: one word may have two translations.
PhraseKind = Literal[
    "metric",
    "measure",
    "definition",
    "caveat",
    "source",
    "field",
    "lacking",
    "issue",
    "part",
    "assumption",
    "screen",
    "screen-one",
]
PHRASE_KINDS: tuple[PhraseKind, ...] = get_args(PhraseKind)
#: Further kinds of phrases that are values of messages, such as the name of a metric.
KINDS_IN_MESSAGES: tuple[PhraseKind, ...] = ("metric", "part")
#: Prefix of a phrase's context; no message id begins with it.
PHRASE_PREFIX = "phrase "

Sentences = Mapping[str, str]
Phrases = Mapping[tuple[PhraseKind, str], str]


def load_english() -> Sentences:
    """Load the English messages by id."""
    return MappingProxyType(tomllib.loads(_read_catalog("en.toml").decode()))


def load_translations(code: str) -> tuple[Sentences, Phrases]:
    """Load the translated messages by id, and the translated phrases by kind and English text.

    The context of an entry is the id of its message, or "phrase" and its kind. Fuzzy entries are skipped.
    """
    from babel.messages.pofile import read_po

    sentences: dict[str, str] = {}
    phrases: dict[tuple[PhraseKind, str], str] = {}
    with files("libcollab_metrics.languages").joinpath(f"{code}.po").open("rb") as po_file:
        for entry in read_po(po_file):
            context, text, translation = entry.context or "", str(entry.id), str(entry.string)
            if not context or not translation or entry.fuzzy:
                continue
            kinds = [kind for kind in PHRASE_KINDS if context == PHRASE_PREFIX + kind]
            if kinds:
                phrases[kinds[0], text] = translation
            else:
                sentences[context] = translation
    return MappingProxyType(sentences), MappingProxyType(phrases)


def _read_catalog(name: str) -> bytes:
    return files("libcollab_metrics.languages").joinpath(name).read_bytes()


#: Name of each language of documents, in its own words. A translated one has `languages/<code>.po`.
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "fil": "Filipino", "es": "Español"})

#: Names that need a language's other word for "and": Spanish "e" before an "i" sound.
ALTERNATE_AND: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"es": re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)}
)

#: Number of decimals of each unit.
DECIMALS: Mapping[str, int] = MappingProxyType(
    {
        "sessions": 0,
        "visits": 0,
        "people": 0,
        "books": 0,
        "criteria": 0,
        "programs": 0,
        "per_1000": 0,
        "points": 1,
        "ratio": 2,
        "deviations": 2,
    }
)

#: Note of a share of a small group, which is given as a bound only.
SMALL_GROUP = "small-group"
#: Note of a mean without an interval, because the interval would reveal who is in a small group.
NO_INTERVAL = "no-interval"
#: Units that are always written after the number.
MEASURED_UNITS = frozenset({"hours", "days", "visits_per_hour", "words_per_minute"})


class ExplainedValue(Protocol):
    """A value that may be missing for a reason."""

    @property
    def reason(self) -> str | None: ...
    @property
    def reason_values(self) -> Mapping[str, str]: ...


class MetricValue(ExplainedValue, Protocol):
    """A value to be put into words: the number and its certainty, or why it is missing."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def certainty(self) -> str: ...
    @property
    def estimated(self) -> bool: ...
    @property
    def note(self) -> str: ...


class MetricWithUnit(Protocol):
    """A metric's unit, which determines how its numbers are formatted."""

    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Language:
    """A language: number and date formats, message catalog and phrase catalog.

    Attributes
    ----------
    code : str
        Language code.
    messages : mapping of str to str
        Messages by id.
    phrases : mapping
        Translations of English phrases by kind and text; empty for English.
    region : str
        Country or region whose numbers are written, such as "MX"; "" for those of the language.

    Examples
    --------
    >>> english = language("en")
    >>> (english.number(14148), english.number(29.1111, 1), english.share(0.4415),
    ...  english.money(142.857, "PHP"))
    ('14,148', '29.1', '44%', '₱142.86')
    >>> english.share(0.0004), english.share(0.9996)
    ('under 0.1%', 'over 99.9%')
    """

    code: str
    messages: Mapping[str, str]
    phrases: Mapping[tuple[PhraseKind, str], str] = field(default_factory=lambda: MappingProxyType({}))
    region: str = ""

    @cached_property
    def locale(self) -> Locale:
        """Babel locale of the language."""
        return Locale.parse(self.code)

    @cached_property
    def number_locale(self) -> Locale:
        """Babel locale of the numbers."""
        return Locale.parse(f"{self.code}_{self.region}") if self.region else self.locale

    def message(self, message: str, **values: object) -> str:
        """Format the message with this id.

        Raises
        ------
        UnknownNameError
            If there is no such message; suggests near ids.
        """
        if message not in self.messages:
            raise unknown_name_error("sentence", message, self.messages)
        return self.messages[message].format(**values)

    def plural(self, count: float, message: str, /, **values: object) -> str:
        """Format the message with the suffix "-one" or "-many", depending on the count.

        Examples
        --------
        >>> language("en").plural(1, "issues-note", count=1), language("en").plural(2, "issues-note", count=2)
        ('1 note', '2 notes')
        """
        return self.message(f"{message}-{'one' if count == 1 else 'many'}", **values)

    def translate(self, text: str, kind: PhraseKind) -> str:
        """Translate an English phrase or message of the program; text typed by a user is returned unchanged.

        Examples
        --------
        >>> language("es").translate("visits", "measure"), language("en").translate("visits", "measure")
        ('visitas', 'visits')
        """
        if isinstance(text, Message) and self.phrases:
            kinds: tuple[PhraseKind, ...] = (kind, *KINDS_IN_MESSAGES)

            def said(phrase: str) -> str:
                return next((found for k in kinds if (found := self.phrases.get((k, phrase)))), phrase)

            return translate_message(text, said, self._format_typed_number)
        return self.phrases.get((kind, text), text)

    def _format_typed_number(self, value: float) -> str:
        """Format a number as it was typed, with as many decimals; whole numbers are grouped."""
        if isinstance(value, int):
            return self.number(value)
        return f"{value:.15g}".replace(".", self.separators[0])

    def number(self, value: float, decimals: int = 0) -> str:
        """Format a number with grouping and fixed decimals, rounding half away from zero."""
        return _format_decimal(_round_half_up(value, decimals), decimals, self._number_code)

    @cached_property
    def _number_code(self) -> str:
        return str(self.number_locale)

    @cached_property
    def separators(self) -> tuple[str, str]:
        """Decimal and grouping separators, for libraries that format numbers themselves."""
        return numbers.get_decimal_symbol(self.number_locale), numbers.get_group_symbol(self.number_locale)

    @cached_property
    def bounds(self) -> tuple[str, str]:
        """What is written before a lower and before an upper bound."""
        return self.message("at_least", value=""), self.message("at_most", value="")

    def average(self, value: float) -> str:
        """Format a mean with one decimal, as in "29.1 visits per session"."""
        return self.number(value, 1)

    def share(self, value: float) -> str:
        """Format a fraction as a whole percentage, never rounded to a false 0% or 100%."""
        if 0 < value < 0.001:
            return self.message("share-under", limit=self.number(0.1, 1))
        if 0.999 < value < 1:
            return self.message("share-over", limit=self.number(99.9, 1))
        decimals = 1 if 0 < value < 0.01 or 0.99 < value < 1 else 0
        return self.message("percent", number=self.number(value * 100, decimals))

    def money(self, value: float, currency: str = "") -> str:
        """Format an amount of money: two decimals below 1,000, none above if it is whole."""
        whole = abs(value) >= 1000 and math.isclose(value, round(value))
        pattern = "¤#,##0" if whole else "¤#,##0.00"
        if not currency:
            return self.number(value, 0 if whole else 2)
        text = numbers.format_currency(
            value, currency, pattern, locale=self.number_locale, currency_digits=False
        )
        return text.replace(currency, numbers.get_currency_symbol(currency, "en")).replace("-", "−")

    def day(self, value: date, *, with_year: bool = True) -> str:
        """Format a date in full, as in "7 March 2026"."""
        pattern = self.messages["pattern-day" if with_year else "pattern-day-of-year"]
        return dates.format_date(value, pattern, locale=self.locale)

    def month(self, label: str) -> str:
        """Format the month "2026-03" as "Mar 2026"."""
        year, month = label.split("-")
        return dates.format_date(
            date(int(year), int(month), 1), self.messages["pattern-month"], locale=self.locale
        )

    def short_day(self, value: date) -> str:
        """Format a date briefly for a table, as in "7 Mar 2026"."""
        return _format_day(value, "pattern-short-day", self.code)

    def weekday(self, number: int, short: bool = False) -> str:
        """Return the name of a weekday, 0 for Monday: "Saturday", or "Sat" if short."""
        return str(
            dates.get_day_names("abbreviated" if short else "wide", "stand-alone", self.locale)[number]
        )

    def month_of_year(self, number: int) -> str:
        """Return the short name of a month, 1 for "Jan"."""
        return str(dates.get_month_names("abbreviated", "stand-alone", self.locale)[number])

    def join_names(self, items: tuple[str, ...], most: int = 4) -> str:
        """Join names: "A, B and C", or "A, B and 3 more"."""
        if len(items) > most:
            items = (*items[: most - 1], self.message("more", count=len(items) - most + 1))
        if len(items) < 2:
            return "".join(items)
        pattern = ALTERNATE_AND.get(self.code)
        both = "and-other" if pattern and pattern.match(items[-1]) else "and"
        return self.message(both, first=", ".join(items[:-1]), last=items[-1])

    def in_unit(self, value: float, unit: str, currency: str = "") -> str:
        """Format a bare value in a metric's unit: "412", "75%", "₱30.00", "+0.50"."""
        if unit == "share":
            return self.share(value)
        if unit == "money":
            return self.money(value, currency)
        if unit == "balance":
            return _plus_sign(value) + self.number(value, 2)
        if unit == "change":
            return self.message("percentage-points", value=_plus_sign(value) + self.number(value * 100))
        if unit == "yes_no":
            return self.message("yes" if value else "no")
        whole = math.isclose(value, round(value), abs_tol=1e-9)
        written = self.number(value, 0 if whole and unit != "points" else max(1, DECIMALS.get(unit, 1)))
        return self.message(f"unit-{unit}", value=written) if unit in MEASURED_UNITS else written

    def reason(self, value: ExplainedValue) -> str:
        """Explain why a value is missing; an unnamed part of the reason becomes an ellipsis.

        An unknown reason code becomes "not known", so that a missing value never breaks a page.
        """
        if value.reason is None or value.reason not in self.messages:
            return self.message("not-known")
        named = {part: self._translate_reason_part(part, name) for part, name in value.reason_values.items()}
        return self.messages[value.reason].format_map(_EllipsisValues(named))

    def _translate_reason_part(self, part: str, name: str) -> str:
        """Translate a part of a reason: a setting, a field used for grouping, or a missing field."""
        return self.messages.get(f"setting-{name}") or self.translate(
            name, "field" if part == "group" else "lacking"
        )

    def format_value_with_estimate(
        self, value: MetricValue, metric: MetricWithUnit, currency: str = ""
    ) -> str:
        """Format a value with its certainty: "at least 412", "60% to 80%", "about 20 (estimate)".

        A missing value becomes its reason, never 0 or an empty text.
        """
        text = self.format_value(value, metric, currency)
        if value.value is not None and value.estimated:
            return self.message(
                "about" if value.certainty in ("exact", "partial") else "estimated", value=text
            )
        return text

    def format_value(self, value: MetricValue, metric: MetricWithUnit, currency: str = "") -> str:
        """Format a value with its certainty, but without the word "estimate"."""

        def write(number: float) -> str:
            return self.in_unit(number, metric.unit, currency)

        if value.reason is not None:
            return self.reason(value)
        if value.value is not None:
            certainty = value.certainty if value.certainty in ("at_least", "at_most") else "exact"
            return self.message(certainty, value=write(value.value))
        if value.note == SMALL_GROUP:
            return self._format_small_share(value)
        if value.low is not None and value.high is not None:
            return self.message("range", low=write(value.low), high=write(value.high))
        if value.low is not None:
            return self.message("at_least", value=write(value.low))
        return (
            self.message("not-known")
            if value.high is None
            else self.message("at_most", value=write(value.high))
        )

    def _format_small_share(self, value: MetricValue) -> str:
        """Format the share of a small group as a bound: under a few percent, or over nearly all."""
        if value.high is not None:
            return self.message("share-under", limit=self.number(100 * value.high))
        return self.message("share-over", limit=self.number(100 * (value.low or 0)))


class _EllipsisValues(dict[str, str]):
    """Values of a message, with an ellipsis for missing ones."""

    def __missing__(self, key: str) -> str:
        return "…"


def _plus_sign(value: float) -> str:
    """Return "+" for a number above zero; a negative number is formatted with its own sign."""
    return "+" if value > 0 else ""


def _round_half_up(value: float, decimals: int) -> float:
    """Round half away from zero, so that 2.5 visits are the same on every page."""
    factor = 10**decimals
    return math.copysign(math.floor(abs(value) * factor + 0.5 + 1e-9) / factor, value) if value else 0.0


@lru_cache(maxsize=1 << 14)  # a page with every session repeats the same numbers and days
def _format_decimal(rounded: float, decimals: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.format_decimal(rounded, format=pattern, locale=locale).replace("-", "−")


@lru_cache(maxsize=1 << 14)
def _format_day(value: date, pattern: str, code: str) -> str:
    return dates.format_date(value, language(code).messages[pattern], locale=language(code).locale)


@cache
def language(code: str, region: str = "") -> Language:
    """Load a language by code, with the numbers of a region; cached.

    Raises
    ------
    UnknownNameError
        If the language does not exist; lists the available ones.
    """
    if code not in LANGUAGES:
        raise unknown_name_error("language", code, LANGUAGES)
    if region:
        plain = language(code)
        return Language(code, plain.messages, plain.phrases, region)
    return Language(code, load_english()) if code == "en" else Language(code, *load_translations(code))


def match_language(tag: str) -> tuple[str, str]:
    """Return the code of a browser's language and its region: English if there is no such language.

    Examples
    --------
    >>> match_language("es-MX"), match_language("tl-PH"), match_language("fr-CA")
    (('es', 'MX'), ('fil', 'PH'), ('en', ''))
    >>> language(*match_language("es-419")).number(1234.5, 1), language("es").number(1234.5, 1)
    ('1,234.5', '1.234,5')
    """
    name, *parts = tag.split("-")
    code = "fil" if name == "tl" else name
    if code not in LANGUAGES:
        return "en", ""
    region = next((part for part in parts if localedata.exists(f"{code}_{part}")), "")
    return code, region
