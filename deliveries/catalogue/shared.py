"""What deals share: organisations, who owns them, speakers and sources."""

from decimal import Decimal

from deals.models import Alias, Source
from deliveries.catalogue import records
from deliveries.catalogue.agreement import Catalogue
from deliveries.catalogue.identity import edtf, plain_number, stated
from deliveries.catalogue.nodes import Entry
from deliveries.catalogue.records import Run, Wanted
from vendors.models import Organisation, Shareholding


def keep_organisations(run: Run, catalogue: Catalogue) -> dict[str, Organisation]:
    """Keep them as the files say; returns those, and all others on record, by code."""
    found = Organisation.objects.in_bulk(field_name="code")
    for code, entry in catalogue.organisations.items():
        values = {name: entry[name] for name in ("name", "aliases", "country", "kind")}
        if code in found and run.written.is_of_others(run.written.get("organisation", code)):
            values["aliases"] = found[code].aliases  # another file knows more of them, or fewer
        record = Organisation(code=code, **values)
        wanted = Wanted("organisation", code, entry, values, record)
        kept = records.keep(run, wanted, found.get(code))
        if kept is not None:
            found[code] = kept
    return found


def keep_sources(run: Run, catalogue: Catalogue, cited: set[str]) -> dict[str, Source]:
    """Keep them as the files say; returns those, and those `cited` from the record, by code."""
    codes = cited.union(catalogue.sources)
    found = Source.objects.select_for_update(no_key=True).in_bulk(codes, field_name="code")
    for code, entry in catalogue.sources.items():
        values = {
            "publisher": entry["publisher"],
            "url": entry["url"],
            "published_edtf": edtf(entry["published_on"]),
            "reliability": entry["reliability"],
        }
        record = Source(code=code, **values | {"published_edtf": stated(entry["published_on"])})
        kept = records.keep(run, Wanted("source", code, entry, values, record), found.get(code))
        if kept is not None:
            found[code] = kept
    return found


def keep_shareholdings(
    run: Run, catalogue: Catalogue, organisations: dict[str, Organisation]
) -> None:
    """Keep who owns the organisations of the files; shares that shrink go first, for room."""
    found = {
        f"{share.venture.code}/{share.holder.code}": share
        for share in Shareholding.objects.select_related("venture", "holder")
    }
    wanted = [
        _shareholding(venture, entry, organisations)
        for venture, owner in catalogue.organisations.items()
        for entry in owner["shareholders"]
        if venture in organisations and entry["organisation"] in organisations and entry.sound
    ]
    keys = {each.key for each in wanted}
    for entry in run.written.unseen("shareholding"):
        venture = entry.key.partition("/")[0]
        if venture not in catalogue.organisations or entry.key in keys:
            continue
        if not run.written.is_of_others(entry):
            records.let_go(run, entry, found.get(entry.key))

    def growth(each: Wanted) -> Decimal:
        there = found.get(each.key)
        return Decimal(each.values["percent"]) - (there.percent if there else 0)

    for each in sorted(wanted, key=growth):
        records.keep(run, each, found.get(each.key))


def _shareholding(venture: str, entry: Entry, organisations: dict[str, Organisation]) -> Wanted:
    holder = entry["organisation"]
    values = {"percent": plain_number(entry["percent"]), "source": entry["source"]}
    record = Shareholding(venture=organisations[venture], holder=organisations[holder], **values)
    return Wanted("shareholding", f"{venture}/{holder}", entry, values, record)


def keep_speakers(run: Run, catalogue: Catalogue) -> None:
    """Keep which names are one voice. What has gone goes first, and new names come last.

    A name that spoke for others may thus become another name itself.
    """
    found = {alias.said_by: alias for alias in Alias.objects.all()}
    for gone in list(run.written.unseen("alias")):
        if gone.file in run.written.files and gone.key not in catalogue.speakers:
            records.let_go(run, gone, found.pop(gone.key, None))
    for name in sorted(catalogue.speakers, key=lambda name: name not in found):
        entry = catalogue.speakers[name]
        values = {"speaker": entry["speaker"], "reason": entry["reason"]}
        wanted = Wanted("alias", name, entry, values, Alias(said_by=name, **values))
        records.keep(run, wanted, found.get(name))


def let_go(run: Run, organisations: dict[str, Organisation]) -> None:
    """Remove sources and organisations that have gone from the files, where nothing needs them.

    What is still cited, if only by what was retracted, stays without a word: no reader sees it.
    """
    gone = [e for e in run.written.unseen("source") if e.file in run.written.files]
    sources = Source.objects.in_bulk([e.key for e in gone], field_name="code")
    for entry in gone:
        records.let_go(run, entry, sources.get(entry.key), listed=False)
    for entry in run.written.unseen("organisation"):
        if entry.file in run.written.files:
            records.let_go(run, entry, organisations.get(entry.key), listed=False)
