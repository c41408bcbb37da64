"""Parse the lock files: the pinned versions and the environments that install them."""

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
    ROOT / "tests" / "spark.txt": ROOT / "tests" / "spark.lock",
    ROOT / ".ci" / "tools.txt": ROOT / ".ci" / "tools.lock",
}


@dataclass(frozen=True)
class Pin:
    """One locked version.

    `marker` says which environments install it ("" for all of them); `hashes` are those of its files.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins(lock: str) -> tuple[Pin, ...]:
    """Return the pins in the text of a lock file, in the order of the file.

    Raises
    ------
    ValueError : an entry is not a name with one exact version.
    """
    parsed = []
    for entry in lock.replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        match = re.fullmatch(r"([\w.-]+)==([\w.!+]+)(?:\s*;\s*(.+))?", requirement)
        if not match:
            raise ValueError(f"The lock file holds something other than an exact version: {requirement}")
        parsed.append(Pin(canonicalize_name(match[1]), match[2], match[3] or "", tuple(hashes)))
    return tuple(parsed)


def direct(path: Path) -> tuple[Requirement, ...]:
    """Return the direct dependencies of a requirements file and of the files it includes."""
    requirements: list[Requirement] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if entry.startswith("-r "):
            requirements += direct(path.parent / entry.removeprefix("-r ").strip())
        elif entry:
            requirements.append(Requirement(entry))
    return tuple(requirements)
