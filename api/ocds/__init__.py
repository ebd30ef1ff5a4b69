"""Deals as the Open Contracting Data Standard has them (OCDS 1.1). Pure: facts in, dicts out.

    facts       what comes in: a deal as it stood on a day
    words       our words and those of the standard's codelists
    values      days, dates and amounts
    parties     who takes part, and what is cited
    milestones  what is to happen, by the section that it belongs to
    contracts   tender, award and contract, with items and amendments
    releases    a release, its compiled form, and a record
    packages    what they are published in
    extension   what the standard cannot say: the extension `slipwatch`, as it is published

docs/open-contracting.md has the mapping.
"""
