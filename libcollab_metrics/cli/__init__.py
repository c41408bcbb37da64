"""Command line interface: `python -m libcollab_metrics`."""
