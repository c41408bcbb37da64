"""A shared server starts only when everything is set; each failure is one sentence without a secret."""

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
    """The settings of the two shipped files, plus the one that an administrator must add."""
    settings: Options = {}
    for name in ("config.toml", "config.hosted.toml"):
        sections = tomllib.loads((ROOT / ".streamlit" / name).read_text(encoding="utf-8"))
        settings |= {
            f"{section}.{key}": value for section, keys in sections.items() for key, value in keys.items()
        }
    return {**settings, "server.allowedHosts": ["figures.example.org"]}


@pytest.fixture
def good(tmp_path: Path) -> ServerChecks:
    (tmp_path / "libraries.toml").write_text('mabini = ["desk@mabini.example"]\n', encoding="utf-8")
    (tmp_path / "data").mkdir(mode=0o700)
    environment = {
        "LIBCOLLAB_HOME": str(tmp_path / "data"),
        "LIBCOLLAB_LIBRARIES": str(tmp_path / "libraries.toml"),
    }
    return ServerChecks(shipped().get, environment, AUTH, weak_versions=tuple, check_addresses=lambda: None)


def with_options(server: ServerChecks, **options: object) -> ServerChecks:
    """The server with other settings; `__` replaces the dot in a setting's name."""
    changed = {**shipped(), **{name.replace("__", "."): value for name, value in options.items()}}
    return replace(server, option=changed.get)


def test_server_with_complete_settings_may_start(good: ServerChecks) -> None:
    assert find_failures(good) == ()


def test_shipped_settings_alone_ask_for_the_host_name(good: ServerChecks) -> None:
    (failure,) = find_failures(with_options(good, server__allowedHosts=["*"]))
    assert "server.allowedHosts" in failure


@pytest.mark.parametrize("name", REQUIRED)
def test_each_required_setting_is_checked(good: ServerChecks, name: str) -> None:
    wrong: object = {"Remote-User": "email"} if name.endswith("Headers") else "full"
    if isinstance(REQUIRED[name], bool):
        wrong = not REQUIRED[name]
    (failure,) = find_failures(with_options(good, **{name: wrong}))
    assert name in failure


@pytest.mark.parametrize("name", MAX_SETTINGS)
@pytest.mark.parametrize("wrong", [None, 0, 201, "200"])
def test_each_limit_is_checked(good: ServerChecks, name: str, wrong: object) -> None:
    (failure,) = find_failures(with_options(good, **{name: wrong}))
    assert f"{name} must be {MAX_SETTINGS[name]} or less" in failure


@pytest.mark.parametrize(
    "hosts", [["*"], ["*.example.org", "figures.example.org"], "figures.example.org", None]
)
def test_wildcard_or_missing_hosts_are_refused(good: ServerChecks, hosts: object) -> None:
    assert any(
        "server.allowedHosts" in failure
        for failure in find_failures(with_options(good, server__allowedHosts=hosts))
    )


def test_redirect_must_point_to_an_allowed_host(good: ServerChecks) -> None:
    (failure,) = find_failures(with_options(good, server__allowedHosts=["elsewhere.example.org"]))
    assert "redirect_uri" in failure


@pytest.mark.parametrize("name", AUTH)
def test_each_sign_in_setting_is_required(good: ServerChecks, name: str) -> None:
    (failure,) = find_failures(replace(good, auth={**AUTH, name: " "}))
    assert name in failure


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
def test_unsafe_sign_in_settings_are_refused(
    good: ServerChecks, changed: Mapping[str, object], word: str
) -> None:
    (failure,) = find_failures(replace(good, auth={**AUTH, **changed}))
    assert word in failure


def test_file_limit_that_is_not_a_number_is_reported(good: ServerChecks) -> None:
    (failure,) = find_failures(
        replace(good, environment={**good.environment, "LIBCOLLAB_MOST_SHEETS": "many"})
    )
    assert "LIBCOLLAB_MOST_SHEETS" in failure


