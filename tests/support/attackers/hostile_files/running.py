"""Read each file in a separate process with the limits of the reading process, and measure it."""

from __future__ import annotations

import multiprocessing
import resource
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.files.refusals import display_name, timeout_error, worker_crashed_error
from libcollab_metrics.ingest.importer import answer_request
from libcollab_metrics.ingest.limits import apply_resource_limits, install_audit_hook
from libcollab_metrics.ingest.worker.process import _preload_libraries
from libcollab_metrics.ingest.worker.protocol import to_pandas

KEY = b"k" * 32
WAIT = 60  # seconds, as in the program


@dataclass(frozen=True)
class Outcome:
    """The result of a file: a sentence, or head counts, days and issues, and the resources used.

    `seconds` are processor time, which does not depend on the load of the machine; `megabytes` is the peak
    memory.
    """

    sentence: str = ""
    attended: tuple[float | None, ...] = ()
    days: tuple[str, ...] = ()
    issues: frozenset[str] = frozenset()
    seconds: float = 0.0
    megabytes: int = 0


def outcome(file: str, data: bytes, **header: Any) -> Outcome:
    """Read one file under the limits, in a fork of a process that has imported what reading needs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.attackers.hostile_files.running"])
    parent, child = context.Pipe()
    process = context.Process(target=_read, args=(child,), daemon=True)
    process.start()
    child.close()
    try:
        parent.send((file, header))
        parent.send_bytes(data)
        result: Outcome = (
            parent.recv() if parent.poll(WAIT) else Outcome(str(timeout_error(display_name(file), WAIT)))
        )
    except (EOFError, OSError):  # it died, and the program reports that in its own words
        result = Outcome(str(worker_crashed_error(display_name(file))))
    finally:
        process.kill()
        process.join()
        parent.close()
    return result


def _read(connection: Connection) -> None:
    file, header = connection.recv()
    data = connection.recv_bytes()
    apply_resource_limits()
    install_audit_hook()
    begun = _seconds()
    try:
        response, tables = answer_request({"name": file, **header}, data, KEY)
    except LibCollabError as error:
        connection.send(_measured(Outcome(str(error)), begun))
        return
    connection.send(_measured(_as_outcome(response, tables), begun))


def _as_outcome(response: dict[str, Any], tables: dict[str, Any]) -> Outcome:
    if "refused" in response:
        return Outcome(response["refused"])
    issues = frozenset(issue["code"] for issue in response["issues"])
    if "sessions" not in tables:
        return Outcome(issues=issues)
    sessions = to_pandas(tables["sessions"].select(["date", "attended"]))
    attended = tuple(
        None if count is None else float(count)
        for count in sessions["attended"].astype(object).where(sessions["attended"].notna(), None)
    )
    days = tuple("" if day != day else f"{day:%Y-%m-%d}" for day in sessions["date"])
    return Outcome("", attended, days, issues)


def _measured(result: Outcome, start: float) -> Outcome:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Outcome(result.sentence, result.attended, result.days, result.issues, _seconds() - start, peak)


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


_preload_libraries()
