"""Entry point of the disposable worker process that reads one file: its tasks, and what it preloads."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.limits import (
    apply_resource_limits,
    install_audit_hook,
    lower_priority,
    raise_memory_limit,
)
from libcollab_metrics.ingest.worker.progress import close_channel, open_channel
from libcollab_metrics.ingest.worker.protocol import ProtocolError, pack_answer, read_request

if TYPE_CHECKING:
    import pyarrow as pa

    Tables = dict[str, pa.Table]
    Work = Callable[[dict[str, Any], bytes, bytes], tuple[dict[str, Any], Tables]]

_PACKAGE = "libcollab_metrics.ingest."
_WORK = {  # paths within this package
    "import": "importer:answer_request",
    "annotate": "writers.annotated_copy:answer_annotation",
    "sheets": "worker.selftest:count_sheets",
}
_SELFTESTS = {
    "swell": "worker.selftest:use_memory",
    "wait": "worker.selftest:wait_seconds",
    "reach": "worker.selftest:try_forbidden_calls",
    "crash": "worker.selftest:crash",
}
_SELFTEST_SWITCH = "LIBCOLLAB_TRIAL_WORK"  # set only by tests of the resource limits
_SAMPLE_CSV = b"Date,Name,Status,Age\n2026-03-07,Learner 01,Present,9\n2026-03-14,Learner 02,Absent,10\n"


def main() -> int:
    """Answer one request from standard input, then exit."""
    lower_priority()
    _preload_libraries()
    answers = sys.stdout.buffer
    apply_resource_limits()
    install_audit_hook()
    try:
        header, data, key = read_request(sys.stdin.buffer)
    except ProtocolError:
        return 0  # the parent exited before it had a file
    open_channel(answers)
    try:
        work = _resolve_work(str(header.get("work", "import")))
        words, tables = work(header, data, key)
    except LibCollabError as refusal:
        words, tables = {"error": refusal.message}, {}
    close_channel()
    for piece in pack_answer(words, tables):
        answers.write(piece)
    answers.flush()
    os._exit(0)  # the answer is sent; interpreter shutdown would only delay the parent


def _preload_libraries() -> None:
    """Import libraries and read a sample file before file access is blocked.

    This runs while the process is idle, so that no user waits for it.
    """
    # pyarrow imports pandas on its first array, which is slow
    for module in ("numpy", "pandas", "pyarrow", "python_calamine", _PACKAGE + "files.workbook"):
        import_module(module)
    importing = import_module(_PACKAGE + "importer")
    importing.answer_request({"name": "practice.csv"}, _SAMPLE_CSV, bytes(32))  # also loads the word lists


def _resolve_work(name: str) -> Work:
    """Resolve a work name to its function.

    Only the listed names and `answer_` functions of this package are allowed.
    """
    allowed = _WORK | (_SELFTESTS if os.environ.get(_SELFTEST_SWITCH) == "1" else {})
    if name in allowed:
        module, _, function = (_PACKAGE + allowed[name]).partition(":")
    else:
        module, _, function = name.partition(":")
        if not (module.startswith("libcollab_metrics.") and function.startswith("answer_")):
            raise KeyError(name)
        raise_memory_limit()
    work: Work = getattr(import_module(module), function)
    return work


if __name__ == "__main__":
    sys.exit(main())
