"""The server asks nobody outside who it is."""

from __future__ import annotations

from streamlit import net_util


def ask_nobody_outside() -> None:
    """Keep Streamlit from asking a public service for this machine's address.

    It does so, and holds up every visitor for up to two seconds, whenever a socket comes from another site, which any
    web page can cause; no setting turns it off. An address nobody knows is no allowed origin, as it should be.
    """
    net_util.get_external_ip = _nobody_knows


def _nobody_knows() -> None:
    return None
