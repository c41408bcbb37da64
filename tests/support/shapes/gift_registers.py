"""Registers of gifts in money and in kind, and lists of pledges."""

from __future__ import annotations

from tests.support.shapes.definition import (
    NO_ATTENDANCE,
    NO_VISITS,
    Shape,
    figure,
    larger_figures,
    other_figures,
    wrong_figures,
)
from tests.support.shapes.files import book_of


def build_gifts_kenya() -> Shape:
    """Kenyan gifts register with cash and estimated value in kind in two columns."""
    # date, giver, description, cash, value in kind
    log = [
        ("12/01/2025", "Safaricom staff, Nakuru shop", "20 story books", None, 9000),
        ("20/01/2025", "Mr. & Mrs. Kamau", "cash", 5000, None),
        ("03/02/2025", "Naivas Supermarket", "milk and bread for reading day", None, 6400),
        ("14/02/2025", "Rotaract Egerton", "painted the children's room", None, None),
        ("22/02/2025", "Text Book Centre", "1 carton exercise books", None, 4800),
        ("01/03/2025", "Equity Bank branch", "banner, 2 T-shirt bales", None, 15500),
        ("08/03/2025", "Hon. Njoroge (MCA)", "cash", 20000, None),
        ("15/03/2025", "St. Anne's Parish", "hire of 60 chairs, free", None, 1800),
        ("29/03/2025", "Well-wisher", "used computer", None, "not valued"),
        ("05/04/2025", "Tuskys former staff", "cash", 3500, None),
        ("12/04/2025", "Menengai Oil", "soap for hand washing", None, 2250),
    ]
    cash = sum(x[3] or 0 for x in log)
    kind = sum(x[4] for x in log if isinstance(x[4], int))
    rows = [
        ["Nakuru Community Library - Gifts and donations register, Jan - April 2025"],
        [],
        ["Date", "From", "Description", "Cash (KSh)", "In kind, est. value (KSh)", "Thanked by"],
        *[[*x, "letter" if i % 3 else "phone"] for i, x in enumerate(log)],
        [None, None, "TOTALS", cash, kind],
        [None, None, "Cash + kind", None, cash + kind],
    ]
    return Shape(
        id="gifts-kenya",
        what="Kenyan gifts register with cash and estimated value in kind in two columns, two gifts without a value, totals and the sum of both.",
        file="gifts register 2025.xlsx",
        content=book_of(("Register", rows, ["A1:F1"])),
        row_is="ledger-line",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None), *NO_VISITS),
        or_none=(figure("cash_balance", cash),),
        never=(
            *larger_figures("in_kind_value", kind, 2 * kind, cash + kind, 2 * (cash + kind), 3 * kind + cash),
            *wrong_figures("cost_cash", cash, kind, cash + kind, 2 * cash),
            *larger_figures("cash_balance", cash, 2 * cash, cash + kind, 2 * cash + kind),
        ),
        privacy=("Kamau", "Njoroge"),
    )


def build_gift_register() -> Shape:
    """Gifts register in India with cash and kind mixed."""
    log = [
        ("02-01-25", "Lokseva Sahakari Bank", "Cash", "towards children's corner", 25000),
        ("06-01-25", "Prof. (Mrs.) Indira Rao", "Kind", "46 books, English literature", 6900),
        ("09-01-25", "M/s Shakti Furniture", "Kind", "2 steel racks", 8400),
        ("15-01-25", "Anonymous", "Kind", "old magazines, 1 bundle", "not valued"),
        ("22-01-25", "Lions Club of Miraj", "Kind", "water purifier", 11500),
        ("26-01-25", "Corporator Ward 14", "Cash", "Republic Day quiz prizes", 5000),
        ("03-02-25", "M/s Deepak Stationers", "Kind", "drawing books 100 nos.", 2000),
        ("10-02-25", "Shri Anant Kulkarni", "Cash", "in memory of mother", 1100),
        ("14-02-25", "Pratibha Mahila Mandal", "Kind", "tea and snacks for mothers' meet", 1850),
        ("28-02-25", "Inner Wheel", "Kind", "ceiling fans 3 nos.", 6300),
        ("07-03-25", "Miraj Offset", "Kind", "printing of brochure", 3250),
    ]
    cash = sum(x[4] for x in log if x[2] == "Cash")
    kind = sum(x[4] for x in log if x[2] == "Kind" and isinstance(x[4], int))
    rows = [
        ["GIFT REGISTER (JAN - MAR 2025)"],
        ["Sl.", "Date", "Donor", "Cash/Kind", "Particulars", "Value (Rs.)"],
        *[[i, *x] for i, x in enumerate(log, 1)],
        [None, None, None, None, "Total", cash + kind],
        [],
        [None, None, None, None, "of which cash", cash],
        [None, None, None, None, "of which kind (approx.)", kind],
    ]
    return Shape(
        id="gift-register",
        what="Indian gift register with cash and kind mixed in one list, a gift not valued, one total and the two parts of it below.",
        file="Gift register Q4.xlsx",
        content=book_of(("Register", rows, ["A1:F1"])),
        row_is="ledger-line",
        expect=(figure("in_kind_value", kind), figure("cost_cash", None), *NO_VISITS),
        or_none=(figure("cash_balance", cash),),
        never=(
            *larger_figures(
                "in_kind_value", kind, kind + cash, 2 * kind, 2 * (kind + cash), 3 * (kind + cash)
            ),
            *wrong_figures("in_kind_value", cash),
            *wrong_figures("cost_cash", kind, cash, kind + cash),
            *larger_figures("cash_balance", cash, kind + cash, 2 * cash),
        ),
        privacy=("Kulkarni",),
    )


