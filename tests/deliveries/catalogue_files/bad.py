"""What can be wrong with the small catalogue, one thing at a time, and what is said of it."""

DATES = "a date such as 2021-12-05, 2018-10, 2026-Q1, "
SHARE = "{organisation: maker, percent: 49.5, source: gazette-2019-01-02}"

# Where, what is replaced by what, the text of the line to be named, and what is said of it.
REFUSALS = {
    "a key that there is not": (
        ("radar.yaml", "unit: radar", "unit: radar\ncolour: green"),
        "colour",
        "colour “green”: no such key; accepted: ref, designation, title, kind, route, category,",
    ),
    "a key given twice": (
        ("radar.yaml", "unit: radar", "unit: radar\nunit: set"),
        "unit: set",
        "unit “set”: given twice, first in line 7; accepted: once",
    ),
    "a key that is missing": (
        ("radar.yaml", "route: direct\n", ""),
        "ref: radar",
        "route: missing; accepted: one of inter_governmental, direct, tender, fms, domestic,",
    ),
    "a key that is missing in a claim": (
        ("rifle.yaml", "    side: buyer\n", ""),
        "- on: contract",
        "claims.side: missing; accepted: one of buyer, supplier, third_party",
    ),
    "a key without a value": (
        ("radar.yaml", "title: Radars for the home country", "title: null"),
        "title: null",
        "title: missing; accepted: a text",
    ),
    "a key with an empty text": (
        ("radar.yaml", "title: Radars for the home country", "title: ''"),
        "title: ''",
        "title “”: missing; accepted: a text",
    ),
    "a wrong choice": (
        ("radar.yaml", "kind: delayed", "kind: late"),
        "kind: late",
        "claims.kind “late”: accepted: one of contracted, amended, promised, assessed,",
    ),
    "a wrong choice in a part": (
        ("radar.yaml", "quantity: 4, mode: fly_away", "quantity: 4, mode: flown"),
        "mode: flown",
        "milestones.lot.mode “flown”: accepted: one of fly_away, kit, local_production, transfer",
    ),
    "a wrong choice of organisation": (
        ("organisations.yaml", "kind: ministry", "kind: office"),
        "kind: office",
        "organisations.kind “office”: accepted: one of ministry, armed_service, manufacturer,",
    ),
    "a credibility out of range": (
        ("rifle.yaml", "credibility: 3", "credibility: 7"),
        "credibility: 7",
        "claims.credibility “7”: accepted: 1 (confirmed by others) to 5 (improbable), or 6",
    ),
    "a date that cannot be read": (
        ("rifle.yaml", "date: end 2021", "date: next spring"),
        "date: next spring",
        f"accepted: {DATES}",
    ),
    "a date that could be two": (
        ("rifle.yaml", "date: end 2021", "date: 2023-24"),
        "date: 2023-24",
        "claims.date “2023-24”: Two years like this are ambiguous: write the fiscal year as",
    ),
    "a day that there is not": (
        ("radar.yaml", "reported_on: 2020-11\n", "reported_on: 2020-11-31\n"),
        "2020-11-31",
        "claims.reported_on “2020-11-31”: Nov 2020 has the days 1 to 30",
    ),
    "a relative date where none can be": (
        ("radar.yaml", "by: 2021,", "by: first + 2 months,"),
        "by: first",
        "counts.by “first + 2 months”: A date of its own is needed here",
    ),
    "a number that is none": (
        ("radar.yaml", "amount: 5.5e6", "amount: USD 5 m"),
        "amount: USD",
        "terms.amount “USD 5 m”: accepted: a number, without unit",
    ),
    "a quantity that is no whole number": (
        ("radar.yaml", "quantity: 4", "quantity: a few"),
        "a few",
        "milestones.lot.quantity “a few”: accepted: a whole number",
    ),
    "a list where an entry should be": (
        ("radar.yaml", "lot: {item: Radar, quantity: 4, mode: fly_away}", "lot: [4]"),
        "lot: [4]",
        "milestones.lot: accepted: an entry with the keys item, quantity, mode",
    ),
    "a text where a list should be": (
        ("radar.yaml", "after: [contract]", "after: contract"),
        "after: contract",
        "milestones.after: accepted: a list of codes of milestones of the deal, as in [one, two]",
    ),
    "a list where a value should be": (
        ("rifle.yaml", "date: end 2021", "date: [2021, 2022]"),
        "date: [2021",
        f"claims.date: accepted: {DATES}",
    ),
    "an organisation without a code": (
        (
            "organisations.yaml",
            "- code: maker",
            "- {name: X, country: IN, kind: other}\n- code: maker",
        ),
        "name: X",
        "organisations.code: missing; accepted: a code of letters, digits and hyphens, at most 80",
    ),
    "an event that is yet to be reported": (
        (
            "rifle.yaml",
            "\nsources:",
            "  - {code: show-2031, kind: exhibition, title: Show, date: 2031, reported_on: 2030, "
            "said_by: the organiser, source: daily-2020-11-03}\n\nsources:",
        ),
        "show-2031",
        "events.reported_on “2030”: “2030” is yet to come; a report is not.",
    ),
    "an organisation that there is not": (
        ("rifle.yaml", "organisation: home-mod", "organisation: home-mood"),
        "home-mood",
        "parties.organisation “home-mood”: no such organisation (“home-mod”",
    ),
    "a milestone that there is not": (
        ("rifle.yaml", "on: contract", "on: signature"),
        "on: signature",
        "claims.on “signature”: none of these; accepted: contract",
    ),
    "a predecessor that there is not": (
        ("radar.yaml", "after: [first]", "after: [third]"),
        "after: [third]",
        "milestones.after: “third” is none of these; accepted: contract, first, all",
    ),
    "an anchor that there is not": (
        ("radar.yaml", "first + 12 months", "third + 12 months"),
        "third + 12",
        "claims.date “third + 12 months”: “third” is none of these; accepted: contract, first, all",
    ),
    "a source that there is not": (
        ("rifle.yaml", "    source: daily-2020-11-03", "    source: daily-2020"),
        "source: daily-2020",
        "claims.source “daily-2020”: no such source (“daily-2021” or “daily-2020-11-03”?); acc",
    ),
    "a count of a milestone without a lot": (
        ("radar.yaml", "{on: first, kind: delivered", "{on: contract, kind: delivered"),
        "on: contract, kind",
        "counts.on “contract”: none of these; accepted: first, all",
    ),
    "a milestone's code given twice": (
        (
            "radar.yaml",
            "code: all",
            "code: first\n    title: Again\n    kind: trial\n  - code: all",
        ),
        "nowhere",
        "milestones.code “first”: given already in line",
    ),
    "an organisation's code given twice": (
        (
            "organisations.yaml",
            "- code: maker",
            "- {code: home-mod, name: MoD, country: IN, kind: ministry}\n- code: maker",
        ),
        "name: MoD",
        "organisations.code “home-mod”: given already in line 1; accepted: each code once",
    ),
    "a reference given twice": (
        ("rifle.yaml", "ref: rifle", "ref: radar"),
        "ref: radar",
        "accepted: one file for each deal",
    ),
    "a claim given twice": (
        (
            "radar.yaml",
            "terms:",
            "  - {on: first, kind: contracted, date: Oct 2020, reported_on: 2019-01-02, said_by: "
            "the minister, side: buyer, source: gazette-2019-01-02, credibility: 4}\nterms:",
        ),
        "date: Oct 2020",
        "claims: given already in line 41; accepted: once",
    ),
    "a source that another file gives otherwise": (
        ("rifle.yaml", "reliability: B", "reliability: C"),
        "reliability: C",
        "says “B” of “daily-2020-11-03”; accepted: the same in every file",
    ),
    "an event that another file gives otherwise": (
        ("rifle.yaml", "title: Air show", "title: Boat show"),
        "Boat show",
        "says “Air show” of “show-2021”; accepted: the same in every file",
    ),
    "milestones in a circle": (
        ("radar.yaml", "kind: signature", "kind: signature\n    after: [all]"),
        "after: [all]",
        "milestones.after: these wait for each other in a circle: ",
    ),
    "a circle by a relative date": (
        ("radar.yaml", "date: 2019-01-02", "date: all + 2 months"),
        "nowhere",
        "these wait for each other in a circle: ",
    ),
    "a delay with a date": (
        ("radar.yaml", "kind: delayed", "kind: delayed\n    date: 2022"),
        "date: 2022",
        "claims.date “2022”: A delay with a new date is a promise or an assessment of that date.",
    ),
    "a promise without a date": (
        ("rifle.yaml", "    date: end 2021\n", ""),
        "- on: contract",
        "claims: Only unchanged, delayed, undone and cancelled go without a date.",
    ),
    "a report that is yet to come": (
        ("rifle.yaml", "reported_on: 2020-11-03\n", "reported_on: 2030\n"),
        "reported_on: 2030",
        "claims.reported_on “2030”: “2030” is yet to come; a report is not.",
    ),
    "something done after its report": (
        ("radar.yaml", "date: 2019-01-02", "date: 2019-02"),
        "date: 2019-02",
        "claims.date “2019-02”: “2019-02” is after its report",
    ),
    "a threshold before the date": (
        ("radar.yaml", "threshold: 2021-04", "threshold: 2020-04"),
        "threshold: 2020-04",
        "claims.threshold “2020-04”: “2020-04” is before the date itself.",
    ),
    "a stage with an amount": (
        ("radar.yaml", "value: signed", "value: signed, amount: 3"),
        "value: signed",
        "terms.amount “3”: A stage has a stage and no amount; any other term",
    ),
    "a currency that there is not": (
        ("radar.yaml", "currency: USD", "currency: US$"),
        "currency: US$",
        "terms.currency “US$”: accepted: a three-letter code of ISO 4217, such as USD",
    ),
    "a country that there is not": (
        ("organisations.yaml", "country: RU", "country: XX"),
        "country: XX",
        "organisations.country “XX”: accepted: a two-letter code of ISO 3166-1, such as IN",
    ),
    "an address that is none": (
        ("radar.yaml", "url: https://daily.example/2021", "url: the daily"),
        "the daily",
        "sources.url “the daily”: Enter a valid URL.",
    ),
    "a code with a space": (
        ("rifle.yaml", "ref: rifle", "ref: the rifle"),
        "ref: the rifle",
        "ref “the rifle”: Enter a valid “slug” consisting of letters, numbers, underscores or",
    ),
    "a text that is too long": (
        ("rifle.yaml", "designation: Rifle", f"designation: {'Rifle ' * 30}"),
        "designation: Rifle Rifle",
        "Ensure this value has at most 120 characters (it has 179).",
    ),
    "a lot of nothing": (
        ("radar.yaml", "quantity: 4", "quantity: 0"),
        "quantity: 0",
        "milestones.lot.quantity “0”: accepted: a whole number above 0",
    ),
    "more than everything": (
        ("organisations.yaml", "percent: 49.5", "percent: 49.6"),
        "50.5",
        "percent “50.5”: With this the shareholders of Home Radars hold 100.1 %; 100 at most.",
    ),
    "a holder given twice": (
        ("organisations.yaml", SHARE, f"{SHARE}\n    - {SHARE}"),
        "nowhere",
        "organisations.shareholders.organisation “maker”: given already in line 14; accepted: once",
    ),
}
