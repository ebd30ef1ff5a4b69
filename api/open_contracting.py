"""Deals as Open Contracting packages, and the extension that these use."""

import csv
from io import StringIO
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from rest_framework import exceptions
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import override

from api import etags, orders, released
from api.descriptions import (
    REF,
    described,
    described_codelist,
    described_packages,
    one_in_path,
)
from api.listing import Listing, Shape
from api.ocds import extension, packages, releases
from api.ocds.facts import DealOn
from api.pagination import Page
from api.parameters import AS_OF, CURSOR, DEAL, LIMIT, NDJSON, Parameter, of_filters
from api.reading import Reading
from api.serializers.ocds import (
    ExtensionFileSerializer,
    RecordPackageSerializer,
    RecordSerializer,
    ReleasePackageSerializer,
    ReleaseSerializer,
)
from api.streams import FORMS, Csv
from api.strict import Strict
from api.wire.values import Wire
from deliveries.filters import DealFilters
from deliveries.models import DealSpan

_OF_ONE = (AS_OF,)
_OF_MANY = (DEAL, AS_OF, *of_filters(DealFilters), NDJSON, LIMIT, CURSOR)
RELEASES = Shape("ocds-releases", ReleaseSerializer, orders.PACKAGES, DealFilters)
RECORDS = Shape("ocds-records", RecordSerializer, orders.PACKAGES, DealFilters)


class Published(Reading):
    """What packages of either kind have in common."""

    def one(self, deal: DealOn) -> Wire:
        """The deal as one entry of a package."""
        raise NotImplementedError

    def package(self, cover: packages.Cover, entries: list[Wire]) -> Wire:
        """A package of these."""
        raise NotImplementedError

    def cover(self, uri: str, following: str | None = None, before: str | None = None) -> Any:
        """What a package at this address says of itself."""
        base = reverse("api:ocds_extension", kwargs={"name": extension.MANIFEST})
        manifest = self.request.build_absolute_uri(base)
        return packages.Cover(uri, settings.OCDS_PUBLISHER, manifest, following, before)


class Releases(Published):
    """Entries that are releases."""

    @override
    def one(self, deal: DealOn) -> Wire:
        return releases.release(deal, settings.OCDS_PREFIX)

    @override
    def package(self, cover: packages.Cover, entries: list[Wire]) -> Wire:
        return packages.release_package(cover, entries)


class Records(Published):
    """Entries that are records; each links to the release of the same day."""

    @override
    def one(self, deal: DealOn) -> Wire:
        path = reverse("api:ocds_release", kwargs={"ref": deal.ref})
        address = self.request.build_absolute_uri(f"{path}?{AS_OF.name}={deal.day}")
        return releases.record(deal, settings.OCDS_PREFIX, address)

    @override
    def package(self, cover: packages.Cover, entries: list[Wire]) -> Wire:
        return packages.record_package(cover, entries)


class Packages(Published, Listing):
    """Deals by their ref, page by page, or as a stream of bare entries."""

    renderer_classes = FORMS[:2]

    @override
    def get_renderers(self) -> list[BaseRenderer]:
        return [renderer() for renderer in self.renderer_classes]

    @override
    @classmethod
    def takes(cls) -> tuple[Parameter, ...]:
        return _OF_MANY

    @override
    def rows(self) -> "QuerySet[DealSpan]":
        return self.known.deal_spans()

    @override
    def results(self, rows: list[DealSpan]) -> list[Wire]:
        return [self.one(deal) for deal in released.deals(self.known, rows)]

    @override
    def answer(self, found: Page[Any]) -> Wire:
        """A package; none can be empty, so that where nothing is found nothing is here."""
        if not found.rows:
            raise exceptions.NotFound(
                f"Nothing that was asked for is there on {self.known.day}, and a package of Open "
                "Contracting cannot be empty."
            )
        uri = self.settled(self.asked.cursor)
        cover = self.cover(uri, self._address(found.next), self._address(found.previous))
        return self.package(cover, self.results(list(found.rows)))


class OnePackage(Published):
    """A package of one deal."""

    taken = _OF_ONE

    def get(self, request: Request, ref: str) -> Response:
        """The deal as it stood on the day."""
        tag = etags.of_deal_on(request, ref, self.asked)
        if tag and etags.is_unchanged(request, tag):
            return etags.unchanged(tag)
        spans = list(self.known.deal_spans().filter(deal__ref=ref))
        if not spans:
            raise exceptions.NotFound(f"There is no deal “{ref}” on {self.known.day}.")
        uri = request.build_absolute_uri(f"{request.path}?{AS_OF.name}={self.known.day}")
        entries = [self.one(deal) for deal in released.deals(self.known, spans)]
        told = self.package(self.cover(uri), entries)
        return Response(told, headers={"ETag": tag} if tag else None)


@described_packages(
    "ocds_releases_list", "Deals as OCDS releases", ReleasePackageSerializer, _OF_MANY
)
class AllReleases(Releases, Packages):
    """Deals as a release package of the Open Contracting Data Standard 1.1, by ref."""

    shape = RELEASES


@described_packages("ocds_records_list", "Deals as OCDS records", RecordPackageSerializer, _OF_MANY)
class AllRecords(Records, Packages):
    """Deals as a record package of the Open Contracting Data Standard 1.1, by ref."""

    shape = RECORDS


@described(
    "ocds_releases_retrieve",
    "A deal as an OCDS release",
    ReleasePackageSerializer,
    taken=_OF_ONE,
    in_path=(REF,),
    tagged=True,
)
class OneRelease(Releases, OnePackage):
    """A release package with the one release that tells all of the deal on the day."""


@described(
    "ocds_records_retrieve",
    "A deal as an OCDS record",
    RecordPackageSerializer,
    taken=_OF_ONE,
    in_path=(REF,),
    tagged=True,
)
class OneRecord(Records, OnePackage):
    """A record package with the record of the deal: its compiled release on the day."""


@described(
    "ocds_extension_retrieve",
    "A file of the OCDS extension",
    ExtensionFileSerializer,
    in_path=(one_in_path("name", sorted(extension.files(""))),),
)
class ExtensionFile(Strict):
    """The extension `slipwatch`, as packages name it: its manifest, and patches of the schemas."""

    def get(self, request: Request, name: str) -> Response:
        """The file."""
        files = extension.files(_base(request))
        if name not in files:
            raise exceptions.NotFound(f"The extension has {', '.join(files)}.")
        return Response(files[name])


@described_codelist("ocds_codelists_retrieve", sorted(extension.codelists()))
class Codelist(Strict):
    """What the extension adds to an open codelist, as CSV."""

    renderer_classes = (Csv, JSONRenderer)

    def get(self, request: Request, name: str) -> HttpResponse:
        """The file."""
        lists = extension.codelists()
        if name not in lists:
            raise exceptions.NotFound(f"The extension has {', '.join(lists)}.")
        written = StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(("Code", "Title", "Description"))
        rows.writerows(lists[name])
        return HttpResponse(written.getvalue(), content_type=f"{Csv.media_type}; charset=utf-8")


def _base(request: Request) -> str:
    path = reverse("api:ocds_extension", kwargs={"name": extension.MANIFEST})
    return request.build_absolute_uri(path.removesuffix(extension.MANIFEST))