def build_in_kind_acquittal() -> Shape:
    """Australian in-kind support of goods and hours at a rate."""
    lines = [
        ("Bunnings Wagga", "timber + paint for story nook", None, None, 410),
        ("Uncle Terry W.", "Wiradjuri stories, 4 visits", 8, 60, 480),
        ("Rotary", "BBQ crew, open day", 15, 45, 675),
        ("IGA", "sausages, bread", None, None, 165),
        ("TAFE early childhood students", "craft tables", 24, 30, 720),
        ("Daily Advertiser", "half page ad", None, None, 550),
        ("Council parks", "marquee, delivered", None, None, 300),
        ("Jo Fairweather", "face painting", 3, 50, 150),
        ("High school band", "two sets", None, None, "no idea"),
        ("Officeworks", "paper, pencils", None, None, 95.5),
    ]
    value = sum(x[4] for x in lines if isinstance(x[4], int | float))
    rows = [
        ["In-kind support for Family Literacy Week (for the grant acquittal)"],
        [],
        ["Supporter", "What they gave", "Hours", "$/hr", "Value $"],
        *[list(x) for x in lines],
        ["TOTAL", None, sum(x[2] or 0 for x in lines), None, value],
        ["None of this was paid for by the library."],
    ]
    return Shape(
        id="in-kind-acquittal",
        what="Australian list of in-kind support: goods with a value, hours at a rate worked out, one 'no idea', total.",
        file="in kind FLW.xlsx",
        content=book_of(("In kind", rows, ["A1:E1", "A15:E15"])),
        row_is="ledger-line",
        expect=(
            figure("in_kind_value", value),
            figure("cost_cash", None),
            figure("cash_balance", None),
            *NO_VISITS,
        ),
        never=(
            *larger_figures("in_kind_value", value, 2 * value, value + 185, value + 50, 3 * value),
            *wrong_figures("cost_cash", value),
        ),
        privacy=("Fairweather",),
    )


