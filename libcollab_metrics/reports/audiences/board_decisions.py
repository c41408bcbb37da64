"""Decisions of the board report: question, reason and recommendation, by the template of their kind."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.figures import format_money, long_month, spell_number
from libcollab_metrics.localization import Language
from libcollab_metrics.model.scope import month_label
from libcollab_metrics.planning import MIN_MONTHS
from libcollab_metrics.reports.asks import plan_program, round_up
from libcollab_metrics.reports.claims import best_gain, likely_range, measure_name, program_result
from libcollab_metrics.reports.decisions import DecisionNeeded, find_decisions, sum_lines
from libcollab_metrics.reports.document import Decision
from libcollab_metrics.reports.report_data import ReportData
from libcollab_metrics.reports.target_texts import aim_text, result_text, target_name


def write_decision(needed: DecisionNeeded, report_data: ReportData, language: Language) -> Decision:
    """Write one decision from the template of its kind, with the library's own recommendation if it has one.

    Parameters
    ----------
    needed : DecisionNeeded
        What has to be decided.
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    Decision
    """
    decision = _from_template(needed, report_data, language)
    typed = report_data.options.recommendations.get(needed.key)
    if not typed:
        return decision
    return replace(decision, recommendation=language.message("recommend-own", text=typed))


def list_recommendations(report_data: ReportData, language: Language) -> tuple[tuple[str, Decision], ...]:
    """Return each decision of the board report with its key, as its template words it.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of (str, Decision)
        The key under which the library's own recommendation is stored, and the decision.
    """
    return tuple(
        (needed.key, _from_template(needed, report_data, language)) for needed in find_decisions(report_data)
    )


def _from_template(needed: DecisionNeeded, report_data: ReportData, language: Language) -> Decision:
    if needed.kind == "payer":
        return _payer_decision(needed, report_data, language)
    if needed.kind == "ending":
        return _ending_decision(needed, report_data, language)
    if needed.kind == "targets":
        counted = [v for v in report_data.months.values_for("attendance_per_session") if v.value is not None]
        return Decision(
            language.message("decide-targets"),
            language.message("decide-targets-reason"),
            language.message("decide-targets-advice") if len(counted) >= MIN_MONTHS else "",
        )
    return _target_decision(needed, report_data, language)


def _payer_decision(needed: DecisionNeeded, report_data: ReportData, language: Language) -> Decision:
    currency, amount = report_data.whole.currency, sum_lines(needed.lines)
    written = format_money(amount, language, currency)
    days = sorted(line.day for line in needed.lines if line.day)
    month = long_month(month_label(days[0]), language) if days else ""
    count = len(needed.lines)
    if not amount:
        question = language.message("decide-payer-unpriced")
    elif count > 1:
        question = language.message("decide-payer-many", count=spell_number(count, language), amount=written)
    else:
        key = "decide-payer-one" if month else "decide-payer-undated-one"
        question = language.message(key, amount=written, month=month)
    program = needed.program or language.message("scope-all-programs")
    reasons = [
        language.message("decide-payer-since" if month else "decide-payer-of", program=program, month=month)
    ]
    if needed.targets:
        name = target_name(needed.targets[0], report_data, language)
        reasons.append(language.message("decide-payer-target", target=name))
    in_hand = _in_hand(report_data, needed.program)
    advice = ""
    if amount and in_hand is not None and in_hand >= amount:
        advice = language.message(
            "decide-payer-advice", program=program, in_hand=format_money(in_hand, language, currency)
        )
    return Decision(question, " ".join(reasons), advice)


def _in_hand(report_data: ReportData, program: str) -> float | None:
    balance = report_data.program_value("cash_balance", program) if program else None
    return None if balance is None or balance.value is None else float(balance.value)


def _target_decision(needed: DecisionNeeded, report_data: ReportData, language: Language) -> Decision:
    target = needed.targets[0]
    currency = report_data.declared.currency
    program = needed.program or language.message("scope-all-programs")
    numbers = {
        "target": target_name(target, report_data, language),
        "aim": aim_text(target, language, currency),
        "program": program,
    }
    if needed.kind == "missed":
        result = result_text(target, report_data, language)
        question = language.message("decide-missed", **numbers)
        reason = language.message("decide-missed-reason", result=result, **numbers)
        end = report_data.fact(needed.program).end
        if end is None or end <= report_data.as_of:
            return Decision(question, reason)
        return Decision(question, reason, language.message("decide-missed-advice", day=language.day(end)))
    kind = needed.record
    coverage = report_data.program_value("attendance_coverage", needed.program)
    if kind == "counts" and (coverage is None or not coverage.denominator):
        kind = "other"
    elif kind == "counts" and coverage is not None:
        numbers["known"] = language.number(coverage.numerator or 0)
        numbers["held"] = language.number(coverage.denominator or 0)
    if kind == "counts":
        known = coverage.numerator if coverage is not None else 0
        reasons = [language.plural(known or 0, "decide-counts-reason", **numbers)]
    else:
        reasons = [language.message(f"decide-{kind}-reason", **numbers)]
    if more := len(needed.targets) - 1:
        reasons.append(language.plural(more, "decide-also", count=spell_number(more, language)))
    advice = "" if kind == "other" else language.message(f"decide-{kind}-advice")
    return Decision(language.message(f"decide-{kind}", **numbers), " ".join(reasons), advice)


def _ending_decision(needed: DecisionNeeded, report_data: ReportData, language: Language) -> Decision:
    program = needed.program
    end = report_data.fact(program).end or report_data.as_of
    has_ended = end <= report_data.as_of
    day = language.day(end)
    question = language.message("decide-again" if has_ended else "decide-continue", program=program, day=day)
    reasons = [language.message("decide-ended", day=day)] if has_ended else []
    gain = best_gain(report_data, program)
    if gain is not None:
        measure = gain.value.groups.get("measure") or ""
        reasons.append(
            language.message(
                "decide-gain",
                gain=language.number(gain.value.value or 0, 1),
                measure=measure_name(measure, language),
                likely=likely_range(gain.value, language),
            )
        )
    elif result := program_result(report_data, program, language)[0]:
        reasons.append(language.message("decide-result", result=result))
    return Decision(question, " ".join(reasons), _advice_to_run(program, report_data, language))


def _advice_to_run(program: str, report_data: ReportData, language: Language) -> str:
    """Write what another round or year costs; empty if the cost or the money in hand is not known."""
    planned = plan_program(report_data, program, report_data.recorded_months)
    in_hand = _in_hand(report_data, program)
    balance = report_data.program_value("cash_balance", program)
    if planned is None or planned.is_cost_open or balance is None or balance.certainty != "exact":
        return ""
    if in_hand is None or in_hand < 0:
        return ""
    cost, currency = round_up(planned.cost), report_data.whole.currency
    amounts = {
        name: format_money(amount, language, currency)
        for name, amount in (("cost", cost), ("in_hand", in_hand), ("missing", cost - in_hand))
    }
    return language.message("decide-again-paid" if in_hand >= cost else "decide-again-advice", **amounts)
