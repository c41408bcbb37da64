"""What left, as the librarian's list remembers it, and what of it would be printed otherwise today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from libcollab_metrics.localization import Language, language
from libcollab_metrics.metrics import CORE, DEFINITIONS_VERSION, find_metric
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.model import Printed, Sent
from libcollab_metrics.reports.audiences import AUDIENCES
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.report_data import ReportData

#: Letters of the name of whoever gets a document.
LONGEST_NAME = 200


@dataclass(frozen=True)
class Change:
    """A key figure that would be printed otherwise: its name, what was printed, what would be.

    `then` is empty for a figure that was not printed; `now` is the reason in words where there is no number any more.
    """

    label: str
    then: str
    now: str


@dataclass(frozen=True)
class Since:
    """What became of a document since it was sent.

    `unchanged` says that every number on it, key figure or not, would be printed again; `changes` are those of the
    key figures; `definitions` is the version of today's definitions where another one was counted by, else empty.
    """

    unchanged: bool
    changes: tuple[Change, ...]
    definitions: str = ""


def sending_of(
    material: ReportData, *, to: str, audience: str, fmt: str, spoken: Language, day: date, of_sample: bool = False
) -> Sent:
    """Return the entry for a document made from this material: its protected key figures as printed, and no others.

    Parameters
    ----------
    to : whom it is for, as typed; empty where nobody was named.
    audience, fmt, spoken, day : which document it is, in which language, made on which day.
    of_sample : the figures are those of the invented sample library.
    """
    printed = tuple(Printed(value.metric, text, value.value) for value, text in _printed(audience, material, spoken))
    scope, as_of = material.whole.scope, material.as_of
    return Sent(
        printable(to)[:LONGEST_NAME],
        audience,
        fmt,
        spoken.code,
        scope,
        as_of,
        day,
        DEFINITIONS_VERSION,
        material.fingerprint,
        printed,
        of_sample,
    )


def changes_since(sent: Sent, material: ReportData) -> Since:
    """Return what would be printed otherwise now, by material of the same selection.

    A number is another when its text is, in the language it was sent in, and not only its wording.
    """
    if material.whole.scope != sent.scope:
        raise ValueError("The material is of another selection than the document was.")
    before = {printed.metric: printed for printed in sent.figures}
    changes = tuple(_changes(sent.audience, before, material, language(sent.language)))
    other = "" if sent.definitions == DEFINITIONS_VERSION else DEFINITIONS_VERSION
    same = material.fingerprint_as_if_on(sent.as_of) == sent.fingerprint
    return Since(same and not changes, changes, other)


def _key_figures(audience: str) -> tuple[Metric, ...]:
    """The figures of the core that this audience's document shows and defines; none of one that is no more."""
    shown = AUDIENCES[audience].defined if audience in AUDIENCES else ()
    return tuple(metric for metric in CORE if metric.id in shown)


def _printed(audience: str, material: ReportData, spoken: Language) -> Iterator[tuple[Value, str]]:
    """The key figures of the whole selection that have a number which may leave, with their text."""
    for metric in _key_figures(audience):
        value = material.value(metric.id)
        if value is not None and value.reason is None:
            yield value, spoken.bare_text(value, metric, material.whole.currency)


def _changes(audience: str, before: Mapping[str, Printed], material: ReportData, spoken: Language) -> Iterator[Change]:
    now = {value.metric: (value, text) for value, text in _printed(audience, material, spoken)}
    for metric in _key_figures(audience):
        then, found = before.get(metric.id), now.get(metric.id)
        if then is None and found is not None:
            yield Change(metric.label, "", found[1])
        elif then is not None and found is None:
            yield Change(metric.label, then.text, _why_not(material, metric.id, spoken))
        elif then is not None and found is not None and _differ(then, *found):
            yield Change(metric.label, then.text, found[1])


def _differ(then: Printed, value: Value, text: str) -> bool:
    return text != then.text and (value.value is None or value.value != then.value)


def _why_not(material: ReportData, metric: str, spoken: Language) -> str:
    value = material.value(metric)
    return spoken.say("not-known") if value is None else spoken.value_text(value, find_metric(metric))
