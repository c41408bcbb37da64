"""Test that everything installed is locked with hashes and within the bounds of the requirements.

The lock files must do for every supported Python and system.
"""

from __future__ import annotations

import re
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tools import audit
from tools.locks import LOCKS, ROOT, Pin, direct, pins

PAIRS = pytest.mark.parametrize(
    ("listed", "lock"), LOCKS.items(), ids=[lock.relative_to(ROOT).as_posix() for lock in LOCKS.values()]
)
RUN_TIME, TESTS, _, TOOLS = LOCKS.values()
PYTHONS = {"3.11": "3.11.9", "3.12": "3.12.4", "3.13": "3.13.1"}
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_machine": "x86_64"},
    "Darwin": {"sys_platform": "darwin", "os_name": "posix", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"},
}
Environment = dict[str, str]


def environment(python: str, system: str) -> Environment:
    """Return the marker values of CPython of this version on this system."""
    return {
        **{name: str(value) for name, value in default_environment().items()},
        "python_version": python,
        "python_full_version": PYTHONS[python],
        "implementation_version": PYTHONS[python],
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_system": system,
        **SYSTEMS[system],
    }


ENVIRONMENTS = {
    f"{python} {system}": environment(python, system) for python, system in product(PYTHONS, SYSTEMS)
}


def locked(lock: Path) -> tuple[Pin, ...]:
    return pins(lock.read_text(encoding="utf-8"))


def installed_in(lock: Path, markers: Environment) -> dict[str, list[str]]:
    """Return the versions of each name that pip would install there: one each, if the lock is sound."""
    installed: dict[str, list[str]] = {}
    for pin in locked(lock):
        if not pin.marker or Marker(pin.marker).evaluate(markers):
            installed.setdefault(pin.name, []).append(pin.version)
    return installed


