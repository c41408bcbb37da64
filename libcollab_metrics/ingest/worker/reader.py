"""Read each file in a disposable worker process: time limit, environment, and one worker kept ready.

`python -m libcollab_metrics.ingest.worker.process` imports the required libraries, gives up memory, CPU time,
files and network, answers one request and exits. A file that crashes or stalls it does not affect the main
program.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.fair_semaphore import FairSemaphore, OnPosition
from libcollab_metrics.ingest.answers import check_answers
from libcollab_metrics.ingest.files.refusals import (
    COPY_CELLS,
    display_name,
    timeout_error,
    worker_crashed_error,
)
from libcollab_metrics.ingest.limits import LAPTOP, LARGE_MEMORY, READERS, Limits
from libcollab_metrics.ingest.worker.progress import OnStep, read_steps
from libcollab_metrics.ingest.worker.protocol import (
    ProtocolError,
    pack_request,
    reading_from_json,
    to_pandas,
    unpack_answer,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.operations import Import

if TYPE_CHECKING:
    import pyarrow as pa

    Tables = dict[str, pa.Table]
    Work = Callable[[dict[str, Any], bytes, bytes], tuple[dict[str, Any], Tables]]

_INHERITED_VARIABLES = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
#: One thread, one memory arena: address space is limited, and each thread would reserve some. Arrow's own
#: allocator would reserve a gigabyte. In large pages, new memory is cleared at a fraction of the cost.
_MEMORY_VARIABLES = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "16777216",  # freed memory is reused instead of returned to the system
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_HAS_MEMORY_LIMIT = sys.platform.startswith("linux")
_POLL_SECONDS = 0.02  # seconds between two checks of a running worker


class Reader:
    """Pool of worker processes that runs each request in a fresh process, a few at a time.

    One `Reader` serves all sessions, so that resource use does not grow with them: requests beyond `at_once`
    are queued, first come, first served. A spare process is started in advance. This is not a sandbox (see
    `limits`); it prevents a hostile or broken file from crashing or stalling the main process.

    Parameters
    ----------
    environment : mapping of str to str, optional
        Environment variables for the workers, in addition to the standard ones.
    at_once : int
        Maximum number of files read concurrently; each worker uses up to 2 GB of memory.

    Examples
    --------
    ::

        with Reader() as reader:
            words, tables = reader.run({"name": "March.xlsx"}, data, key)
    """

    def __init__(self, environment: Mapping[str, str] | None = None, max_concurrent: int = READERS) -> None:
        self._line = FairSemaphore(max_concurrent)
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._environment = dict(environment or {})

    def __enter__(self) -> Reader:
        self.start_spare()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def start_spare(self) -> None:
        """Start a spare process, unless one is ready."""
        with self._lock:
            waiting = self._spare is not None and self._spare.poll() is None
            if not waiting and not self._closed:
                self._spare = _start_worker(self._environment)

    def close(self) -> None:
        """Stop the spare process; later requests still start their own."""
        with self._lock:
            spare, self._spare, self._closed = self._spare, None, True
        if spare is not None:
            _stop_worker(spare)

    def run(
        self,
        header: Mapping[str, Any],
        data: bytes,
        key: bytes,
        *,
        seconds: float = 60,
        cancelled: Callable[[], bool] | None = None,
        advice: str = COPY_CELLS,
        queued: OnPosition = lambda ahead: None,
        stepped: OnStep = lambda done, count: None,
    ) -> tuple[dict[str, Any], Tables]:
        """Process one file in a worker, after waiting in the queue.

        Parameters
        ----------
        header : mapping of str to Any
            Request: "name" (of the file), "work" (default "import") and its settings. Work in another part of
            this package is given by its full name ("libcollab_metrics.store.backup:answer_proof") and may use
            all memory of a worker.
        data : bytes
            Content of the file; passed through a pipe only.
        key : bytes
            Secret for pseudonyms; passed through a pipe only.
        seconds : float, default 60
            Timeout in seconds of wall-clock time, without the time in the queue.
        cancelled : callable, optional
            Polled every few hundredths of a second; a true result cancels the work.
        advice : str, optional
            Advice in the message for a file that crashes the worker or exceeds the timeout.
        queued : callable, optional
            Called with the number of files ahead in the queue whenever it changes, and with 0 at the start.
        stepped : callable, optional
            Called every few hundredths of a second on the calling thread, with the number of finished steps
            and of all steps; both are 0 until the work reports a step. An error that it raises ends the work.

        Returns
        -------
        tuple of (dict, dict)
            Words of the answer, and its Arrow tables by name.

        Raises
        ------
        UnreadableFileError
            If the worker rejects the file, fails, is cancelled or exceeds the timeout.
        """
        label = display_name(str(header.get("name", "")))
        with self._line.hold_slot(queued, lambda: stepped(0, 0)), self._worker_process() as child:
            request = pack_request(header, data, key)
            answer = _exchange(child, request, label, seconds, cancelled, stepped, advice)
        try:
            words, tables = unpack_answer(answer)
        except ProtocolError:
            raise worker_crashed_error(label, advice) from None
        if "error" in words:
            raise UnreadableFileError(words["error"])
        return words, tables

    @contextlib.contextmanager
    def _worker_process(self) -> Iterator[subprocess.Popen[bytes]]:
        """Provide a process for one file; stop it on exit, and start the next spare process."""
        child = self._take_spare()
        try:
            yield child
        finally:
            _stop_worker(child)
            with contextlib.suppress(OSError):  # the next request starts its own
                self.start_spare()

    def _take_spare(self) -> subprocess.Popen[bytes]:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.poll() is None:
            return spare
        return _start_worker(self._environment)


def _start_worker(extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _INHERITED_VARIABLES if name in os.environ}
    environment |= {
        **_MEMORY_VARIABLES,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        **extra,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "libcollab_metrics.ingest.worker.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may contain cell values
        env=environment,
    )


def _stop_worker(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _exchange(
    child: subprocess.Popen[bytes],
    request: list[bytes | memoryview],
    label: str,
    seconds: float,
    cancelled: Callable[[], bool] | None,
    stepped: OnStep,
    advice: str,
) -> bytes:
    """Write and read concurrently in two threads, so that a full pipe cannot cause a deadlock."""
    answer: list[bytes] = []
    steps = [(0, 0)]
    writing = threading.Thread(target=_write_request, args=(child, request), daemon=True)
    reading = threading.Thread(target=_read_answer, args=(child, answer, steps), daemon=True)
    writing.start()
    reading.start()
    deadline = time.monotonic() + seconds
    oversize = _memory_check(child)
    while reading.is_alive():
        reading.join(_POLL_SECONDS)
        stepped(*steps[0])
        if cancelled is not None and cancelled():
            child.kill()
            raise UnreadableFileError(
                Message("Reading {file} was cancelled. Nothing was changed.", file=label)
            )
        if time.monotonic() > deadline:
            child.kill()
            raise timeout_error(label, seconds, advice)
        if oversize():
            child.kill()
    child.kill()
    writing.join()
    return b"".join(answer)


def _write_request(child: subprocess.Popen[bytes], request: list[bytes | memoryview]) -> None:
    assert child.stdin is not None
    with contextlib.suppress(OSError, ValueError):  # the worker exited early; its missing answer is detected
        for piece in request:
            child.stdin.write(piece)
        child.stdin.close()


def _read_answer(child: subprocess.Popen[bytes], answer: list[bytes], steps: list[tuple[int, int]]) -> None:
    """Read the latest step into the one item of `steps`, then the answer."""
    assert child.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        for step in read_steps(child.stdout):
            steps[0] = step
        answer.append(child.stdout.read(LARGE_MEMORY))


def _memory_check(child: subprocess.Popen[bytes]) -> Callable[[], bool]:
    """Return a memory check for systems whose processes cannot limit their own memory."""
    if _HAS_MEMORY_LIMIT:
        return lambda: False
    psutil: Any = import_module("psutil")

    def oversize() -> bool:
        try:
            return bool(psutil.Process(child.pid).memory_info().rss > LARGE_MEMORY)
        except psutil.Error:
            return False

    return oversize


# Convert the worker's answer to an import that the workspace can append.


def read_file(
    reader: Reader,
    name: str,
    data: bytes,
    key: bytes,
    answers: Mapping[str, Any] | None = None,
    *,
    limits: Limits = LAPTOP,
    queued: OnPosition = lambda ahead: None,
    stepped: OnStep = lambda done, count: None,
) -> Import:
    """Read one file in a worker process and return it as an import.

    The import is not appended to a workspace yet.

    Parameters
    ----------
    reader : Reader
        Pool of worker processes.
    name : str
        Name of the file; only shown.
    data : bytes
        Content of the file.
    key : bytes
        Secret of the workspace, 32 bytes. Names are replaced by pseudonyms under this key and do not leave
        the worker.
    answers : mapping of str to Any, optional
        Answers as in `--answers`.
    limits : Limits, optional
        Limits on uploaded files; see `load_limits`.
    queued : callable, optional
        Called with the number of files ahead in the queue; see `Reader.run`.
    stepped : callable, optional
        Called with the finished steps: the first opens the file, each other one reads a sheet.

    Returns
    -------
    Import
        Tables, reading and issues. `reading` still contains typed rows for the review screen; `redact_import`
        removes them.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read; the message says why and what to do.
    LibCollabError
        If an answer is not valid.
    """
    check_answers(answers or {})
    words, tables = reader.run(
        {"name": name, "answers": dict(answers or {}), "limits": asdict(limits), "work": "import"},
        data,
        key,
        queued=queued,
        stepped=stepped,
    )
    if "refused" in words:
        raise LibCollabError(words["refused"])
    reading, issues = reading_from_json(words)
    frames = {table: to_pandas(frame) for table, frame in tables.items()}
    return Import(frames, reading, issues, hashlib.sha256(data).hexdigest())


def redact_import(imported: Import) -> Import:
    """Remove the typed rows and cell-by-cell messages from an import before it is stored.

    Parameters
    ----------
    imported : Import
        Import as reviewed.

    Returns
    -------
    Import
        Import that may be stored.
    """
    issues = tuple(replace(issue, messages=()) for issue in imported.issues)
    return replace(imported, reading=imported.reading.without_rows(), issues=issues)
