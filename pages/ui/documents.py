"""A document, made when it is asked for, from what was chosen and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from libcollab_metrics.figures import Chart, Evaluated
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import figure_csv, figure_svg, public_chart, publish, publish_plan
from libcollab_metrics.wording import Language, language


def make(dataset: Dataset, audience: str, fmt: str, scope: Scope, as_of: date, accept_unclear: bool) -> bytes:
    """Return the bytes of a document; runs outside the session, so everything it needs is given."""
    now = datetime.now().replace(microsecond=0)
    made = publish(
        dataset,
        audience=audience,
        fmt=fmt,
        scope=scope,
        as_of=as_of,
        generated_at=now,
        language=language("en"),
        accept_unclear=accept_unclear,
    )
    return made.data


def make_plan(
    dataset: Dataset, programs: Sequence[str], typed: Mapping[str, Mapping[str, float]], scope: Scope, as_of: date
) -> bytes:
    """Return the plan as a workbook; runs outside the session, so everything it needs is given."""
    now = datetime.now().replace(microsecond=0)
    made = publish_plan(
        dataset, programs, typed, scope=scope, as_of=as_of, generated_at=now, language=language("en")
    )  # fmt: skip
    return made.data


def make_figure(
    dataset: Dataset,
    build: Callable[[Evaluated, Language], Chart],
    names: Sequence[str],
    by: str,
    scope: Scope,
    as_of: date,
    ending: str,
) -> bytes:
    """Return a figure as an image or as data, drawn again from what may leave; runs outside the session."""
    english = language("en")
    chart = public_chart(dataset, build, metrics=names, by=by, scope=scope, as_of=as_of, language=english)
    return figure_csv(chart, english) if ending == "csv" else figure_svg(chart, english)