def build_pledges_ph() -> Shape:
    """Philippine list of cash pledges."""
    log = [
        ("Rotary Club of Tagum", "Apr 3", "₱10,000", 10000, "₱10,000", 10000, "check, cleared"),
        ("Tagum Coop", "Apr 3", "PHP 5,000", 5000, None, 0, "after GA daw"),
        ("Mayor's Office", "Apr 10", "₱15,000", 15000, "₱7,500", 7500, "balance by Sept"),
        ("Batch '94 NHS", "Apr 12", "P3,500.00", 3500, "P3,500.00", 3500, "GCash"),
        ("Dr. Ofelia Sarmiento", "Apr 14", "2,000", 2000, "2,000", 2000, None),
        ("Mercury Drug branch", "Apr 21", "PHP 3,000", 3000, None, 0, "for approval Manila"),
        ("Jollibee Apokon", "Apr 22", "₱2,500", 2500, "₱2,500", 2500, None),
        ("Lions Club", "May 2", "₱4,000", 4000, "₱1,000", 1000, "partial"),
        ("Kapitan Brgy. Visayan Village", "May 6", "₱1,000", 1000, "₱1,000", 1000, "cash"),
        ("Aboitiz Foundation", "May 8", "₱20,000", 20000, None, 0, "MOA pa"),
    ]
    p, r = sum(x[3] for x in log), sum(x[5] for x in log)
    rows = [
        ["PLEDGES - BOOKMOBILE PROJECT (cash only)"],
        ["as of May 31, 2025"],
        [],
        ["Donor", "Date pledged", "Amount pledged", "Received to date", "Remarks"],
        *[[x[0], x[1], x[2], x[4], x[6]] for x in log],
        ["TOTAL", None, f"₱{p:,}", f"₱{r:,}"],
        ["Target", None, "₱100,000"],
    ]
    return Shape(
        id="pledges-ph",
        what="Philippine list of cash pledges: pledged and received as text with ₱, PHP, P and without a sign, some open or in part, total and target rows.",
        file="pledges bookmobile.xlsx",
        content=book_of(("Pledges", rows, ["A1:E1", "A2:E2"])),
        row_is="ledger-line",
        expect=(
            figure("cost_cash", None),
            figure("in_kind_value", None),
            figure("pledge_fulfilment", 0.5, party="Mayor's Office"),
            figure("pledge_fulfilment", 0.25, party="Lions Club"),
            figure("pledge_fulfilment", 0, party="Aboitiz Foundation"),
            *NO_VISITS,
        ),
        or_none=(figure("cash_balance", r),),
        never=(
            *wrong_figures("cost_cash", p, r, p - r, 2 * p, 2 * r, p + r, 100000),
            *larger_figures("cash_balance", r, p, 2 * r, p + r, 2 * p, 2 * p + 100000),
            *other_figures("pledge_fulfilment", r / p, r / (p + r), r / 100000),
        ),
        privacy=("Sarmiento",),
    )


def build_batch_pledges() -> Shape:
    """Alumni pledges for shelves in the Philippines."""
    log = [
        ("Batch '85", "Engr. Rod Pascua", 10000, 10000, "paid in full, GCash"),
        ("Batch '89", "Mrs. Liwayway Cuenca", 6000, 3000, "half, bal. in Sept."),
        ("Batch '92", "Atty. Bong Sevilla", 15000, 15000, "check cleared"),
        ("Batch '94", "Grace T.", 5000, None, "follow up!"),
        ("Batch '97", "Nars group (Dubai)", 12000, 12000, "Western Union"),
        ("Batch '01", "Kap. Danny", 3000, 3000, None),
        ("Batch '03", "Sir Jopet", 4500, 1500, "3 gives"),
        ("Batch '08", "Call center barkada", 7000, 7000, None),
        ("Batch '10", "SK Chair Mika", 2000, None, "wala pa"),
        ("Batch '15", "Teacher Ariane", 2500, 2500, None),
    ]
    pledged, paid = sum(x[2] for x in log), sum(x[3] or 0 for x in log)
    rows = [
        ['"ISANG BATCH, ISANG ESTANTE"'],
        ["Status of pledges for library shelves as of Aug. 15, 2025"],
        [],
        ["Batch", "Contact", "Pledge (P)", "Paid (P)", "Balance (P)", "Remarks"],
        *[[b, c, p, g, p - (g or 0), n] for b, c, p, g, n in log],
        ["TOTAL", None, pledged, paid, pledged - paid],
        [],
        ["Carpenter will be hired once all is in."],
    ]
    return Shape(
        id="batch-pledges",
        what="Philippine list of pledges of alumni batches: pledge, paid, balance, remarks, total; nothing spent yet.",
        file="Isang Batch pledges.xlsx",
        content=book_of(("Aug 15", rows, ["A1:F1", "A2:F2"])),
        row_is="ledger-line",
        expect=(figure("cost_cash", None), figure("in_kind_value", None), *NO_VISITS),
        or_none=(figure("cash_balance", paid), figure("pledge_fulfilment", paid / pledged)),
        never=(
            *wrong_figures("cost_cash", pledged, paid, pledged - paid, pledged + paid, 2 * paid),
            *larger_figures("cash_balance", paid, pledged, 2 * paid, pledged + paid, 2 * pledged),
            *wrong_figures("participants_unique", len(log), len(log) + 1),
        ),
        privacy=("Cuenca", "Pascua"),
    )


