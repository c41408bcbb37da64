"""Pledges of a reunion batch, prizes from shops, and invoices of a grant."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    figure,
    larger_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_reunion_batch_pledges() -> Shape:
    """Philippines: pledges of high-school batches for shelves."""
    # pledger, pledge, 1st payment, 2nd payment, remarks
    log = [
        ("Batch '82", 10000, 5000, 5000, "fully paid, thank you po"),
        ("Batch '85 c/o Baby Lim", 8000, 4000, None, "balance sa Dec."),
        ("Batch '88", 5000, 5000, None, "one time"),
        ("Batch '91", 12000, 6000, 3000, None),
        ("Batch '94 (HK chapter)", 15000, 15000, None, "thru Palawan Express"),
        ("Batch '97", 5000, None, None, "nangako lang, i-follow up"),
        ("Batch 2001", 6000, 2000, 2000, None),
        ("Batch 2004 - Engr. Yap", 3000, 3000, None, None),
        ("Batch 2010", 4000, None, None, "wala pa"),
        ("Teachers & retirees", 2500, 1500, 1000, "fully paid"),
    ]
    paid = [(x[2] or 0) + (x[3] or 0) for x in log]
    p_all, r_all = sum(x[1] for x in log), sum(paid)
    one, two = sum(x[2] or 0 for x in log), sum(x[3] or 0 for x in log)
    rows = [
        ["ALUMNI PLEDGES FOR LIBRARY SHELVES"],
        ["as of Oct. 31, 2025"],
        [],
        ["#", "Pledger", "Pledge (P)", "Payments", None, "Total paid", "Balance", "Remarks"],
        [None, None, None, "1st", "2nd", None, None, None],
        *[
            [i, x[0], x[1], x[2], x[3], p or None, x[1] - p or None, x[4]]
            for i, (x, p) in enumerate(zip(log, paid, strict=True), 1)
        ],
        [None, "GRAND TOTAL", p_all, one, two, r_all, p_all - r_all],
        [],
        [None, "Collected by Ma'am Tess. Shelves not yet ordered, quotation pa lang."],
    ]
    return Shape(
        id="reunion-batch-pledges",
        what="Pledges of alumni batches with two payments, total paid and balance, heading of two rows, a grand total; nothing bought yet.",
        file="alumni pledges shelves.xlsx",
        content=book_of(("Pledges", rows, ["A1:H1", "A2:H2", "D4:E4"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", None), figure("in_kind_value", None), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", r_all),),
        never=(
            *wrong_figures(
                "cost_cash", r_all, p_all, one, two, p_all - r_all, p_all + r_all, 2 * r_all, 2 * p_all
            ),
            *larger_figures("cash_balance", r_all, p_all, 2 * r_all, p_all + r_all, 2 * p_all, 3 * r_all),
            *wrong_figures("participants_unique", len(log), len(log) + 1),
        ),
        privacy=("Baby Lim",),
    )


def build_prize_gifts() -> Shape:
    """US: what the shops gave for the prizes of summer reading."""
    # shop, item, qty, each
    log = [
        ("Dairy Barn", "Free cone coupon", 60, 2.5),
        ("Nickel City Bowl", "Game pass", 24, 6),
        ("Tractor Depot", "Kids' garden gloves", 12, 7.25),
        ("Roxie's Diner", "Pancake breakfast card", 10, 9.5),
        ("Valley Pool Assoc.", "Day pass", 40, 5),
        ("Hometown Pharmacy", "Bubble wands", 36, 1.25),
        ("Mountain Twin Cinema", "Ticket", 16, 8),
        ("Ferris Orchard", "Bag of apples", 15, None),
        ("Chickadee Toys", "Grand prize: scooter", 1, 89.99),
        ("First Farmers Bank", "Piggy banks", 30, 3),
    ]
    asked = [("Quik Lube", "said no"), ("Big Lots", "never called back")]
    total = round(sum(q * e for _, _, q, e in log if e is not None), 2)
    each, items = round(sum(x[3] or 0 for x in log), 2), sum(x[2] for x in log)
    rows = [
        ["SRP 2025 prizes - donated by local businesses"],
        [],
        ["Business", "Item", "How many", "Value each", "Total value", "Picked up?"],
        *[
            [
                b,
                i,
                q,
                e,
                None if e is None else round(q * e, 2),
                "yes" if e is not None else "yes - she wouldn't name a price",
            ]
            for b, i, q, e in log
        ],
        *[[b, None, None, None, None, note] for b, note in asked],
        ["Total donated", None, items, None, total],
        [],
        ["Thank-you notes go out the week of Aug 11"],
    ]
    return Shape(
        id="prize-gifts",
        what="Prizes given by shops in the US: number, value of each and total value; one without a price, two shops that gave nothing, a total.",
        file="SRP prizes.xlsx",
        content=book_of(("Prizes", rows, ["A1:F1"])),
        row_is="ledger-line",
        expect=(figure("in_kind_value", total), figure("cost_cash", None), *NO_ATTENDANCE),
        never=(
            *larger_figures(
                "in_kind_value", total, 2 * total, total + each, total + items, 2 * total + items + each
            ),
            *wrong_figures("in_kind_value", each, items),
            *wrong_figures("cost_cash", total, 2 * total, each, items),
            *wrong_figures("cash_balance", total, -total, each),
        ),
    )


def build_grant_invoices() -> Shape:
    """Ireland: invoices set against a grant, some still to be paid."""
    # no, supplier, for, net, vat, paid on
    log = [
        ("4471", "O'Mahony's", "Picture books x 64", 511.2, 0.0, "12/02/2025"),
        ("INV-209", "Cúinne Ealaíne", "Clay workshop x 2", 360.0, 0.0, "20/02/2025"),
        ("88120", "Viking", "Laminating pouches", 41.0, 9.43, "27/02/2025"),
        ("7", "S. Tierney", "Storyteller, World Book Day", 250.0, 0.0, "14/03/2025"),
        ("4502", "O'Mahony's", "Teen graphic novels", 289.5, 0.0, "21/03/2025"),
        ("1183", "Western Coaches", "Bus from Belmullet", 220.0, 29.7, "28/03/2025"),
        ("INV-231", "Cúinne Ealaíne", "Clay workshop x 1", 180.0, 0.0, None),
        ("90034", "Viking", "Sugar paper", 26.0, 5.98, None),
    ]
    gross = [round(x[3] + x[4], 2) for x in log]
    paid = round(sum(g for g, x in zip(gross, log, strict=True) if x[5]), 2)
    due = round(sum(g for g, x in zip(gross, log, strict=True) if not x[5]), 2)
    net, vat = round(sum(x[3] for x in log), 2), round(sum(x[4] for x in log), 2)
    rows = [
        ["Creative Ireland grant 2025 - €2,200"],
        ["Invoices"],
        ["Inv. no.", "Supplier", "For", "Net €", "VAT €", "Gross €", "Paid on"],
        *[
            [n, s, f, a, v or None, g, p or "not yet"]
            for (n, s, f, a, v, p), g in zip(log, gross, strict=True)
        ],
        [],
        [None, None, "Paid to date", None, None, paid],
        [None, None, "Still to pay", None, None, due],
        [None, None, "All invoices", net, vat, round(paid + due, 2)],
    ]
    return Shape(
        id="grant-invoices",
        what="Invoices set against a grant in Ireland: net, VAT and gross, date paid or 'not yet', what is paid and still to pay at the foot.",
        file="CI grant invoices.xlsx",
        content=book_of(("Invoices", rows, ["A1:G1"])),
        row_is="ledger-line",
        expect=(*NO_ATTENDANCE, figure("in_kind_value", None)),
        or_none=(figure("cost_cash", paid),),
        never=(
            *larger_figures(
                "cost_cash",
                round(paid + due, 2),
                2 * (paid + due),
                net + vat + paid + due,
                3 * (paid + due),
                2200,
                paid + due + net,
            ),
        ),
        privacy=("Tierney",),
    )


PRIZES_AND_GRANTS: tuple[Shape, ...] = (
    build_reunion_batch_pledges(),
    build_prize_gifts(),
    build_grant_invoices(),
)
