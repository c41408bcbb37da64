"""Look for published vulnerabilities in everything that the lock files pin: `make audit`.

pip-audit asks an advisory source about each locked version, including those for other systems and Pythons.
If no source can be reached, the script prints so and exits with 0. It exits with 1 if a version is vulnerable
or if the source does not know a version.
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
#: A version with published vulnerabilities. A source that reports none for it counts as unreachable, because
#: a package mirror without advisories answers as if every version were safe.
WEAK = Pin("jinja2", "2.10", "", ())

#: Asks a source about versions; returns pip-audit's report for each, or None if there is no report.
Ask = Callable[[str, Sequence[Pin]], list[dict[str, Any]] | None]


def ask_pip_audit(source: str, locked: Sequence[Pin]) -> list[dict[str, Any]] | None:
    """Run pip-audit for exact versions; each name may occur only once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in locked), encoding="utf-8")
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
        completed = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        report: list[dict[str, Any]] = json.loads(completed.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return report


def in_rounds(locked: Iterable[Pin]) -> list[list[Pin]]:
    """Group the versions into lists that hold each name only once.

    pip-audit rejects two versions of one name.
    """
    batches: list[dict[str, Pin]] = []
    for name, version in sorted({(pin.name, pin.version) for pin in locked}):
        batch = next((candidate for candidate in batches if name not in candidate), None)
        if batch is None:
            batches.append(batch := {})
        batch[name] = Pin(name, version, "", ())
    return [list(batch.values()) for batch in batches]


def audit(locked: Sequence[Pin], ask: Ask = ask_pip_audit) -> tuple[int, list[str]]:
    """Return the exit status and the lines to print."""
    source = next((name for name in SOURCES if _vulnerabilities(ask(name, [WEAK]) or [])), None)
    if source is None:
        return 0, [
            "No advisory source could be reached: the lock files were not checked for published weaknesses."
        ]
    reports = [ask(source, batch) for batch in in_rounds(locked)]
    vulnerable = [line for report in reports for line in _vulnerabilities(report or [])]
    answered = {
        (entry["name"], entry["version"])
        for report in reports
        for entry in report or []
        if "version" in entry
    }
    unknown = sorted(
        {f"{pin.name} {pin.version}" for pin in locked if (pin.name, pin.version) not in answered}
    )
    if vulnerable:
        return 1, [f"Published weaknesses in the lock files (source: {source}):", *vulnerable]
    if unknown:
        return 1, [f"The advisory source {source} did not answer for: {', '.join(unknown)}."]
    return 0, [f"No published weakness in {len(answered)} locked versions (source: {source})."]


def _vulnerabilities(report: list[dict[str, Any]]) -> list[str]:
    return [
        f"  {entry['name']} {entry['version']}: {vulnerability['id']}, fixed in"
        f" {', '.join(vulnerability['fix_versions']) or 'none'}"
        for entry in report
        for vulnerability in entry.get("vulns", ())
    ]


def main() -> int:
    """Audit the lock files and return the exit status."""
    locked = [pin for lock in LOCKS.values() for pin in pins(lock.read_text(encoding="utf-8"))]
    status, lines = audit(locked)
    print(*lines, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
