"""A shared server starts only with everything it needs; each lack is one sentence without a secret in it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from pages.ui.hosting import ServerChecks, find_failures, is_hosted
from pages.ui.hosting.preflight import MAX_SETTINGS, MIN_VERSIONS, REQUIRED, find_vulnerable_versions
from tests.conftest import ROOT

AUTH = {
    "redirect_uri": "https://figures.example.org/oauth2callback",
    "cookie_secret": "forty letters drawn by chance, or nearly so",
    "client_id": "libcollab",
    "client_secret": "canary-secret",
    "server_metadata_url": "https://accounts.example.org/.well-known/openid-configuration",
}
Options = dict[str, Any]


def shipped() -> Options:
    """The settings as the two files give them, with the one thing an administrator must add."""
    found: Options = {}
    for name in ("config.toml", "config.hosted.toml"):
        sections = tomllib.loads((ROOT / ".streamlit" / name).read_text(encoding="utf-8"))
        found |= {
            f"{section}.{key}": value for section, keys in sections.items() for key, value in keys.items()
        }
    return {**found, "server.allowedHosts": ["figures.example.org"]}


@pytest.fixture
def good(tmp_path: Path) -> ServerChecks:
    (tmp_path / "libraries.toml").write_text('mabini = ["desk@mabini.example"]\n', encoding="utf-8")
    (tmp_path / "data").mkdir(mode=0o700)
    environment = {
        "LIBCOLLAB_HOME": str(tmp_path / "data"),
        "LIBCOLLAB_LIBRARIES": str(tmp_path / "libraries.toml"),
    }
    return ServerChecks(shipped().get, environment, AUTH, weak_versions=tuple, check_addresses=lambda: None)


def but(server: ServerChecks, **options: object) -> ServerChecks:
    """The server with other settings; `__` stands for the dot of a name."""
    changed = {**shipped(), **{name.replace("__", "."): value for name, value in options.items()}}
    return replace(server, option=changed.get)


def test_a_server_with_the_shipped_settings_a_name_a_list_and_sign_in_may_start(good: ServerChecks) -> None:
    assert find_failures(good) == ()


def test_the_shipped_settings_alone_ask_for_the_name_of_the_site(good: ServerChecks) -> None:
    (told,) = find_failures(but(good, server__allowedHosts=["*"]))
    assert "server.allowedHosts" in told


@pytest.mark.parametrize("name", REQUIRED)
def test_each_setting_that_must_be_just_so_is_looked_at(good: ServerChecks, name: str) -> None:
    wrong: object = {"Remote-User": "email"} if name.endswith("Headers") else "full"
    if isinstance(REQUIRED[name], bool):
        wrong = not REQUIRED[name]
    (told,) = find_failures(but(good, **{name: wrong}))
    assert name in told


@pytest.mark.parametrize("name", MAX_SETTINGS)
@pytest.mark.parametrize("wrong", [None, 0, 201, "200"])
def test_each_limit_is_looked_at(good: ServerChecks, name: str, wrong: object) -> None:
    (told,) = find_failures(but(good, **{name: wrong}))
    assert f"{name} must be {MAX_SETTINGS[name]} or less" in told


@pytest.mark.parametrize(
    "hosts", [["*"], ["*.example.org", "figures.example.org"], "figures.example.org", None]
)
def test_any_host_is_no_host(good: ServerChecks, hosts: object) -> None:
    assert any("server.allowedHosts" in told for told in find_failures(but(good, server__allowedHosts=hosts)))


def test_the_site_must_come_back_to_a_host_it_answers_to(good: ServerChecks) -> None:
    (told,) = find_failures(but(good, server__allowedHosts=["elsewhere.example.org"]))
    assert "redirect_uri" in told


@pytest.mark.parametrize("name", AUTH)
def test_each_part_of_sign_in_is_asked_for(good: ServerChecks, name: str) -> None:
    (told,) = find_failures(replace(good, auth={**AUTH, name: " "}))
    assert name in told


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"cookie_secret": "too short"}, "cookie_secret"),
        ({"expose_tokens": ["id"]}, "expose_tokens"),
        ({"redirect_uri": "http://figures.example.org/oauth2callback"}, "https"),
        ({"server_metadata_url": "http://accounts.example.org/"}, "https"),
        ({"redirect_uri": "https://figures.example.org/"}, "oauth2callback"),
    ],
)
def test_sign_in_must_be_safe(good: ServerChecks, changed: Mapping[str, object], word: str) -> None:
    (told,) = find_failures(replace(good, auth={**AUTH, **changed}))
    assert word in told


def test_a_limit_on_files_that_is_no_number_is_told(good: ServerChecks) -> None:
    (told,) = find_failures(replace(good, environment={**good.environment, "LIBCOLLAB_MOST_SHEETS": "many"}))
    assert "LIBCOLLAB_MOST_SHEETS" in told


def test_without_secrets_one_sentence_names_them_all(good: ServerChecks) -> None:
    (told,) = find_failures(replace(good, auth={}))
    assert all(name in told for name in AUTH)


@pytest.mark.skipif(os.name != "posix", reason="Only POSIX folders have a mode.")
@pytest.mark.parametrize("mode", [0o755, 0o701, 0o770])
def test_a_folder_others_can_open_is_refused(good: ServerChecks, mode: int) -> None:
    Path(good.environment["LIBCOLLAB_HOME"]).chmod(mode)
    (told,) = find_failures(good)
    assert "chmod 700" in told


def test_a_folder_that_cannot_be_made_is_refused(good: ServerChecks, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (told,) = find_failures(
        replace(good, environment={**good.environment, "LIBCOLLAB_HOME": str(tmp_path / "file" / "x")})
    )
    assert "cannot be written" in told


def test_an_address_that_is_open_is_reported(good: ServerChecks) -> None:
    def check() -> None:
        raise LibCollabError("The address is open.")

    assert find_failures(replace(good, check_addresses=check)) == ("The address is open.",)


def test_no_sentence_holds_a_secret_or_an_address(good: ServerChecks) -> None:
    Path(good.environment["LIBCOLLAB_LIBRARIES"]).write_text(
        'mabini = ["desk@mabini.example"]\nsan = ["desk@mabini.example"]\n', encoding="utf-8"
    )
    told = " ".join(
        find_failures(
            replace(but(good, **dict.fromkeys(REQUIRED)), auth={**AUTH, "cookie_secret": "canary-short"})
        )
    )
    assert "canary" not in told
    assert "desk@" not in told


def test_what_is_installed_here_has_no_known_weakness() -> None:
    assert find_vulnerable_versions() == ()


@pytest.mark.parametrize("name", MIN_VERSIONS)
def test_each_part_is_too_old_below_the_version_that_mended_it(name: str) -> None:
    def installed(asked: str) -> str | None:
        return "0.0.1" if asked == name else "9999"

    (told,) = find_vulnerable_versions(installed)
    assert name in told
    assert "CVE-" in told
    assert find_vulnerable_versions(lambda asked: MIN_VERSIONS[asked][0]) == ()


def test_a_missing_part_an_odd_version_and_an_old_reader_of_xml_are_told() -> None:
    assert all("not installed" in told for told in find_vulnerable_versions(lambda asked: None))
    assert len(find_vulnerable_versions(lambda asked: "unknown")) == len(MIN_VERSIONS)
    assert "expat" in find_vulnerable_versions(lambda asked: "9999", (2, 4, 0))[0]


def test_what_the_app_asks_for_is_never_older_than_what_a_shared_server_accepts() -> None:
    from packaging.requirements import Requirement
    from packaging.version import Version

    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    for asked in (Requirement(line) for line in lines if line[:1].isalpha()):
        oldest = MIN_VERSIONS.get(asked.name.lower(), ("0", ""))[0]
        least = next(Version(part.version) for part in asked.specifier if part.operator == ">=")
        assert least >= Version(oldest), asked.name


@pytest.mark.parametrize("said", ["", "laptop", " Laptop "])
def test_a_laptop_is_what_says_nothing_else(said: str) -> None:
    assert not is_hosted({"LIBCOLLAB_MODE": said})


@pytest.mark.parametrize("environment", [{"LIBCOLLAB_MODE": "hostde"}, {"LIBCOLLAB_HOSTED": "1"}])
def test_a_misspelt_mode_and_the_former_name_are_refused_and_never_taken_for_a_laptop(
    environment: Mapping[str, str],
) -> None:
    with pytest.raises(LibCollabError, match="hosted"):
        is_hosted(environment)
