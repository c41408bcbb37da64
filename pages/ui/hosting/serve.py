"""Start the dashboard as a shared server: `python -m pages.ui.hosting.serve [OPTIONS]`.

The options are those of `streamlit run`.

The settings of `.streamlit/config.hosted.toml` override `.streamlit/config.toml` through environment
variables; variables that are already set take precedence, and command line options override both. The app
then checks the effective settings (`pages/ui/hosting/preflight.py`) and shows nothing until all checks pass.
"""

from __future__ import annotations

import os
import re
import runpy
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]
HOSTED_CONFIG = PROJECT_ROOT / ".streamlit" / "config.hosted.toml"


def read_settings(path: Path = HOSTED_CONFIG) -> dict[str, str]:
    """Return the settings of the file as environment variables of Streamlit.

    Examples
    --------
    >>> read_settings()["STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE"]
    'strict'
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        _variable_name(section, name): _format_value(value)
        for section, values in content.items()
        for name, value in values.items()
    }


def _variable_name(section: str, name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return f"STREAMLIT_{section}_{spaced}".upper()


def _format_value(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def build_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the server's environment; variables already set override the file."""
    return {**read_settings(), **current, "LIBCOLLAB_MODE": "hosted"}


def main() -> None:
    """Run the server until it is stopped."""
    os.chdir(PROJECT_ROOT)
    os.environ.update(build_environment(os.environ))
    # Imported here, because Streamlit reads the environment when it is first imported.
    from pages.ui.streamlit_internals import disable_external_ip_lookup

    disable_external_ip_lookup()
    sys.argv[:] = ["streamlit", "run", "app.py", *sys.argv[1:]]
    runpy.run_module("streamlit", run_name="__main__")


if __name__ == "__main__":
    main()
