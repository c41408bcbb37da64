r"""Attendance, reach, cost, success and partner figures from small libraries' sheets.

`ingest` reads sheets in a separate process, and the result is appended to a `model.Workspace`. Its operations
are replayed into a dataset, evaluated by `metrics`, protected by `protection`, drawn by `figures` and written
by `reports`. None of these needs the dashboard.

Examples
--------
>>> from datetime import date
>>> from libcollab_metrics.ingest import Reader, read_file, redact_import
>>> from libcollab_metrics.metrics import evaluate
>>> from libcollab_metrics.model import Workspace
>>> sheet = b"Date,Title,Attendance\n2026-03-07,Story hour,18\n2026-03-14,Story hour,\n"
>>> with Reader() as reader:
...     found = read_file(reader, "log.csv", sheet, b"a secret of 32 bytes, kept apart")
>>> dataset = Workspace().append(redact_import(found)).dataset()
>>> total = evaluate(dataset, as_of=date(2026, 12, 31)).value_for("attendance_total")
>>> total.value, total.certainty, total.coverage
(18, 'at_least', 0.5)
"""
