"""Charts of the screen as plain data in Plotly's terms, which Plotly does not validate at every run."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plotly.basedatatypes import BaseFigure


@dataclass
class PlotlySpec:
    """Marks and layout of a chart, as Plotly names them.

    Plotly's own objects validate and copy every mark, which takes longer than all other steps of a chart. The
    tests validate each kind of chart instead.

    Attributes
    ----------
    layout : dict of str to Any
        Properties of the layout.
    traces : list of dict
        Marks, first the lowest.
    """

    layout: dict[str, Any]
    traces: list[dict[str, Any]] = field(default_factory=list)

    def add_trace(self, trace: dict[str, Any]) -> None:
        """Add marks over the others; `trace` has their type."""
        self.traces.append(trace)

    def add_annotation(self, **properties: Any) -> None:
        """Add text."""
        self.layout.setdefault("annotations", []).append(properties)

    def add_shape(self, **properties: Any) -> None:
        """Add a line or a rectangle."""
        self.layout.setdefault("shapes", []).append(properties)

    def to_figure(self) -> BaseFigure:
        """Return a figure that can be drawn, but neither changed nor inspected, with the default template.

        `plotly.graph_objects.Figure` of its `to_dict()` can be inspected.
        """
        figure = _unvalidated_figure()({**_default_template(), **self.layout}, self.traces)
        return figure


@cache
def _unvalidated_figure() -> Any:
    """Return the class of figures that are sent as they are; Plotly is imported when the first is drawn."""
    from plotly.basedatatypes import BaseFigure

    class UnvalidatedFigure(BaseFigure):  # type: ignore[misc]
        def __init__(self, layout: dict[str, Any], traces: list[dict[str, Any]]) -> None:
            self._spec = {"data": traces, "layout": layout}

        def to_dict(self) -> dict[str, Any]:
            return self._spec

    return UnvalidatedFigure


def _default_template() -> dict[str, Any]:
    import plotly.io

    name = plotly.io.templates.default
    return {"template": _read_template(name)} if name else {}


@cache
def _read_template(name: str) -> dict[str, Any]:
    import plotly.io

    found: dict[str, Any] = plotly.io.templates[name].to_plotly_json()
    return found
