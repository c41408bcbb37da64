"""Plotly's own figure of a chart that is drawn as plain data: validated, and with attributes to look at."""

from __future__ import annotations

from typing import Any


def validated(figure: Any) -> Any:
    """Return Plotly's figure of the same marks and layout.

    Raises
    ------
    ValueError : a property that Plotly does not know, or a value that it does not accept.
    """
    import plotly.graph_objects as go

    return go.Figure(figure.to_dict())
