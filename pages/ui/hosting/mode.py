"""Whether the dashboard runs for one library on its own machine, or for several on a shared server."""

from __future__ import annotations

from collections.abc import Mapping

from libcollab_metrics.errors import LibCollabError, did_you_mean

MODE = "LIBCOLLAB_MODE"
MODES = ("laptop", "hosted")
#: What earlier versions read; a server that still sets it must not take itself for a laptop.
FORMER = "LIBCOLLAB_HOSTED"


def is_hosted(environment: Mapping[str, str]) -> bool:
    """Return whether several libraries share this server.

    Raises
    ------
    LibCollabError : the mode is misspelt, or only the former name of it is set. Nothing is guessed: a shared server
        that took itself for a laptop would show one library's work to all.
    """
    said = environment.get(MODE, "").strip().casefold()
    if said and said not in MODES:
        raise did_you_mean(f"mode for {MODE}", said, MODES)
    if not said and environment.get(FORMER):
        raise LibCollabError(f"{FORMER} is not read any more. Set {MODE}=hosted, or take {FORMER} away.")
    return said == "hosted"
