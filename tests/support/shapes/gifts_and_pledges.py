"""Gifts in cash and in kind, receipts for donations, and pledges."""

from __future__ import annotations

from datetime import date

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import Formula, book_of, sum_formula


def build_pledges_nz() -> Shape:
    """New Zealand: pledges for large-print books."""
    log = [
        ("Four Square Raetihi", 200, 200, "paid 3/6"),
        ("Lions", 1000, 1000, "direct credit"),
        ("Dr & Mrs Pettigrew", 150, 150, "cash"),
        ("Ruapehu Motors", 300, 0, "chase"),
        ("Volunteer Fire Brigade", 250, 250, None),
        ("Kura PTA", 400, 250, "balance after the gala"),
        ("Ski hire place", 500, 0, "said wait for snow"),
        ("Hine's Bakery", 80, 80, None),
        ("Federated Farmers", 350, 350, None),
        ("Anon", 60, 60, "in an envelope"),
    ]
    p, r = sum(x[1] for x in log), sum(x[2] for x in log)
    rows = [
        ["Large-print shelf appeal: pledge sheet"],
        [],
        ["Who", "Pledged $", "In the bank $", "To come $", "Note"],
        *[[w, a, b or None, a - b or None, n] for w, a, b, n in log],
        ["Total", p, r, p - r],
        [],
        ["Target $4,000"],
    ]
    return Shape(
        id="pledges-nz",
        what="Pledges in New Zealand with the amounts received and to come, a total row; nothing was spent.",
        file="large print appeal.xlsx",
        content=book_of(("Appeal", rows, ["A1:E1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", None), figure("in_kind_value", None), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", r), figure("pledge_fulfilment", r / p)),
        never=(
            *wrong_figures("cost_cash", p, r, p - r, 2 * p, 4000),
            *larger_figures("cash_balance", r, p, 2 * r, p + r, 4000),
            *other_figures("pledge_fulfilment", r / p, r / (p + r), r / 4000),
        ),
        privacy=("Pettigrew",),
    )


def build_sponsors_india() -> Shape:
    """India: contributions to a reading camp."""
    log = [
        ("05.06.25", "Lakshmi Stores", "Kind", "200 notebooks", 4000, None),
        ("07.06.25", "Rotary Club Palani", "Cash", "for prizes", 10000, "R-31"),
        ("12.06.25", "Smt. K. Visalakshi (retd. HM)", "Cash", "in memory of husband", 5000, "R-32"),
        ("14.06.25", "Sri Murugan Press", "Kind", "certificates & banner printing", 2750, None),
        ("20.06.25", "Indian Bank", "Kind", "steel almirah, 1 no.", 11500, None),
        ("21.06.25", "Town Panchayat", "Kind", "shamiana and chairs", 3200, None),
        ("25.06.25", "Anbu Sweets", "Kind", "refreshments 2 days", 3600, None),
        ("28.06.25", "Old Students' Assn.", "Cash", None, 7500, "R-33"),
        ("30.06.25", "Thiru. P. Selvam", "Cash", None, 1001, "R-34"),
    ]
    k, c = (sum(x[4] for x in log if x[2] == w) for w in ("Kind", "Cash"))
    rows = [
        ["CONTRIBUTIONS RECEIVED FOR VACATION READING CAMP"],
        ["Branch Library, Ayakudi"],
        [],
        ["Sl.", "Date", "Donor", "Cash/Kind", "Particulars", "Amount / approx. value (Rs.)", "Receipt"],
        *[[i, *x] for i, x in enumerate(log, 1)],
        [None, None, None, None, "Total", k + c],
        [],
        [None, None, None, None, "of which cash", c],
        [None, None, None, None, "of which kind", k],
    ]
    return Shape(
        id="sponsors-india",
        what="Indian contributions with a column for cash or kind and one for the amount, a total and its two parts at the foot.",
        file="Contributions camp 2025.xlsx",
        content=book_of(("Donors", rows, ["A1:G1", "A2:G2"])),
        row_is="ledger-line",
        expect=(figure("in_kind_value", k), figure("cost_cash", None), figure("attendance_total", None)),
        or_none=(figure("cash_balance", c),),
        never=(
            *larger_figures("in_kind_value", k, k + c, 2 * k, 2 * (k + c), 2 * k + c),
            *wrong_figures("cost_cash", c, k, k + c),
            *larger_figures("cash_balance", c, k + c, 2 * c, 2 * c + k),
        ),
        privacy=("Visalakshi",),
    )


def build_in_kind_uk() -> Shape:
    """UK: help in kind for a story weekend."""
    log = [
        ("Co-op, Front Street", "squash, biscuits, fruit", "£60", 60),
        ("Dales Joinery", "made the story chair", "abt £350", 350),
        ("Mrs Eccles", "12 cushions", "£90", 90),
        ("Premier Inn", "2 nights for author", "£138", 138),
        ("Castle Players", "costumes lent", "not known", None),
        ("Northern Print", "500 flyers", "£75 (trade price)", 75),
        ("St Oswald's PCC", "hall, 6 mornings", "£25 x 6 = £150", 150),
        ("Weardale Bus Co", "coach, 1 return trip", "£220", 220),
        ("Gill's Garden Centre", "hay bales", "?", None),
    ]
    total = sum(x[3] or 0 for x in log)
    rows = [
        ["Help in kind - Big Story Weekend"],
        [],
        ["Given by", "What", "Worth"],
        *[list(x[:3]) for x in log],
        ["Known total", None, f"£{total}"],
        [],
        ["No money changed hands for any of these!"],
    ]
    return Shape(
        id="in-kind-uk",
        what="UK gifts in kind with their worth in the clerk's words, such as 'abt £350', two unknown.",
        file="in kind BSW.xlsx",
        content=book_of(("In kind", rows, ["A1:C1"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", None), figure("attendance_total", None)),
        or_none=(figure("in_kind_value", total),),
        never=(
            *larger_figures("in_kind_value", total, 2 * total, total + 25, total + 6),
            *wrong_figures("cost_cash", total, 2 * total),
        ),
        privacy=("Eccles",),
    )


def build_donation_log() -> Shape:
    """Philippines: a provincial library's donations of a year."""
    quarters = [
        (
            "1st Quarter",
            [
                (
                    date(2025, 1, 14),
                    "Sps. Amador & Pilar Quitoriano",
                    "Encyclopedia set, 2nd hand",
                    None,
                    3500,
                    "fair",
                ),
                (date(2025, 2, 3), "Anonymous", "cash in envelope", 1000, None, None),
                (date(2025, 3, 19), "Vigan Hardware & Gen. Mdse.", "2 gal. latex paint", None, 1240, None),
            ],
        ),
        (
            "2nd Quarter",
            [
                (
                    date(2025, 4, 22),
                    "Ilocos Sur OFW Circle (HK)",
                    "3 balikbayan boxes of books",
                    None,
                    None,
                    "not yet appraised",
                ),
                (date(2025, 5, 9), "Batch '88 HS Alumni", "cash for shelves", 12000, None, "OR 5531"),
                (date(2025, 6, 16), "Mrs. C. Rabanal", "wall clock", None, 450, None),
            ],
        ),
        (
            "3rd Quarter",
            [
                (
                    date(2025, 7, 30),
                    "Rotary Club of Bantay",
                    "desktop computer, used",
                    None,
                    9000,
                    "est. by GSO",
                ),
                (date(2025, 8, 21), "Batch '88 HS Alumni", "cash, 2nd gift", 5000, None, "OR 5598"),
                (
                    date(2025, 9, 2),
                    "Nat'l Book Store Candon",
                    "20 Filipiniana titles",
                    None,
                    4180,
                    "invoice price",
                ),
            ],
        ),
    ]
    rows = [
        ["PROVINCIAL LIBRARY - LOG OF DONATIONS RECEIVED, CY 2025"],
        [],
        ["Date", "Donor", "Description", "Cash (Php)", "In kind, value (Php)", "Remarks"],
    ]
    cash = kind = 0
    for name, lines in quarters:
        rows += [list(x) for x in lines]
        c, k = sum(x[3] or 0 for x in lines), sum(x[4] or 0 for x in lines)
        cash, kind = cash + c, kind + k
        rows.append([None, f"Sub-total {name}", None, c, k, None])
    rows += [
        [None, "GRAND TOTAL", None, cash, kind, None],
        [None, "Cash + in kind", None, None, cash + kind, None],
    ]
    return Shape(
        id="donation-log",
        what="Philippine donations with cash and the value of goods in two columns, subtotals of quarters, one gift without a price.",
        file="Donations CY2025.xlsx",
        content=book_of(("Log", rows, ["A1:F1"])),
        row_is="payment",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None)),
        never=(
            *wrong_figures(
                "in_kind_value", 2 * kind, 3 * kind, cash + kind, cash, 3 * kind + cash, 4 * kind + cash
            ),
            *wrong_figures("cost_cash", cash, cash + kind, kind, 2 * cash),
            *wrong_figures("cash_balance", 2 * cash, 3 * cash, cash + kind),
        ),
    )


def build_pledge_sheet() -> Shape:
    """Philippines: pledges for a reading festival."""
    log = [
        ("Rural Bank of Sta. Rita", "Mar 3", 10000, 10000, "full, OR 2201"),
        ("Hon. Vice Mayor Alcaraz", "Mar 3", 5000, 2000, "balance by payday, Apr 15"),
        ("Sta. Rita Drug", "Mar 7", 3000, 0, "follow up!!"),
        ("Samahang Tricycle (STODA)", "Mar 10", 1500, 1500, "full, OR 2209"),
        ("Batch '99", "Mar 12", 8000, 6500, "1,500 c/o Jun"),
        ("Mercado Bakery", "Mar 14", 2000, 2000, "full, OR 2214"),
    ]
    pledged, paid = sum(x[2] for x in log), sum(x[3] for x in log)
    rows = [
        ["PISTANG PAMBASA 2026: PLEDGES (cash, Php)"],
        ["as of April 6, 2026"],
        [],
        ["Sponsor", "Date of pledge", "Amount pledged", "Paid so far", "Balance", "Remarks"],
        *[[n, d, p, g, p - g, r] for n, d, p, g, r in log],
        ["TOTAL", None, pledged, paid, pledged - paid, f"{paid / pledged:.0%} collected"],
    ]
    return Shape(
        id="pledge-sheet",
        what="Philippine pledges with the amount paid so far and the balance, one partly paid and one unpaid, a total row.",
        file="pledges pista 2026.xlsx",
        content=book_of(("Pledges", rows, ["A1:F1"])),
        row_is="promise",
        expect=(
            figure("pledge_fulfilment", 1.0, party="Rural Bank of Sta. Rita"),
            figure("pledge_fulfilment", 0.4, party="Hon. Vice Mayor Alcaraz"),
            figure("cost_cash", None),
            figure("in_kind_value", None),
        ),
        never=(
            *wrong_figures("pledge_fulfilment", 2000 / 7000, 0.5),
            *wrong_figures("cash_balance", pledged, pledged + paid, 2 * paid, 2 * pledged, pledged - paid),
            *wrong_figures("cost_cash", paid, pledged),
        ),
    )


def build_gift_register_us() -> Shape:
    """US: gifts to a small library."""
    gifts = [
        (date(2025, 1, 17), "Rotary Club of Dell Creek", "Check", "summer reading", 500.0, None, "1/20"),
        (
            date(2025, 2, 3),
            "Marlene Oakes",
            "In-kind",
            "rocking chair for storytime corner",
            None,
            180.0,
            "2/4",
        ),
        (date(2025, 2, 14), "Anonymous (book drop)", "Cash", "envelope, 'for the kids'", 60.0, None, "n/a"),
        (
            date(2025, 3, 8),
            "Dell Creek Hardware",
            "In-kind",
            "paint & rollers, community room",
            None,
            236.4,
            "3/10",
        ),
        (date(2025, 3, 29), "Quilters Guild", "In-kind", "quilt for raffle", None, None, "4/1"),
        (date(2025, 4, 11), "Farmers State Bank", "Check", "summer reading", 750.0, None, "4/14"),
        (
            date(2025, 5, 2),
            "Hal & Bev Tierney",
            "Check",
            "memorial - Doris Tierney, large print",
            125.0,
            None,
            "5/5",
        ),
        (date(2025, 5, 19), "Pizza Barn", "In-kind", "12 pizza coupons @ $8", None, 96.0, "5/21"),
        (date(2025, 6, 6), "Casa Verde Nursery", "In-kind", "30 seedlings, kids' garden", None, 75.0, "6/9"),
    ]
    kind, cash = round(sum(g[5] or 0 for g in gifts), 2), sum(g[4] or 0 for g in gifts)
    rows = [
        ["Gifts to the library FY25"],
        ["FMV = fair market value as told by donor. Quilt: not appraised."],
        [],
        ["Rec'd", "Donor", "Type", "For / what", "$ amount", "FMV", "Thanked"],
        *gifts,
        ["TOTAL", None, None, None, sum_formula("E", 5, 13, cash), sum_formula("F", 5, 13, kind), None],
        ["everything together", None, None, None, None, Formula("=E14+F14", cash + kind), None],
    ]
    return Shape(
        id="gift-register-us",
        what="US gifts: checks and cash in one column, the fair value of goods in another, one without a value, totals and their sum.",
        file="gifts FY25.xlsx",
        content=book_of(("Gifts", rows, [])),
        row_is="payment",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None), figure("attendance_total", None)),
        or_none=(figure("cash_balance", cash),),
        never=(
            *other_figures("in_kind_value", kind, cash, cash + kind, 2 * kind, kind + 12 * 8, kind + 30),
            *wrong_figures("cost_cash", cash, cash + kind, kind),
        ),
    )


def build_receipt_register() -> Shape:
    """Philippines: official receipts for donations by page."""
    pages = [
        [
            (3301, date(2025, 7, 2), "Mercado Hardware", 5000.00, None, None, "for rain-damaged books"),
            (3302, date(2025, 7, 4), "Dr. Lourdes Ibay", None, 3000.00, None, "Chk 1180456"),
            (3303, date(2025, 7, 9), "Rotary Club of Sulop", None, None, 12600.00, "36 encyclopedia vols."),
            (3304, date(2025, 7, 9), "C A N C E L L E D", None, None, None, "wrong name"),
            (3305, date(2025, 7, 11), "Anonymous (box at the counter)", 1245.75, None, None, None),
        ],
        [
            (3306, date(2025, 7, 15), "Batch '98, Sulop NHS", 8000.00, None, None, None),
            (
                3307,
                date(2025, 7, 21),
                "Golden Pages Bookstore",
                None,
                None,
                7480.00,
                "storybooks, 68 pcs, at SRP",
            ),
            (3308, date(2025, 7, 25), "Sulop Teachers' Coop", None, 10000.00, None, "Chk 0021773"),
            (
                3309,
                date(2025, 7, 28),
                "Family of Mrs. Obenza",
                None,
                None,
                4500.00,
                "2 electric fans, 1 shelf",
            ),
            (3310, date(2025, 7, 31), "Anonymous (box at the counter)", 986.25, None, None, None),
        ],
    ]
    rows = [["SULOP MUNICIPAL LIBRARY - REGISTER OF OFFICIAL RECEIPTS (DONATIONS)"], ["July 2025"], []]
    head = ["O.R. No.", "Date", "Received from", "Cash", "Check", "In kind (est. value)", "Particulars"]
    run = [0.0, 0.0, 0.0]
    for k, page in enumerate(pages, 1):
        rows += [[f"page {k}"], head]
        if k > 1:
            rows.append([None, None, "Brought forward", *run])
        rows += page
        run = [run[i] + sum(x[3 + i] or 0 for x in page) for i in range(3)]
        rows.append([None, None, "Carried forward" if k < len(pages) else "TOTAL FOR JULY", *run])
        rows.append([])
    cash, kind = run[0] + run[1], run[2]
    first = sum(x[5] or 0 for x in pages[0])
    return Shape(
        id="receipt-register",
        what="Philippine receipts for donations by page: cash, check and in kind, sums carried forward, one receipt cancelled.",
        file="OR register July.xlsx",
        content=book_of(("July", rows, ["A1:G1"])),
        row_is="payment",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", cash),),
        never=(
            *other_figures(
                "in_kind_value",
                kind,
                2 * kind,
                kind + cash,
                kind + first,
                kind + 2 * first,
                2 * kind + 2 * first,
                2 * kind + first,
                cash,
            ),
            *other_figures(
                "cash_balance",
                cash,
                2 * cash,
                kind + cash,
                run[0],
                run[1],
                cash + sum((x[3] or 0) + (x[4] or 0) for x in pages[0]),
            ),
            *other_figures("cost_cash", (), cash, kind, cash + kind),
        ),
    )


def build_bookstore_gifts() -> Shape:
    """US: goods that a bookstore gave."""
    schools = [
        (
            "Feb 27 read-in at Fernhill Elementary",
            [
                ("Frog & Lantern (hardcover)", 12, 17.99),
                ("Easy Reader set A", 6, 24.50),
                ("World atlas, junior", 2, 29.95),
            ],
        ),
        (
            "June 14 summer kickoff",
            [
                ("Bilingual board books", 30, 7.99),
                ("Frog & Lantern (hardcover)", 8, 17.99),
                ("Tote bags w/ logo", 30, 3.25),
                ("Poster set", 5, 12.00),
            ],
        ),
        (
            "Sept 20 story corner, Harbor Shelter",
            [("Picture books, assorted", 45, 8.50), ("Crayons, box", 45, 1.89)],
        ),
    ]
    body, total, quantity = [], 0.0, 0
    row, sums = 5, []
    for name, items in schools:
        body.append([name])
        first = row + 1
        own = 0.0
        for item, qty, price in items:
            row += 1
            body.append([None, item, qty, price, Formula(f"=C{row}*D{row}", round(qty * price, 2))])
            own += qty * price
            quantity += qty
        row += 1
        body.append([None, "Subtotal", None, None, sum_formula("E", first, row - 1, round(own, 2))])
        sums.append(f"E{row}")
        row += 1
        total += own
    total = round(total, 2)
    rows = [
        ["Inkwell & Daughters Booksellers"],
        ["Given free of charge to the Otter Creek Library reading program in 2025, at retail price"],
        [],
        ["Occasion", "Title / item", "Qty", "Retail each", "Value"],
        *body,
        [None, "TOTAL GIVEN 2025", None, None, Formula("=" + "+".join(sums), total)],
        [],
        ["2024 for comparison: $1,102.40"],
    ]
    return Shape(
        id="bookstore-gifts",
        what="List of goods that a bookstore gave: quantity times retail price, subtotals of occasions, a total, last year's value at the foot.",
        file="donated merchandise 2025.xlsx",
        content=book_of(("2025", rows, [])),
        row_is="payment",
        expect=(figure("in_kind_value", total), figure("cost_cash", None), *NO_ATTENDANCE),
        never=(
            *other_figures(
                "in_kind_value",
                total,
                2 * total,
                3 * total,
                round(total + 1102.40, 2),
                round(2 * total + 1102.40, 2),
                1102.40,
                quantity,
                round(sum(i[2] for _, s in schools for i in s), 2),
            ),
            *other_figures("cost_cash", (), total, 2 * total, 3 * total),
            *other_figures("attendance_total", (), quantity),
        ),
    )


GIFTS_AND_PLEDGES: tuple[Shape, ...] = (
    build_pledges_nz(),
    build_sponsors_india(),
    build_in_kind_uk(),
    build_donation_log(),
    build_pledge_sheet(),
    build_gift_register_us(),
    build_receipt_register(),
    build_bookstore_gifts(),
)
