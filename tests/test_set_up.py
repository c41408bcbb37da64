"""Test the settings files of the dashboard: known keys, closed defaults, readable colours."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Any

import pytest
from streamlit.config import get_config_options

from libcollab_metrics.figures import SCREEN_TOKENS
from libcollab_metrics.ingest.limits import HOSTED, LAPTOP
from pages.ui.hosting import serve
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_streamlit_knows_every_key_of_the_settings_file() -> None:
    completed = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (completed.stdout + completed.stderr).splitlines()
    assert [line for line in lines if "not a valid config option" in line] == []
    assert any(line.startswith('address = "127.0.0.1"') for line in lines)


def test_dashboard_is_local_only_and_sends_no_statistics(config: dict[str, Any]) -> None:
    server, client = config["server"], config["client"]
    assert server["address"] == "127.0.0.1"
    assert server["enableXsrfProtection"]
    assert server["enableCORS"]
    assert not server["enableStaticServing"]
    assert not server["enableAgentApi"]
    assert not config["browser"]["gatherUsageStats"]
    assert client["showErrorDetails"] == "none"
    assert client["disableDataExport"]


def test_only_local_host_names_are_allowed(config: dict[str, Any]) -> None:
    assert config["server"]["allowedHosts"] == ["127.0.0.1", "localhost"]


def test_hosted_settings_never_override_the_environment() -> None:
    environment = serve.build_environment(
        {"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "10", "LIBCOLLAB_MODE": "laptop"}
    )
    assert environment["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"] == "10"
    assert environment["STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE"] == "strict"
    assert environment["STREAMLIT_SERVER_FILE_WATCHER_TYPE"] == "none"
    assert environment["LIBCOLLAB_MODE"] == "hosted"


def test_streamlit_reads_every_hosted_setting_from_the_environment() -> None:
    hosted = tomllib.loads((ROOT / ".streamlit" / "config.hosted.toml").read_text(encoding="utf-8"))
    names = {f"{section}.{key}" for section, keys in hosted.items() for key in keys}
    known = {config_option.env_var: name for name, config_option in get_config_options().items()}
    assert {known[variable] for variable in serve.read_settings()} == names


def test_hosted_settings_change_only_what_hosting_needs(
    config: dict[str, Any],
) -> None:
    hosted = tomllib.loads((ROOT / ".streamlit" / "config.hosted.toml").read_text(encoding="utf-8"))
    assert set(hosted) == {"server"}
    assert not {"address", "port"} & set(hosted["server"])
    assert hosted["server"]["maxUploadSize"] == HOSTED.upload >> 20
    assert config["server"]["maxUploadSize"] == LAPTOP.upload >> 20


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_have_enough_contrast(config: dict[str, Any], mode: str) -> None:
    """3 : 1 for shapes and 4.5 : 1 for text, as WCAG 2.2 asks (1.4.3 and 1.4.11)."""
    theme = config["theme"][mode]
    for background in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        for colour in theme["chartCategoricalColors"] if background == theme["backgroundColor"] else ():
            assert contrast(colour, background) >= 3, colour
        for colour in (theme["textColor"], theme["linkColor"]):
            assert contrast(colour, background) >= 4.5, colour
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3
    label = SCREEN_TOKENS["on-action"][mode == "dark"]  # of a primary button, by the style sheet
    assert contrast(theme["primaryColor"], label) >= 4.5


def contrast(first: str, second: str) -> float:
    """Return the ratio of relative luminances, from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"), 6)
    21.0
    """
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
