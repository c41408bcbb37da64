"""Look for published weaknesses of everything in the lock files: `make audit`.

pip-audit asks an advisory source about each locked version, those for other systems and Pythons too. Where no
source can be reached, that is said and is no failure: exit status 0. Weaknesses, and versions a source does
not know, are: 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":  # run by make, not imported by a test
    sys.path.insert(0, str(ROOT))

from tools.locks import LOCKS, Pin, pins  # noqa: E402

#: The advisory sources pip-audit can ask, the preferred one first.
SOURCES = ("pypi", "osv")
#: A version with published weaknesses: a source that reports none for it cannot be reached. One answers for
#: packages it does not know as if all were well.
WEAK = Pin("jinja2", "2.10", "", ())

#: Asks a source about versions; returns pip-audit's report for each, or None where it made none.
Ask = Callable[[str, Sequence[Pin]], list[dict[str, Any]] | None]


def ask_pip_audit(source: str, asked: Sequence[Pin]) -> list[dict[str, Any]] | None:
    """Run pip-audit over exact versions, each name at most once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in asked), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--requirement",
            str(path),
            "--no-deps",
            "--disable-pip",
            "--vulnerability-service",
            source,
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        report: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return report


def in_rounds(locked: Iterable[Pin]) -> list[list[Pin]]:
    """Return the versions in lists that hold each name once: pip-audit takes no two versions of one name."""
    rounds: list[dict[str, Pin]] = []
    for name, version in sorted({(pin.name, pin.version) for pin in locked}):
        free = next((one for one in rounds if name not in one), None)
        if free is None:
            rounds.append(free := {})
        free[name] = Pin(name, version, "", ())
    return [list(one.values()) for one in rounds]


def audit(locked: Sequence[Pin], ask: Ask = ask_pip_audit) -> tuple[int, list[str]]:
    """Return the exit status and the sentences to print."""
    source = next((one for one in SOURCES if _weaknesses(ask(one, [WEAK]) or [])), None)
    if source is None:
        return 0, [
            "No advisory source could be reached: the lock files were not checked for published weaknesses."
        ]
    reports = [ask(source, asked) for asked in in_rounds(locked)]
    found = [line for report in reports for line in _weaknesses(report or [])]
    answered = {
        (one["name"], one["version"]) for report in reports for one in report or [] if "version" in one
    }
    unknown = sorted(
        {f"{pin.name} {pin.version}" for pin in locked if (pin.name, pin.version) not in answered}
    )
    if found:
        return 1, [f"Published weaknesses in the lock files (source: {source}):", *found]
    if unknown:
        return 1, [f"The advisory source {source} did not answer for: {', '.join(unknown)}."]
    return 0, [f"No published weakness in {len(answered)} locked versions (source: {source})."]


def _weaknesses(report: list[dict[str, Any]]) -> list[str]:
    return [
        f"  {one['name']} {one['version']}: {weakness['id']}, fixed in"
        f" {', '.join(weakness['fix_versions']) or 'none'}"
        for one in report
        for weakness in one.get("vulns", ())
    ]


def main() -> int:
    """Audit the lock files; return the exit status."""
    locked = [pin for lock in LOCKS.values() for pin in pins(lock.read_text(encoding="utf-8"))]
    status, said = audit(locked)
    print(*said, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
