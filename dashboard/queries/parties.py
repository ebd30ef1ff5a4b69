"""Who takes part in a deal, and who owns a joint venture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.asof import AsOf
from dashboard.statements import SourceShown, source_shown
from deals.choices import Role
from deals.models import Party, Source
from deliveries import wording
from vendors.models import Shareholding

SUPPLYING = (Role.SUPPLIER, Role.LICENSOR, Role.MANUFACTURER)


@dataclass(frozen=True, slots=True)
class Between:
    """The countries that buy and those that supply; no suppliers where all sign alike."""

    buyers: list[str]
    suppliers: list[str]


@dataclass(frozen=True, slots=True)
class Stake:
    """What part of a joint venture somebody holds, in per cent, and where that is said."""

    holder: str
    country: str
    share: Decimal
    percent: str
    source: SourceShown | None


@dataclass(frozen=True, slots=True)
class PartyShown:
    """An organisation's part, with the shareholders of a joint venture."""

    role: str
    code: str
    name: str
    country: str
    stakes: list[Stake]


def between(parties: Iterable[Party]) -> Between:
    """Whose deal it is, by countries."""
    parties = list(parties)
    buyers = _countries(p for p in parties if p.role == Role.BUYER)
    suppliers = _countries(p for p in parties if p.role in SUPPLYING)
    if not buyers:
        return Between(_countries(parties), [])
    if set(suppliers) <= set(buyers):
        return Between(buyers, [])
    return Between(buyers, sorted(suppliers, key=lambda country: country in buyers))


def _countries(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(wording.country(p.organisation.country_name) for p in parties))


def parties_shown(parties: Iterable[Party], when: AsOf) -> list[PartyShown]:
    """The parties as they are recorded; of stakes those that had been published by the day."""
    parties = list(parties)
    held = stakes_of([p.organisation_id for p in parties], when)
    return [_party(p, held.get(p.organisation_id, [])) for p in parties]


def stakes_of(ventures: Sequence[int], when: AsOf) -> dict[int, list[Stake]]:
    """Who holds shares of these, by number, of what had been published by the day."""
    stakes = list(Shareholding.objects.filter(venture__in=ventures).select_related("holder"))
    sources = Source.objects.filter(code__in={s.source for s in stakes})
    shown = {s.code: source_shown(s, when.day) for s in sources}
    held: dict[int, list[Stake]] = {}
    for stake in stakes:
        source = shown.get(stake.source)
        if source is not None or not (stake.source or when.is_past):
            held.setdefault(stake.venture_id, []).append(_stake(stake, source))
    return held


def _stake(stake: Shareholding, source: SourceShown | None) -> Stake:
    return Stake(
        holder=stake.holder.name,
        country=wording.country(stake.holder.country_name),
        share=stake.percent,
        percent=percent(stake.percent),
        source=source,
    )


def _party(party: Party, stakes: list[Stake]) -> PartyShown:
    return PartyShown(
        role=party.get_role_display(),
        code=party.organisation.code,
        name=party.organisation.name,
        country=wording.country(party.organisation.country_name),
        stakes=stakes,
    )


def percent(number: Decimal) -> str:
    """A percentage without idle zeros: 50.5 %."""
    return f"{number.normalize():f}\N{NO-BREAK SPACE}%"
