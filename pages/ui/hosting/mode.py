"""Operating mode: one library on its own machine, or several on a shared server."""

from __future__ import annotations

from collections.abc import Mapping

from libcollab_metrics.errors import LibCollabError, did_you_mean

MODE = "LIBCOLLAB_MODE"
MODES = ("laptop", "hosted")
#: Former environment variable; a server that still sets it must not run in laptop mode.
FORMER = "LIBCOLLAB_HOSTED"


def is_hosted(environment: Mapping[str, str]) -> bool:
    """Return whether several libraries share this server.

    Parameters
    ----------
    environment : mapping of str to str
        Environment, as `os.environ`.

    Returns
    -------
    bool
        True in hosted mode.

    Raises
    ------
    LibCollabError
        If the mode is misspelled, or only its former variable is set. There is no fallback: a shared server
        in laptop mode would show one library's work to all.
    """
    said = environment.get(MODE, "").strip().casefold()
    if said and said not in MODES:
        raise did_you_mean(f"mode for {MODE}", said, MODES)
    if not said and environment.get(FORMER):
        raise LibCollabError(f"{FORMER} is not read any more. Set {MODE}=hosted, or take {FORMER} away.")
    return said == "hosted"
