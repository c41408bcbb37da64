"""Run work on a folder in a process and kill it with kill -9 at a chosen moment."""

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

#: The work of the child: it sends "ready", and then what it has done so far.
Work = Callable[..., None]
#: The modules with such work: imported once, not by every child.
KILLED = [f"tests.store.test_{name}" for name in ("kills", "migration", "saved_work", "forgetting")]


def killed(work: Work, folder: Path, after: float, *more: Any) -> list[Any]:
    """Start `work(folder, *more, sender)` and kill it some seconds after it is ready.

    Return what it sent after "ready".
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(KILLED)
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(folder, *more, sender))
    child.start()
    sender.close()
    assert receiver.poll(240)
    assert receiver.recv() == "ready"
    time.sleep(after)
    with suppress(ProcessLookupError):  # it ended before
        os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    return _rest(receiver)


def _rest(receiver: Connection) -> list[Any]:
    messages = []
    with suppress(EOFError):
        while True:
            messages.append(receiver.recv())
    return messages
