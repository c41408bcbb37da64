"""Entry point of the command line: `python -m libcollab_metrics`."""

from __future__ import annotations

from libcollab_metrics.cli.commands import run
from libcollab_metrics.cli.memory import keep_freed_memory

if __name__ == "__main__":
    keep_freed_memory()
    run()
