"""Entry point of the command line: `python -m libcollab_metrics`."""

from __future__ import annotations

from libcollab_metrics.cli.commands import run

if __name__ == "__main__":
    run()