def build_newspaper_donors() -> Shape:
    """US: donors to a newspaper's book drive."""
    weeks = {
        "Printed Nov 7": [
            ("Kowalczyk family", "Ridge St", 50, None, None),
            ("Petro's Pizza", "Main St", None, "10 pizzas for sorters", 140),
            ("Anonymous", None, 20, None, None),
            ("Valley Tire & Lube", "Rt 9", 200, None, None),
        ],
        "Printed Nov 14": [
            ("Mrs. E. Haldane", "Orchard Ln", None, "2 bookcases, oak", 180),
            ("Lions Club", None, 150, None, None),
            ("Box-It Movers", "Mill Rd", None, "60 cartons + tape", 96),
            ("in memory of Ruth Ames", None, 75, None, None),
        ],
        "Printed Nov 21": [
            ("Grade 5, Hillcrest", None, 43, "bookmarks they drew", None),
            ("Tri-County Credit Union", "Main St", 250, None, None),
            ("Haul-Rite", "Depot Rd", None, "truck, one Saturday", 225),
        ],
    }
    every = [g for w in weeks.values() for g in w]
    cash, goods = sum(g[2] or 0 for g in every), sum(g[4] or 0 for g in every)
    body = []
    for head, own in weeks.items():
        body.append([head])
        body += [list(g) for g in own]
        body.append(["week", None, sum(g[2] or 0 for g in own), None, sum(g[4] or 0 for g in own)])
    rows = [
        ["THE HARLOW VALLEY COURIER - 'Every Kid a Book' - donors for the thank-you box"],
        [],
        ["Donor (print exactly like this)", "Where", "Cash $", "Or gave", "Worth about $"],
        *body,
        ["ALL SO FAR", None, cash, None, goods],
    ]
    return Shape(
        id="newspaper-donors",
        what="US list of donors by week of print: cash, or gifts in kind with an estimated value, a sum of each week and of all.",
        file="donors for thankyou box.xlsx",
        content=book_of(("donors", rows, ["A1:E1"])),
        row_is="payment",
        expect=(figure("in_kind_value", goods), figure("cost_cash", None), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", cash),),
        never=(
            *other_figures(
                "in_kind_value", goods, 2 * goods, 3 * goods, goods + cash, cash, 2 * (goods + cash)
            ),
            *other_figures("cash_balance", cash, 2 * cash, 3 * cash, cash + goods, goods),
        ),
    )


def build_rotary_pledges() -> Shape:
    """Philippines: pledges of the members of a club."""
    members = [
        ("Alonzo Beltran", 5000, 5000, "GCash 7/12"),
        ("Dra. Imelda Sy", 10000, 10000, "check"),
        ("Rene Quimpo", 5000, 2000, "balance on payday"),
        ("Jojo Lacson", 3000, 0, "to follow up"),
        ("Atty. Grace Uy", 8000, 8000, "cash, OR 0451"),
        ("Nonoy Villarica", 5000, 2500, "2 gives"),
        ("Tess Amparo", 2000, 2000, None),
        ("Engr. Boy Tan", 6000, 0, "abroad until Sept"),
    ]
    pledged, paid = sum(m[1] for m in members), sum(m[2] for m in members)
    rows = [
        ["Rotary Club of Sta. Lucia East - Reading Nook for Brgy. Malabog ES"],
        ["Pledges made at the May 30, 2025 fellowship, status as of July 31, 2025"],
        [],
        ["Member", "Pledge (PHP)", "Paid", "Balance due", "Remarks"],
        *[[n, p, g or "-", p - g or "PAID", r] for n, p, g, r in members],
        ["Total", pledged, paid, pledged - paid, None],
        ["Target", 50000, None, None, f"{pledged / 50000:.0%} pledged, {paid / 50000:.0%} in the bank"],
    ]
    return Shape(
        id="rotary-pledges",
        what="Philippine pledges of club members with what was paid and what is due, PAID in place of zero, a target below the total.",
        file="pledges reading nook.xlsx",
        content=book_of(("Pledges", rows, ["A1:E1", "A2:E2"])),
        row_is="promise",
        expect=(figure("cost_cash", None), figure("in_kind_value", None), *NO_ATTENDANCE),
        or_none=(figure("cash_balance", paid),),
        never=(
            *other_figures(
                "cash_balance",
                paid,
                pledged,
                pledged + paid,
                2 * paid,
                2 * pledged,
                50000,
                pledged - paid,
                2 * (pledged + paid),
            ),
            *other_figures("cost_cash", (), paid, pledged),
            *other_figures("in_kind_value", (), paid, pledged, pledged - paid),
        ),
    )


GIFT_REGISTERS: tuple[Shape, ...] = (
    build_gifts_kenya(),
    build_gift_register(),
    build_in_kind_acquittal(),
    build_pledges_ph(),
    build_batch_pledges(),
    build_newspaper_donors(),
    build_rotary_pledges(),
)
