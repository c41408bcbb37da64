"""Each file read in a process of its own under the caps of the reading process, and what it took there."""

from __future__ import annotations

import multiprocessing
import resource
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.files.detect import display_name
from libcollab_metrics.ingest.files.refusals import timeout_error, worker_crashed_error
from libcollab_metrics.ingest.importer import answer_request
from libcollab_metrics.ingest.limits import apply_resource_limits, install_audit_hook
from libcollab_metrics.ingest.worker.process import _preload_libraries
from libcollab_metrics.ingest.worker.protocol import to_pandas

KEY = b"k" * 32
WAIT = 60  # seconds, as the program waits


@dataclass(frozen=True)
class Outcome:
    """What came of a file: a sentence, or head counts, days and kinds of departure; and what it took.

    `seconds` are of the processor, so that a loaded machine changes nothing; `megabytes` the most memory held.
    """

    sentence: str = ""
    attended: tuple[float | None, ...] = ()
    days: tuple[str, ...] = ()
    issues: frozenset[str] = frozenset()
    seconds: float = 0.0
    megabytes: int = 0


def outcome(file: str, data: bytes, **header: Any) -> Outcome:
    """Read one file under the caps, in a fork of a process that has imported what reading needs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.attackers.hostile_files.running"])
    here, there = context.Pipe()
    process = context.Process(target=_read, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        here.send((file, header))
        here.send_bytes(data)
        found: Outcome = (
            here.recv() if here.poll(WAIT) else Outcome(str(timeout_error(display_name(file), WAIT)))
        )
    except (EOFError, OSError):  # it died, and the program says so in its own words
        found = Outcome(str(worker_crashed_error(display_name(file))))
    finally:
        process.kill()
        process.join()
        here.close()
    return found


def _read(there: Connection) -> None:
    file, header = there.recv()
    data = there.recv_bytes()
    apply_resource_limits()
    install_audit_hook()
    begun = _seconds()
    try:
        words, tables = answer_request({"name": file, **header}, data, KEY)
    except LibCollabError as refusal:
        there.send(_measured(Outcome(str(refusal)), begun))
        return
    there.send(_measured(_told(words, tables), begun))


def _told(words: dict[str, Any], tables: dict[str, Any]) -> Outcome:
    if "refused" in words:
        return Outcome(words["refused"])
    issues = frozenset(issue["code"] for issue in words["issues"])
    if "sessions" not in tables:
        return Outcome(issues=issues)
    sessions = to_pandas(tables["sessions"].select(["date", "attended"]))
    attended = tuple(
        None if count is None else float(count)
        for count in sessions["attended"].astype(object).where(sessions["attended"].notna(), None)
    )
    days = tuple("" if day != day else f"{day:%Y-%m-%d}" for day in sessions["date"])
    return Outcome("", attended, days, issues)


def _measured(found: Outcome, begun: float) -> Outcome:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Outcome(found.sentence, found.attended, found.days, found.issues, _seconds() - begun, most)


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


_preload_libraries()
