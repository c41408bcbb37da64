"""The lock files: which versions are installed, and in which environments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT

#: Each list of direct dependencies with its lock file.
LOCKS = {
    ROOT / "requirements.txt": ROOT / "requirements.lock",
    ROOT / "tests" / "requirements.txt": ROOT / "tests" / "requirements.lock",
    ROOT / ".ci" / "tools.txt": ROOT / ".ci" / "tools.lock",
}


@dataclass(frozen=True)
class Pin:
    """One locked version: where it is installed (a marker, or "" for everywhere) and the hashes of its
    files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins(lock: str) -> tuple[Pin, ...]:
    """Return what the text of a lock file pins, in the order of the file.

    Raises
    ------
    ValueError : an entry is no name with one exact version and hashes.
    """
    found = []
    for entry in lock.replace("\\\n", " ").splitlines():
        asked, *hashes = re.split(r"\s+--hash=", entry.strip())
        exact = re.fullmatch(r"([\w.-]+)==([\w.!+]+)(?:\s*;\s*(.+))?", asked)
        if not exact:
            raise ValueError(f"The lock file holds something other than an exact version: {asked}")
        found.append(Pin(canonicalize_name(exact[1]), exact[2], exact[3] or "", tuple(hashes)))
    return tuple(found)


def direct(path: Path) -> tuple[Requirement, ...]:
    """Return the direct dependencies of a list, with those of the lists it includes."""
    found: list[Requirement] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        asked = line.partition("#")[0].strip()
        if asked.startswith("-r "):
            found += direct(path.parent / asked.removeprefix("-r ").strip())
        elif asked:
            found.append(Requirement(asked))
    return tuple(found)
