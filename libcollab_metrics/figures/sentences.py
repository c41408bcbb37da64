"""One value in one sentence: how many projects succeeded, sessions were cancelled, lines of cash are clear."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.wording import Language


def succeeded(value: Value, language: Language) -> str:
    """Say how many projects met every criterion, and how many cannot be told yet."""
    if value.denominator is None or value.low is None or value.high is None:
        return language.say("success-none", why=language.reason(value))
    declared = round(value.denominator)
    met, possible = round(value.low * declared), round(value.high * declared)
    message = "success-decided" if met == possible else "success-open"
    return language.say_of(declared, message, met=met, declared=declared, open=possible - met)


def delivered(value: Value, language: Language) -> str:
    """Say how many of the sessions planned were cancelled; nothing where that is not known."""
    if value.value is None or value.numerator is None or value.denominator is None:
        return ""
    cancelled = round(value.denominator - value.numerator)
    message = "cancelled-none" if not cancelled else "cancelled-one" if cancelled == 1 else "cancelled-many"
    planned = language.number(value.denominator)
    return language.say(message, cancelled=language.number(cancelled), planned=planned)


def cleared(value: Value, language: Language) -> str:
    """Say whether every line of cash has a clear bearer."""
    if value.value is None:
        return language.say("clarity-none", why=language.reason(value))
    if value.value >= 1:
        return language.say("clarity-full")
    if value.numerator is None or value.denominator is None:
        return language.say("clarity-part", share=language.share(value.value))
    unclear, lines = round(value.denominator - value.numerator), round(value.denominator)
    return language.say("clarity-lines", unclear=unclear, lines=lines)
