"""What became of the books, beyond the funnel: how much came through each stage."""

from __future__ import annotations

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.drafting import with_caveat
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.words import Evaluated
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.wording import Language


def stage_yields(evaluation: Evaluated, language: Language) -> Chart:
    """What part of the books came through to each stage, over the lots that know both numbers."""
    metric = find_metric("stage_yield")
    by_stage = {value.groups.get("stage"): value for value in evaluation.of(metric.id)}
    rows = [(language.say(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    rows = rows or [(language.say("whole"), value) for value in evaluation.of(metric.id)]
    title = findings.narrowest(rows, metric, language)
    return with_caveat("yields", "bars", title, rows, metric, language.say("category-stage"), evaluation, language)
