"""Write docs/metrics.md, the reference of all metrics, from the catalog.

`make reference` runs it. A test compares the page with the catalog.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":  # run by make, not imported by a test
    sys.path.insert(0, str(ROOT))

from libcollab_metrics.localization import language  # noqa: E402
from libcollab_metrics.metrics import CATALOG, DEFINITIONS_VERSION, FAMILIES, Metric, format_formula  # noqa: E402

PAGE = ROOT / "docs" / "metrics.md"
WIDTH = 120
ENGLISH = language("en")
INTRODUCTION = (
    "The definition of every figure, from the catalog of the program (definitions version"
    f" {DEFINITIONS_VERSION}). The page *Help & definitions* of the dashboard shows these definitions too."
    " `make reference` writes this page: do not edit it.",
    "A metric marked as core is computed for the document of every audience. A metric with parts has one"
    " value for each of them, such as one for each party.",
    "Units: `share` is a fraction; `change` a difference of two shares; `ratio` a quotient x : 1; `count` the"
    " number of items named by the part; `deviations` a number of standard deviations; `yes_no` 1 for yes and"
    " 0 for no.",
)
#: Who sees a metric that is not for anyone: `protection` withholds it from every release.
LIBRARY_ONLY = "the library only; withheld from everything that is released"


def render() -> str:
    """Return the page."""
    return "\n".join([*_introduction(), *(line for family in FAMILIES for line in _family(family))])


def _introduction() -> Iterator[str]:
    yield from ("# Metrics", "")
    for paragraph in INTRODUCTION:
        yield from (_wrap(paragraph), "")
    for family, title in FAMILIES.items():
        anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        yield f"- [{title}](#{anchor}): {len(_metrics_of(family))}"
    yield ""


def _metrics_of(family: str) -> list[Metric]:
    return [metric for metric in CATALOG if metric.family == family]


def _family(family: str) -> Iterator[str]:
    yield from (f"## {FAMILIES[family]}", "")
    for metric in _metrics_of(family):
        yield from (f"### {metric.label}", "", metric.question, "")
        for name, text in _entries(metric).items():
            if text:
                yield _wrap(f"- {name}: {text}", indent="  ")
        yield ""


def _entries(metric: Metric) -> dict[str, str]:
    """Return what the page lists about a metric; an empty text is omitted."""
    formula = format_formula(metric, ENGLISH)
    return {
        "Id": f"`{metric.id}`{', core' if metric.is_core else ''}",
        "Definition": formula[0].upper() + formula[1:],
        "Caveat": metric.caveat,
        "Unit": f"`{metric.unit}`",
        "Parts": ", ".join(f"`{part}`" for part in metric.parts),
        "Visible to": "" if metric.audience == "anyone" else LIBRARY_ONLY,
        "Source": metric.source,
    }


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
