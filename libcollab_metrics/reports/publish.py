"""The only door out: everything a document needs is evaluated, protected together, drawn and written here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from libcollab_metrics.errors import HeldBack, did_you_mean
from libcollab_metrics.figures import to_png, to_svg
from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.metrics import DEFINITIONS_VERSION, Evaluator, programs_with
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.protection import Audited, Numbers, PublicEvaluation, audited, with_partners_named
from libcollab_metrics.reports.audiences import AUDIENCES, compose
from libcollab_metrics.reports.formats import FORMATS, files_beside
from libcollab_metrics.reports.held import held_back_text, lines_to_clear
from libcollab_metrics.reports.material import Material, gather, with_wishes
from libcollab_metrics.reports.options import planned_for
from libcollab_metrics.reports.releases import Published, Release
from libcollab_metrics.reports.to_csv import figure_csv
from libcollab_metrics.reports.to_pdf import first_page
from libcollab_metrics.reports.turns import in_turn
from libcollab_metrics.wording import Language

EVERYTHING = Scope()
#: Figures that are protected with any other, because what is made of the same people falls with them.
COMPANIONS = ("participants_unique",)


@in_turn
def publish(
    dataset: Dataset,
    *,
    audience: str,
    fmt: str,
    scope: Scope = EVERYTHING,
    as_of: date,
    generated_at: datetime,
    language: Language,
    accept_unclear: bool = False,
    filename: str = "",
    material: Material | None = None,
) -> Published:
    """Write an audience's document, made from protected numbers only; the same request gives the same bytes.

    Parameters
    ----------
    dataset, scope, as_of : what was recorded, which rows count, and the day the figures are true for.
    audience : a key of `AUDIENCES`; what a library wished for it stands in the setting `documents`.
    fmt : a key of `FORMATS`; "csv" is every protected number as one tidy table, and the form for official statistics
        with its months, contributions and data as files beside it.
    generated_at : the time printed on the document; without a time zone it is taken as UTC.
    accept_unclear : write the sponsor's document although some money has no clear bearer; it then says so.
    filename : the name the file will bear, where it is known already; a name is proposed where it is empty.
    material : what `gather` found for the same dataset, selection, day and `planned_for`, if it is at hand: the slow
        half of the work, which formats and audiences share.

    Raises
    ------
    HeldBack : the sponsor's document while money is unclear; the text lists the lines to clear.
    LibCollabError : an audience or a format that does not exist.
    """
    _check("format", fmt, FORMATS)
    found = _cleared(dataset, audience, scope, as_of, generated_at, language, accept_unclear, material)
    document = compose(audience, found, language)
    data, name = FORMATS[fmt](document, language), filename or f"{audience}-summary-{as_of.isoformat()}.{fmt}"
    record = Release(
        audience, fmt, scope, as_of, found.generated_at, DEFINITIONS_VERSION, dataset.version, found.hidden,
        found.accepted_unclear, hashlib.sha256(data).hexdigest(), found.fingerprint,
    )  # fmt: skip
    return Published(name, data, record, files_beside(fmt, document, language, name), found.numbers)


@in_turn
def preview_png(
    dataset: Dataset,
    *,
    audience: str,
    scope: Scope = EVERYTHING,
    as_of: date,
    generated_at: datetime,
    language: Language,
    accept_unclear: bool = False,
    material: Material | None = None,
) -> bytes:
    """Return a picture of the first page of what `publish` writes as PDF, as PNG; it takes and refuses the same."""
    found = _cleared(dataset, audience, scope, as_of, generated_at, language, accept_unclear, material)
    return first_page(compose(audience, found, language), language)


def _cleared(
    dataset: Dataset,
    audience: str,
    scope: Scope,
    as_of: date,
    generated_at: datetime,
    language: Language,
    accept_unclear: bool,
    material: Material | None,
) -> Material:
    """Return what the document is made from, with its wishes; held back while the sponsor may not have it."""
    _check("audience", audience, AUDIENCES)
    moment = generated_at if generated_at.tzinfo else generated_at.replace(tzinfo=UTC)
    planned = planned_for(audience, dataset, scope, as_of)
    found = material or gather(dataset, scope, as_of, moment, planned)
    if (found.whole.scope, found.as_of, tuple(found.plans)) != (scope, as_of, planned):
        raise ValueError("The material at hand is of another selection, day or plan.")
    found = replace(with_wishes(found, audience, dataset), generated_at=moment)
    if audience != "sponsor" or not _is_unclear(found):
        return found
    if not accept_unclear:
        raise HeldBack(held_back_text(lines_to_clear(dataset, scope, as_of, language), language))
    return replace(found, accepted_unclear=True)


def _check(kind: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise did_you_mean(kind, name, known)


def _is_unclear(material: Material) -> bool:
    value = material.value("fund_clarity")
    return value is not None and value.value is not None and value.value < 1


@in_turn
def public_chart(
    dataset: Dataset,
    draw: Callable[[PublicEvaluation, Language], Chart],
    *,
    metrics: Iterable[str],
    by: str = "",
    scope: Scope = EVERYTHING,
    as_of: date,
    language: Language,
    released: Sequence[Numbers] = (),
) -> Chart:
    """Return a figure of the screen as it may leave: drawn again from protected numbers.

    The total and the groups are protected together, for a reader may know the total; and beside the people, for
    many marks may be those of a few children. Only partners on record are named. `released` are the numbers of
    everything that left before, beside which the new ones must give nothing away.
    """
    return draw(_charted(dataset, metrics, by, scope, as_of, released).evaluations[-1], language)


@in_turn
def told_by_chart(
    dataset: Dataset,
    *,
    metrics: Iterable[str],
    by: str = "",
    scope: Scope = EVERYTHING,
    as_of: date,
    released: Sequence[Numbers] = (),
) -> Numbers:
    """Return the numbers that a figure made by `public_chart` tells or hides, for the list of what left."""
    drawn = set(metrics)
    numbers = _charted(dataset, drawn, by, scope, as_of, released).numbers
    return tuple((told, shown) for told, shown in numbers if told.by == by and told.metric in drawn)


def _charted(
    dataset: Dataset, metrics: Iterable[str], by: str, scope: Scope, as_of: date, released: Sequence[Numbers]
) -> Audited:
    """The total and the groups of a figure, and those that fall with it, as they may leave."""
    dataset = with_partners_named(dataset)
    counted = Evaluator(dataset, as_of)
    wanted = list(dict.fromkeys((*metrics, *COMPANIONS)))
    found = [counted.evaluate(metrics=wanted, scope=scope, by=group) for group in dict.fromkeys(("", by))]
    shared = programs_with(dataset, scope=scope, as_of=as_of)
    return audited(found, counted, dataset.settings, shared, released)


def figure_svg(chart: Chart, language: Language) -> bytes:
    """Return a figure as a vector image with its title, caption and source."""
    return to_svg(chart, language, framed=True).encode()


def figure_png(chart: Chart, language: Language) -> bytes:
    """Return a figure as a pixel image with its title, caption and source."""
    return to_png(chart, language)


__all__ = [
    "Published", "Release", "figure_csv", "figure_png", "figure_svg", "preview_png", "public_chart", "publish",
    "told_by_chart",
]  # fmt: skip