def test_missing_secrets_are_named_in_one_sentence(good: ServerChecks) -> None:
    (failure,) = find_failures(replace(good, auth={}))
    assert all(name in failure for name in AUTH)


@pytest.mark.skipif(os.name != "posix", reason="Only POSIX folders have a mode.")
@pytest.mark.parametrize("mode", [0o755, 0o701, 0o770])
def test_folder_that_others_can_open_is_refused(good: ServerChecks, mode: int) -> None:
    Path(good.environment["LIBCOLLAB_HOME"]).chmod(mode)
    (failure,) = find_failures(good)
    assert "chmod 700" in failure


def test_folder_that_cannot_be_created_is_refused(good: ServerChecks, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (failure,) = find_failures(
        replace(good, environment={**good.environment, "LIBCOLLAB_HOME": str(tmp_path / "file" / "x")})
    )
    assert "cannot be written" in failure


def test_open_address_is_reported(good: ServerChecks) -> None:
    def check() -> None:
        raise LibCollabError("The address is open.")

    assert find_failures(replace(good, check_addresses=check)) == ("The address is open.",)


def test_failures_contain_no_secret_or_address(good: ServerChecks) -> None:
    Path(good.environment["LIBCOLLAB_LIBRARIES"]).write_text(
        'mabini = ["desk@mabini.example"]\nsan = ["desk@mabini.example"]\n', encoding="utf-8"
    )
    failures = " ".join(
        find_failures(
            replace(
                with_options(good, **dict.fromkeys(REQUIRED)), auth={**AUTH, "cookie_secret": "canary-short"}
            )
        )
    )
    assert "canary" not in failures
    assert "desk@" not in failures


def test_installed_packages_have_no_known_vulnerability() -> None:
    assert find_vulnerable_versions() == ()


@pytest.mark.parametrize("name", MIN_VERSIONS)
def test_each_package_older_than_its_fixed_version_is_reported(name: str) -> None:
    def installed(package: str) -> str | None:
        return "0.0.1" if package == name else "9999"

    (finding,) = find_vulnerable_versions(installed)
    assert name in finding
    assert "CVE-" in finding
    assert find_vulnerable_versions(lambda package: MIN_VERSIONS[package][0]) == ()


def test_missing_package_odd_version_and_old_xml_parser_are_reported() -> None:
    assert all("not installed" in finding for finding in find_vulnerable_versions(lambda package: None))
    assert len(find_vulnerable_versions(lambda package: "unknown")) == len(MIN_VERSIONS)
    assert "expat" in find_vulnerable_versions(lambda package: "9999", (2, 4, 0))[0]


def test_requirements_are_never_older_than_a_shared_server_accepts() -> None:
    from packaging.requirements import Requirement
    from packaging.version import Version

    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    for requirement in (Requirement(line) for line in lines if line[:1].isalpha()):
        oldest = MIN_VERSIONS.get(requirement.name.lower(), ("0", ""))[0]
        minimum = next(
            Version(specifier.version) for specifier in requirement.specifier if specifier.operator == ">="
        )
        assert minimum >= Version(oldest), requirement.name


@pytest.mark.parametrize("said", ["", "laptop", " Laptop "])
def test_unset_or_laptop_mode_is_not_hosted(said: str) -> None:
    assert not is_hosted({"LIBCOLLAB_MODE": said})


def test_folder_of_one_library_is_not_shared(good: ServerChecks) -> None:
    opened = {**good.environment, "LIBCOLLAB_DATASET": "tables"}
    (failure,) = find_failures(replace(good, environment=opened))
    assert failure.startswith("LIBCOLLAB_DATASET must not be set")


@pytest.mark.parametrize("environment", [{"LIBCOLLAB_MODE": "hostde"}, {"LIBCOLLAB_HOSTED": "1"}])
def test_misspelt_mode_and_old_variable_name_are_refused(
    environment: Mapping[str, str],
) -> None:
    with pytest.raises(LibCollabError, match="hosted"):
        is_hosted(environment)
