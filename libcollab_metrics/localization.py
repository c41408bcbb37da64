"""The one way to write a number, a share, money, a date, a range or a gap, and to say a sentence."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, Protocol, get_args

from babel import Locale, dates, numbers

from libcollab_metrics.errors import did_you_mean

# What stands in the catalogs: English sentences by their id, and their translations with those of English phrases.

#: What an English phrase of the code names: one word may be two in another language.
PhraseKind = Literal[
    "metric", "measure", "definition", "caveat", "source", "field", "lacking", "issue", "part", "assumption"
]  # fmt: skip
PHRASE_KINDS: tuple[PhraseKind, ...] = get_args(PhraseKind)
#: How the context of a phrase begins, which no id of a sentence does.
PHRASE = "phrase "

Sentences = Mapping[str, str]
Phrases = Mapping[tuple[PhraseKind, str], str]


def english() -> Sentences:
    """Return the English sentences by their id."""
    return MappingProxyType(tomllib.loads(_catalog("en.toml").decode()))


def translated(code: str) -> tuple[Sentences, Phrases]:
    """Return the sentences by their id and the phrases by kind and English words, as far as they are translated.

    An entry stands under the id of its sentence, or under "phrase" and its kind; one that is marked fuzzy does not
    count as translated.
    """
    from babel.messages.pofile import read_po

    sentences: dict[str, str] = {}
    phrases: dict[tuple[PhraseKind, str], str] = {}
    with files("libcollab_metrics.languages").joinpath(f"{code}.po").open("rb") as held:
        for entry in read_po(held):
            context, text, said = entry.context or "", str(entry.id), str(entry.string)
            if not context or not said or entry.fuzzy:
                continue
            kinds = [kind for kind in PHRASE_KINDS if context == PHRASE + kind]
            if kinds:
                phrases[kinds[0], text] = said
            else:
                sentences[context] = said
    return MappingProxyType(sentences), MappingProxyType(phrases)


def _catalog(name: str) -> bytes:
    return files("libcollab_metrics.languages").joinpath(name).read_bytes()


LANGUAGES = ("en", "fil", "es")

#: Before which names a language says its other word for "and": Spanish "e" before the sound of "y".
OTHER_AND: Mapping[str, re.Pattern[str]] = MappingProxyType({"es": re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)})

#: How each unit of a metric is written: decimals, and the message that names the unit.
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

#: The note of a share of so few people that it is told as a bound only.
SMALL_GROUP = "small-group"
#: The note of a mean whose interval is not told, because it would tell who is in a small group.
NO_INTERVAL = "no-interval"
#: Units a number is never written without.
MEASURED_UNITS = frozenset({"hours", "days", "visits_per_hour", "words_per_minute"})


class Reasoned(Protocol):
    """What may not exist, and then has a reason."""

    @property
    def reason(self) -> str | None: ...
    @property
    def reason_values(self) -> Mapping[str, str]: ...


class Told(Reasoned, Protocol):
    """What of a value is put into words: the number, what is known about it, or why there is none."""

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


class Measured(Protocol):
    """What of a metric decides how its numbers are written."""

    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Language:
    """A language to write in: number and date conventions, and the catalogs of sentences and of phrases.

    `messages` are sentences by their id; `phrases` the translations of English phrases by their kind, none in English.

    Examples
    --------
    >>> english = language("en")
    >>> english.number(14148), english.number(29.1111, 1), english.share(0.4415), english.money(142.857, "PHP")
    ('14,148', '29.1', '44 %', '₱142.86')
    >>> english.share(0.0004), english.share(0.9996)
    ('under 0.1 %', 'over 99.9 %')
    """

    code: str
    messages: Mapping[str, str]
    phrases: Mapping[tuple[PhraseKind, str], str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def locale(self) -> Locale:
        """Babel's locale of this language."""
        return Locale.parse(self.code)

    def say(self, message: str, **values: object) -> str:
        """Return the sentence with this id, its values put in; the error proposes near ids."""
        if message not in self.messages:
            raise did_you_mean("sentence", message, self.messages)
        return self.messages[message].format(**values)

    def say_of(self, count: float, message: str, /, **values: object) -> str:
        """Return the sentence for one or for several: of "table-cut" it is "table-cut-one" or "table-cut-many".

        Examples
        --------
        >>> language("en").say_of(1, "issues-note", count=1), language("en").say_of(2, "issues-note", count=2)
        ('1 note', '2 notes')
        """
        return self.say(f"{message}-{'one' if count == 1 else 'many'}", **values)

    def phrase(self, text: str, kind: PhraseKind) -> str:
        """Return an English phrase of the project in this language; what somebody typed stays as typed.

        Examples
        --------
        >>> language("es").phrase("visits", "measure"), language("en").phrase("visits", "measure")
        ('visitas', 'visits')
        """
        return self.phrases.get((kind, text), text)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with grouping and a fixed number of decimals; rounds half away from zero."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return numbers.format_decimal(_half_up(value, decimals), format=pattern, locale=self.locale).replace("-", "−")

    @property
    def separators(self) -> tuple[str, str]:
        """What stands before decimals and between thousands, for libraries that write numbers themselves."""
        return numbers.get_decimal_symbol(self.locale), numbers.get_group_symbol(self.locale)

    def average(self, value: float) -> str:
        """Write a mean with one decimal, as in "29.1 visits per session"."""
        return self.number(value, 1)

    def share(self, value: float) -> str:
        """Write a fraction as a whole percent; never a false 0 % or 100 %."""
        if 0 < value < 0.001:
            return self.say("share-under", limit=self.number(0.1, 1))
        if 0.999 < value < 1:
            return self.say("share-over", limit=self.number(99.9, 1))
        decimals = 1 if 0 < value < 0.01 or 0.99 < value < 1 else 0
        return self.say("percent", number=self.number(value * 100, decimals))

    def money(self, value: float, currency: str = "") -> str:
        """Write an amount in the workspace currency; two decimals below 1,000, none above when whole."""
        whole = abs(value) >= 1000 and math.isclose(value, round(value))
        pattern = "¤#,##0" if whole else "¤#,##0.00"
        if not currency:
            return self.number(value, 0 if whole else 2)
        text = numbers.format_currency(value, currency, pattern, locale=self.locale, currency_digits=False)
        return text.replace(currency, numbers.get_currency_symbol(currency, "en")).replace("-", "−")

    def day(self, value: date, *, with_year: bool = True) -> str:
        """Write a day in full, as in "7 March 2026"."""
        pattern = self.messages["pattern-day" if with_year else "pattern-day-of-year"]
        return dates.format_date(value, pattern, locale=self.locale)

    def month(self, label: str) -> str:
        """Write the month "2026-03" as "Mar 2026"."""
        year, month = label.split("-")
        return dates.format_date(date(int(year), int(month), 1), self.messages["pattern-month"], locale=self.locale)

    def short_day(self, value: date) -> str:
        """Write a day as briefly as a table asks, as in "7 Mar 2026"."""
        return dates.format_date(value, self.messages["pattern-short-day"], locale=self.locale)

    def weekday(self, number: int, short: bool = False) -> str:
        """Name a day of the week, 0 for Monday: "Saturday", or "Sat" where there is little room."""
        return str(dates.get_day_names("abbreviated" if short else "wide", "stand-alone", self.locale)[number])

    def month_of_year(self, number: int) -> str:
        """Name a month without its year, 1 for "Jan"."""
        return str(dates.get_month_names("abbreviated", "stand-alone", self.locale)[number])

    def listing(self, items: tuple[str, ...], most: int = 4) -> str:
        """Write names in a row: "A, B and C", or "A, B and 3 more"."""
        if len(items) > most:
            items = (*items[: most - 1], self.say("more", count=len(items) - most + 1))
        if len(items) < 2:
            return "".join(items)
        other = OTHER_AND.get(self.code)
        both = "and-other" if other and other.match(items[-1]) else "and"
        return self.say(both, first=", ".join(items[:-1]), last=items[-1])

    def in_unit(self, value: float, unit: str, currency: str = "") -> str:
        """Write a bare value of a metric's unit: "412", "75 %", "₱30.00", "+0.50"."""
        if unit == "share":
            return self.share(value)
        if unit == "money":
            return self.money(value, currency)
        if unit == "balance":
            return _signed(value) + self.number(value, 2)
        if unit == "change":
            return self.say("percentage-points", value=_signed(value) + self.number(value * 100))
        if unit == "yes_no":
            return self.say("yes" if value else "no")
        whole = math.isclose(value, round(value), abs_tol=1e-9)
        written = self.number(value, 0 if whole and unit != "points" else max(1, DECIMALS.get(unit, 1)))
        return self.say(f"unit-{unit}", value=written) if unit in MEASURED_UNITS else written

    def reason(self, value: Reasoned) -> str:
        """Say why a value does not exist; what the reason does not name is left as an ellipsis.

        A code the catalog does not know is said as "not known", so that a gap never breaks a page.
        """
        if value.reason is None or value.reason not in self.messages:
            return self.say("not-known")
        named = {part: self._lacking(part, said) for part, said in value.reason_values.items()}
        return self.messages[value.reason].format_map(_Tolerant(named))

    def _lacking(self, part: str, said: str) -> str:
        """What a reason names: a setting by its id, a field people are grouped by, or what no row has."""
        return self.messages.get(f"setting-{said}") or self.phrase(said, "field" if part == "group" else "lacking")

    def value_text(self, value: Told, metric: Measured, currency: str = "") -> str:
        """Write a value with what is known about it: "at least 412", "60 % to 80 %", "about 20 (estimate)".

        A value that does not exist is said by its reason, never as 0 or an empty text.
        """
        text = self.bare_text(value, metric, currency)
        if value.value is not None and value.estimated:
            return self.say("about" if value.certainty == "exact" else "estimated", value=text)
        return text

    def bare_text(self, value: Told, metric: Measured, currency: str = "") -> str:
        """Write a value with its certainty and without the word estimate."""

        def write(number: float) -> str:
            return self.in_unit(number, metric.unit, currency)

        if value.reason is not None:
            return self.reason(value)
        if value.value is not None:
            certainty = value.certainty if value.certainty in ("at_least", "at_most") else "exact"
            return self.say(certainty, value=write(value.value))
        if value.note == SMALL_GROUP:
            return self._share_of_small_group(value)
        if value.low is not None and value.high is not None:
            return self.say("range", low=write(value.low), high=write(value.high))
        if value.low is not None:
            return self.say("at_least", value=write(value.low))
        return self.say("not-known") if value.high is None else self.say("at_most", value=write(value.high))

    def _share_of_small_group(self, value: Told) -> str:
        """Nobody is under a few per cent, and everybody over nearly all."""
        if value.high is not None:
            return self.say("share-under", limit=self.number(100 * value.high))
        return self.say("share-over", limit=self.number(100 * (value.low or 0)))


class _Tolerant(dict[str, str]):
    """Values of a sentence; a missing one is an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def _signed(value: float) -> str:
    """The plus that a number above zero is written with; a minus it has of its own."""
    return "+" if value > 0 else ""


def _half_up(value: float, decimals: int) -> float:
    """Round half away from zero, so that 2.5 visits never become 2 on one page and 3 on another."""
    factor = 10**decimals
    return math.copysign(math.floor(abs(value) * factor + 0.5 + 1e-9) / factor, value) if value else 0.0


@cache
def language(code: str) -> Language:
    """Return the language with this code; the error names the languages there are."""
    if code not in LANGUAGES:
        raise did_you_mean("language", code, LANGUAGES)
    return Language(code, english()) if code == "en" else Language(code, *translated(code))
