"""Operating mode: one library on its own machine, or several on a shared server."""

from __future__ import annotations

from collections.abc import Mapping

from libcollab_metrics.errors import LibCollabError, unknown_name_error

MODE = "LIBCOLLAB_MODE"
MODES = ("laptop", "hosted")
#: Former environment variable; a server that still sets it must not run in laptop mode.
FORMER_VARIABLE = "LIBCOLLAB_HOSTED"


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
    mode = environment.get(MODE, "").strip().casefold()
    if mode and mode not in MODES:
        raise unknown_name_error(f"mode for {MODE}", mode, MODES)
    if not mode and environment.get(FORMER_VARIABLE):
        raise LibCollabError(
            f"{FORMER_VARIABLE} is not read any more. Set {MODE}=hosted, or take {FORMER_VARIABLE} away."
        )
    return mode == "hosted"
