"""Why metrics of money and partnerships are undefined, with the smallest tables that show it."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.model.schema import ALIGNMENT_ITEMS

LISTED = {"roster": "complete", "on": "2026-03-01"}
SPENT = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop", "value": 9}
GOT = {"kind": "cash", "status": "received", "from_party": "Hope", "to_party": "project"}
GIFT = {"kind": "in_kind", "status": "received", "from_party": "Hope", "to_party": "project"}
OURS = {"kind": "cash", "status": "received", "from_party": "library", "to_party": "project"}
PROMOTED = {"kind": "promotion", "from_party": "library", "to_party": "Hope"}
DONE = {"sessions": [LISTED], "people": [{"at": "s0", "who": "a"}], "settings": {"completion_threshold": 0.5}}
UNSURE = {
    "sessions": [LISTED],
    "people": [{"at": "s0", "who": "a"}, {"at": "s0", "who": "b", "status": "unknown"}],
    "settings": {"completion_threshold": 0.5},
}
TIMED = {"attended": 9, "start": 600, "end": 660}
READ = [{"who": "a", "measure": "reading", "before": 3, "after": 4}]
UNPRICED = SPENT | {"value": None}
OR_MORE = {"value": 9, "value_at_least": True}
BEYOND = [{"by": "Hope", "who": "a", "item": item, "rating": 9} for item in ALIGNMENT_ITEMS]
SROI = {
    "outcomes": [
        {
            "outcome": "Reads at home",
            "quantity": {"low": 30, "high": 30, "source": "pairs", "author": "the library"},
            "value": {"low": 2000, "high": 4000, "source": "tutors' fees", "author": "the library"},
        }
    ]
}

REASONS: list[tuple[str, str, dict[str, Any]]] = [
    ("no-cost", "cost_library", {"ledger": [SPENT]}),
    ("no-setting", "cost_library", {"sessions": [{"staff_hours": 2}], "ledger": [OURS | {"value": 9}]}),
    ("no-cost", "cost_full", {"ledger": [GIFT]}),
    ("no-cost", "cost_per_session", {"sessions": [{}]}),
    ("no-sessions", "cost_per_session", {"ledger": [SPENT]}),
    ("no-field", "cost_per_session", {"sessions": [{"events": None}], "ledger": [SPENT]}),
    ("both-partial", "cost_per_session", {"sessions": [{}, {"events": None}], "ledger": [SPENT, UNPRICED]}),
    ("zero-base", "cost_per_session", {"sessions": [{"events": 0}], "ledger": [SPENT]}),
    ("no-cost", "cost_per_contact_hour", {"sessions": [TIMED]}),
    ("no-field", "cost_per_contact_hour", {"sessions": [{"attended": 9}], "ledger": [SPENT]}),
    ("both-partial", "cost_per_contact_hour", {"sessions": [TIMED, {}], "ledger": [SPENT, UNPRICED]}),
    ("zero-base", "cost_per_contact_hour", {"sessions": [TIMED | {"attended": 0}], "ledger": [SPENT]}),
    ("no-cost", "cost_per_completer", DONE),
    ("no-people", "cost_per_completer", {"sessions": [{"attended": 9}], "ledger": [SPENT]}),
    ("no-setting", "cost_per_completer", DONE | {"ledger": [SPENT], "settings": {}}),
    ("both-partial", "cost_per_completer", UNSURE | {"ledger": [SPENT, UNPRICED]}),
    (
        "zero-base",
        "cost_per_completer",
        DONE | {"ledger": [SPENT], "people": [{"at": "s0", "who": "a", "status": "absent"}]},
    ),
    ("no-cost", "cost_per_improved_reader", {"outcomes": READ}),
    ("no-pairs", "cost_per_improved_reader", {"ledger": [SPENT]}),
    ("both-partial", "cost_per_improved_reader", {"outcomes": READ, "ledger": [SPENT, UNPRICED]}),
    ("zero-base", "cost_per_improved_reader", {"outcomes": [READ[0] | {"after": 3}], "ledger": [SPENT]}),
    ("zero-base", "fund_share", {"ledger": [SPENT]}),
    ("zero-base", "fund_share", {"ledger": [GOT | {"value": 0}]}),
    ("zero-base", "fund_share", {"ledger": [GIFT]}),
    ("zero-base", "pledge_fulfilment", {}),
    ("zero-base", "pledge_fulfilment", {"ledger": [GOT | {"value": 9, "status": "unclear"}]}),
    ("no-field", "pledge_fulfilment", {"ledger": [GOT, GOT | {"value": 9, "status": "pledged"}]}),
    ("undecided", "fund_share", {"ledger": [GOT | OR_MORE, OURS | OR_MORE]}),
    ("undecided", "pledge_fulfilment", {"ledger": [GOT | OR_MORE, GOT | OR_MORE | {"status": "pledged"}]}),
    ("undecided", "leverage_ratio", {"ledger": [GOT | OR_MORE, OURS | OR_MORE]}),
    (
        "undecided",
        "give_take_balance",
        {"ledger": [GOT | OR_MORE, PROMOTED | OR_MORE | {"status": "received"}]},
    ),
    ("no-field", "cash_from_others", {"ledger": [SPENT, GOT]}),
    ("no-cost", "cash_balance", {"ledger": [GIFT]}),
    ("no-field", "cash_balance", {"ledger": [SPENT, GOT]}),
    ("undecided", "cash_balance", {"ledger": [SPENT, UNPRICED, GOT | {"value": 9}, GOT]}),
    ("zero-base", "leverage_ratio", {"ledger": [GOT | {"value": 9}]}),
    ("one-sided", "leverage_ratio", {"ledger": [OURS | {"value": 9}]}),
    ("no-setting", "volunteer_value", {"sessions": [{"volunteer_hours": 2}]}),
    ("no-field", "volunteer_value", {"sessions": [{}], "settings": {"volunteer_rate": {"rate": 75}}}),
    ("no-field", "in_kind_value", {"ledger": [GIFT]}),
    ("no-setting", "replacement_value", {"sessions": [{"attended": 9}]}),
    ("no-counts", "replacement_value", {"sessions": [{}], "settings": {"replacement_price": 10}}),
    ("no-cost", "sponsor_cost_per_visit", {"sessions": [{"attended": 9}], "ledger": [OURS | {"value": 9}]}),
    ("no-cost", "sponsor_cost_per_visit", {"sessions": [{"attended": 9}], "ledger": [GOT]}),
    ("no-counts", "sponsor_cost_per_visit", {"sessions": [{}], "ledger": [GOT | {"value": 9}]}),
    (
        "both-partial",
        "sponsor_cost_per_visit",
        {"sessions": [{"attended": 9}, {}], "ledger": [GOT, GOT | {"value": 9}]},
    ),
    ("zero-base", "sponsor_cost_per_visit", {"sessions": [{"attended": 0}], "ledger": [GOT | {"value": 9}]}),
    ("no-field", "benefit_delivery", {}),
    ("no-field", "benefit_delivery", {"ledger": [PROMOTED | {"status": "unclear"}]}),
    ("no-setting", "sroi_range", {"ledger": [SPENT]}),
    ("no-cost", "sroi_range", {"settings": {"sroi": SROI}}),
    ("zero-base", "sroi_range", {"settings": {"sroi": SROI}, "ledger": [SPENT | {"value": 0}]}),
    ("no-field", "partner_given", {}),
    ("no-field", "partner_given", {"ledger": [GIFT]}),
    ("no-field", "partner_received", {"ledger": [SPENT]}),
    ("no-field", "partner_received", {"ledger": [GIFT, PROMOTED | {"status": "received"}]}),
    ("no-answers", "give_take_rating", {"perspectives": BEYOND}),
    ("no-answers", "alignment_mean", {"perspectives": BEYOND}),
    ("too-few", "alignment_gap", {"perspectives": BEYOND}),
    ("too-few", "alignment_gap", {"perspectives": [row | {"rating": 4} for row in BEYOND]}),
    ("no-answers", "relevance_flag", {"perspectives": BEYOND}),
    ("no-counts", "partner_lift", {"sessions": [{}]}),
    ("too-few", "partner_lift", {"sessions": [{"attended": 9, "on": "2026-03-01"}]}),
    ("no-field", "partner_programs", {"programs": [{"name": "Story hour"}], "partners": [{"name": "Hope"}]}),
]

UNGUARDED = {
    "cost_library",
    "cost_full",
    "cost_per_session",
    "fund_share",
    "pledge_fulfilment",
    "cash_from_others",
    "cash_balance",
    "leverage_ratio",
    "volunteer_value",
    "in_kind_value",
    "benefit_delivery",
    "sroi_range",
    "partner_given",
    "partner_received",
    "give_take_rating",
    "alignment_mean",
    "alignment_gap",
    "relevance_flag",
    "partner_programs",
}
