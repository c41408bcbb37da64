"""A process that does something with a folder and is ended by kill -9 at a moment of our choosing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

#: What the child does: it says "ready", and then what it has done as it goes.
Work = Callable[..., None]
#: Where such work stands: imported once, not by every child.
KILLED = [f"tests.store.test_{name}" for name in ("kills", "migration", "saved_work", "forgetting")]


def killed(work: Work, folder: Path, after: float, *more: Any) -> list[Any]:
    """Start `work(folder, *more, said)`, kill it so many seconds after it is ready, and return what it said
    since."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(KILLED)
    heard, said = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(folder, *more, said))
    child.start()
    said.close()
    assert heard.poll(240)
    assert heard.recv() == "ready"
    time.sleep(after)
    with suppress(ProcessLookupError):  # it was done before
        os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    return _rest(heard)


def _rest(heard: Connection) -> list[Any]:
    told = []
    with suppress(EOFError):
        while True:
            told.append(heard.recv())
    return told