def needed_in(listed: Path, versions: dict[str, str], markers: Environment) -> dict[str, set[str]]:
    """Return every package needed there, with what is required of its version.

    The result is complete as far as installed metadata says.
    """
    pending = [(requirement, "") for requirement in direct(listed)]
    needed: dict[str, set[str]] = {}
    seen = set()
    while pending:
        requirement, extra = pending.pop()
        if requirement.marker and not requirement.marker.evaluate({**markers, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        needed.setdefault(name, set()).add(str(requirement.specifier))
        for wanted_extra in ("", *requirement.extras):
            if (name, wanted_extra) not in seen:
                seen.add((name, wanted_extra))
                pending += [
                    (Requirement(line), wanted_extra)
                    for line in _requirements_of(name, versions.get(name, ""))
                ]
    return needed


def _requirements_of(name: str, version: str) -> list[str]:
    """Return the requirements of a package, if its locked version is the installed one."""
    distribution = _metadata(name)
    return list(distribution.requires or ()) if distribution and distribution.version == version else []


def _metadata(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


@PAIRS
def test_every_direct_dependency_has_an_upper_bound(listed: Path, lock: Path) -> None:
    assert direct(listed)
    assert [
        str(requirement)
        for requirement in direct(listed)
        if not {"<", "<=", "==", "~="} & {specifier.operator for specifier in requirement.specifier}
    ] == []


@PAIRS
def test_every_direct_dependency_is_locked_within_its_bounds(listed: Path, lock: Path) -> None:
    locked_pins = locked(lock)
    for requirement in direct(listed):
        versions = [pin.version for pin in locked_pins if pin.name == canonicalize_name(requirement.name)]
        assert versions, f"{requirement.name} is not in {lock.name}: run make lock"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{requirement}: run make lock"
        )


@PAIRS
def test_every_locked_version_has_hashes(listed: Path, lock: Path) -> None:
    assert [pin.name for pin in locked(lock) if not pin.hashes] == []
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", text) for pin in locked(lock) for text in pin.hashes)


@PAIRS
def test_lock_names_no_index_address_or_command(listed: Path, lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert [line for line in text.splitlines() if not re.match(r"[a-z0-9]|    --hash=sha256:", line)] == []


def test_requirements_name_no_index() -> None:
    for listed in LOCKS:
        text = listed.read_text(encoding="utf-8")
        assert "://" not in text
        assert [
            line for line in text.splitlines() if line.startswith("-") and not line.startswith("-r ")
        ] == []


def test_tests_use_the_versions_the_app_uses() -> None:
    run_time, tests = set(locked(RUN_TIME)), set(locked(TESTS))
    assert run_time - tests == set()


@PAIRS
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_each_environment_gets_exactly_the_packages_it_needs(listed: Path, lock: Path, name: str) -> None:
    markers = ENVIRONMENTS[name]
    installed = installed_in(lock, markers)
    assert {package: versions for package, versions in installed.items() if len(versions) > 1} == {}
    versions = {package: version for package, (version,) in installed.items()}
    needed = needed_in(listed, versions, markers)
    assert set(needed) - set(installed) == set(), "missing from the lock: run make lock"
    wrong = [
        f"{package} {versions[package]} is not {bound}"
        for package, bounds in needed.items()
        for bound in bounds
        if not SpecifierSet(bound).contains(versions[package], prereleases=True)
    ]
    assert wrong == []
    if all(_is_known_here(package, versions[package]) for package in versions):
        assert set(installed) - set(needed) == set(), "nothing needs it: run make lock"


def _is_known_here(package: str, version: str) -> bool:
    """Return whether the requirements of this version are known here."""
    distribution = _metadata(package)
    return distribution is not None and distribution.version == version


def test_metadata_of_every_package_installed_here_is_known() -> None:
    """Superfluous packages are found only in an environment whose metadata is complete."""
    for lock in (RUN_TIME, TESTS):
        here = installed_in(lock, {name: str(value) for name, value in default_environment().items()})
        assert [name for name, versions in here.items() if not _is_known_here(name, versions[0])] == [], (
            "run make test"
        )


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_each_version_supports_the_python_that_installs_it(name: str) -> None:
    markers = ENVIRONMENTS[name]
    for package, (version,) in installed_in(TESTS, markers).items():
        if distribution := (_metadata(package) if _is_known_here(package, version) else None):
            pythons = SpecifierSet(distribution.metadata.get("Requires-Python", ""))
            assert pythons.contains(markers["python_full_version"]), f"{package} {version}"


@pytest.mark.parametrize(
    "text",
    [
        "numpy>=2 --hash=sha256:0",
        "-r other.txt",
        "--index-url x",
        "# made by a command",
        "git+x @ y",
        "numpy",
    ],
)
def test_lock_with_anything_but_exact_versions_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="exact version"):
        pins(text)


def test_lock_is_parsed_with_markers_and_hashes() -> None:
    text = (
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:aa \\\n   "
        " --hash=sha256:bb\nClick==8\n"
    )
    assert pins(text) == (
        Pin("numpy", "2.4.6", "python_full_version < '3.12'", ("sha256:aa", "sha256:bb")),
        Pin("click", "8", "", ()),
    )


def test_every_install_command_checks_hashes() -> None:
    starters = [path for path in (ROOT / "start").iterdir() if path.suffix != ".desktop"]
    files = [ROOT / "Makefile", ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / ".ci").iterdir()]
    files += starters
    lines = [
        line for path in files for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    ]
    installs = [
        line for line in lines if re.search(r"(?<![\w-])install ", line) and re.search("pip|-m", line)
    ]
    assert len(installs) == 6  # the Makefile's, two of each starter, and the container's
    assert [line for line in installs if "--require-hashes -r" not in line] == []


def fake_source(*names: str, source: str = "pypi") -> audit.Ask:
    """Return an advisory source that knows every version.

    The named packages are vulnerable, and so is `audit.WEAK`, as a working source must report.
    """

    def ask(asked_source: str, asked: Any) -> list[dict[str, Any]] | None:
        if asked_source != source:
            return [{"name": pin.name, "skip_reason": "not found"} for pin in asked]
        vulnerable = {*names, audit.WEAK.name}
        return [
            {
                "name": pin.name,
                "version": pin.version,
                "vulns": [{"id": "CVE-1", "fix_versions": ["9"]}] if pin.name in vulnerable else [],
            }
            for pin in asked
        ]

    return ask


PINS = (Pin("numpy", "1", "x", ()), Pin("numpy", "2", "y", ()), Pin("click", "8", "", ()))


def test_audit_without_a_vulnerability_passes() -> None:
    status, (line,) = audit.audit(PINS, fake_source())
    assert status == 0
    assert "No published weakness in 3 locked versions" in line


def test_audit_uses_the_second_source_if_the_first_fails() -> None:
    status, (line,) = audit.audit(PINS, fake_source(source="osv"))
    assert (status, "source: osv" in line) == (0, True)


def test_audit_with_a_vulnerability_fails_and_names_each_version() -> None:
    status, lines = audit.audit(PINS, fake_source("numpy"))
    assert status == 1
    assert lines[1:] == ["  numpy 1: CVE-1, fixed in 9", "  numpy 2: CVE-1, fixed in 9"]


@pytest.mark.parametrize(
    "ask", [lambda source, asked: None, fake_source(source="none")], ids=["no report", "all skipped"]
)
def test_audit_that_reaches_no_source_warns_and_passes(ask: audit.Ask) -> None:
    """A mirror without advisories answers for every version as if it were safe."""
    status, (line,) = audit.audit(PINS, ask)
    assert status == 0
    assert "were not checked" in line


def test_audit_without_an_answer_for_a_version_fails() -> None:
    def ask(source: str, asked: Any) -> list[dict[str, Any]] | None:
        return [entry for entry in fake_source()(source, asked) or [] if entry["name"] != "click"]

    assert audit.audit(PINS, ask) == (1, ["The advisory source pypi did not answer for: click 8."])


def test_audit_round_holds_each_name_once() -> None:
    assert [[pin.version for pin in batch] for batch in audit.in_rounds(PINS)] == [["8", "1"], ["2"]]
