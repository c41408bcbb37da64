"""The command line: `python -m libcollab_metrics`."""
