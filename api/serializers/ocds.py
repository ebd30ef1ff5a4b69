"""Packages of the Open Contracting Data Standard, releases and records.

The standard's own members are described by the standard; this says which of them come here. What
has nothing to say is absent, never null.
"""

from typing import Any

from rest_framework import serializers

from api.ocds.words import NEW_ROLES, ROLES
from api.serializers.ocds_beyond import beyond

ROLE_CODES = sorted({*NEW_ROLES, *(code for codes in ROLES.values() for code in codes)})
MILESTONE_STATUSES = ["scheduled", "met", "notMet", "partiallyMet"]
CONTRACT_STATUSES = ["pending", "active", "cancelled", "terminated"]
AWARD_STATUSES = ["pending", "active", "cancelled"]
TENDER_STATUSES = ["planning", "active", "cancelled", "unsuccessful", "complete"]
TAGS = [
    "tender",
    "award",
    "contract",
    "contractAmendment",
    "implementation",
    "contractTermination",
    "tenderCancellation",
    "awardCancellation",
    "compiled",
]


class OcdsReferenceSerializer(serializers.Serializer[Any]):
    """An organisation, of which `parties` has more."""

    id = serializers.CharField()
    name = serializers.CharField()


class OcdsAddressSerializer(serializers.Serializer[Any]):
    """Where an organisation is."""

    countryName = serializers.CharField()  # noqa: N815 - the standard's name


class OcdsPartySerializer(serializers.Serializer[Any]):
    """An organisation and its roles."""

    id = serializers.CharField(help_text="Its code.")
    name = serializers.CharField()
    address = OcdsAddressSerializer()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=ROLE_CODES))
    slipwatch = beyond("Organization")()


class OcdsValueSerializer(serializers.Serializer[Any]):
    """An amount of money."""

    amount = serializers.FloatField()
    currency = serializers.CharField(help_text="ISO 4217.")
    slipwatch = beyond("Value")()


class OcdsPeriodSerializer(serializers.Serializer[Any]):
    """From when to when."""

    startDate = serializers.DateTimeField(required=False)  # noqa: N815
    endDate = serializers.DateTimeField(required=False)  # noqa: N815


class OcdsMilestoneSerializer(serializers.Serializer[Any]):
    """Something that is to happen."""

    id = serializers.CharField(help_text="Its code within the deal.")
    title = serializers.CharField()
    type = serializers.CharField(required=False, help_text="Of the list milestoneType.")
    code = serializers.CharField(help_text="What it is, in the words of this API.")
    dueDate = serializers.DateTimeField(  # noqa: N815
        required=False, help_text="The end of the last day of the baseline."
    )
    dateMet = serializers.DateTimeField(  # noqa: N815
        required=False, help_text="The end of the last day on which it can have happened."
    )
    dateModified = serializers.DateTimeField(  # noqa: N815
        required=False, help_text="The day of the last word on it."
    )
    status = serializers.ChoiceField(choices=MILESTONE_STATUSES)
    slipwatch = beyond("Milestone")()


class OcdsDocumentSerializer(serializers.Serializer[Any]):
    """A publication that a statement cites."""

    id = serializers.CharField(help_text="Code of the source.")
    documentType = serializers.CharField()  # noqa: N815
    title = serializers.CharField()
    url = serializers.URLField(required=False)
    datePublished = serializers.DateTimeField()  # noqa: N815
    slipwatch = beyond("Document")()


class OcdsUnitSerializer(serializers.Serializer[Any]):
    """What is counted."""

    name = serializers.CharField()


class OcdsItemSerializer(serializers.Serializer[Any]):
    """A lot or, without any, the whole."""

    id = serializers.CharField()
    description = serializers.CharField()
    quantity = serializers.FloatField()
    unit = OcdsUnitSerializer(required=False)
    slipwatch = beyond("Item")(required=False)


class OcdsAmendmentSerializer(serializers.Serializer[Any]):
    """Dates of the contract that were moved from one day on."""

    id = serializers.CharField()
    date = serializers.DateTimeField()
    rationale = serializers.CharField(required=False, help_text="For today alone.")
    description = serializers.CharField()
    slipwatch = beyond("Amendment")()


class OcdsTenderSerializer(serializers.Serializer[Any]):
    """How it was procured."""

    id = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(required=False, help_text="For today alone.")
    status = serializers.ChoiceField(choices=TENDER_STATUSES, required=False)
    procuringEntity = OcdsReferenceSerializer(required=False)  # noqa: N815
    procurementMethod = serializers.CharField(required=False)  # noqa: N815
    procurementMethodDetails = serializers.CharField()  # noqa: N815
    mainProcurementCategory = serializers.CharField(required=False)  # noqa: N815
    milestones = OcdsMilestoneSerializer(many=True, required=False)


class OcdsAwardSerializer(serializers.Serializer[Any]):
    """Who is to supply it."""

    id = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=AWARD_STATUSES)
    suppliers = OcdsReferenceSerializer(many=True, required=False)


class OcdsImplementationSerializer(serializers.Serializer[Any]):
    """How it is carried out."""

    milestones = OcdsMilestoneSerializer(many=True)


class OcdsContractSerializer(serializers.Serializer[Any]):
    """What was, or is to be, agreed."""

    id = serializers.CharField()
    awardID = serializers.CharField()  # noqa: N815
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=CONTRACT_STATUSES)
    period = OcdsPeriodSerializer(required=False)
    value = OcdsValueSerializer(required=False)
    items = OcdsItemSerializer(many=True, required=False)
    dateSigned = serializers.DateTimeField(required=False)  # noqa: N815
    documents = OcdsDocumentSerializer(many=True, required=False)
    milestones = OcdsMilestoneSerializer(many=True, required=False)
    implementation = OcdsImplementationSerializer(required=False)
    amendments = OcdsAmendmentSerializer(many=True, required=False)
    slipwatch = beyond("Contract")(required=False)


class ReleaseSerializer(serializers.Serializer[Any]):
    """A deal as it stood on a day, as OCDS 1.1 has it."""

    ocid = serializers.CharField(help_text="The prefix of this server, and the deal's ref.")
    id = serializers.CharField(help_text="Another for whatever is different.")
    date = serializers.DateTimeField(help_text="When something of it last became so.")
    tag = serializers.ListField(child=serializers.ChoiceField(choices=TAGS))
    initiationType = serializers.CharField()  # noqa: N815
    language = serializers.CharField()
    parties = OcdsPartySerializer(many=True, required=False)
    buyer = OcdsReferenceSerializer(required=False)
    tender = OcdsTenderSerializer()
    awards = OcdsAwardSerializer(many=True)
    contracts = OcdsContractSerializer(many=True)
    slipwatch = beyond("")()


class LinkedReleaseSerializer(serializers.Serializer[Any]):
    """Where a release is."""

    url = serializers.CharField(help_text="The package, and after # the id of the release.")
    date = serializers.DateTimeField()
    tag = serializers.ListField(child=serializers.ChoiceField(choices=TAGS))


class RecordSerializer(serializers.Serializer[Any]):
    """A deal compiled, as OCDS 1.1 has it."""

    ocid = serializers.CharField()
    releases = LinkedReleaseSerializer(many=True)
    compiledRelease = ReleaseSerializer()  # noqa: N815


class OcdsPublisherSerializer(serializers.Serializer[Any]):
    """Who publishes it: a setting of this server."""

    name = serializers.CharField()


class OcdsLinksSerializer(serializers.Serializer[Any]):
    """The neighbours of a page."""

    next = serializers.URLField(required=False, help_text="The next page; absent: the last.")
    prev = serializers.URLField(required=False, help_text="The page before; absent: the first.")


class OcdsPackageSerializer(serializers.Serializer[Any]):
    """What both kinds of packages have."""

    uri = serializers.URLField(help_text="Where the very package is: it names the day.")
    version = serializers.CharField(help_text="Of the standard.")
    extensions = serializers.ListField(child=serializers.URLField())
    publishedDate = serializers.DateTimeField(help_text="The latest in it.")  # noqa: N815
    publisher = OcdsPublisherSerializer()
    links = OcdsLinksSerializer(required=False)


class ReleasePackageSerializer(OcdsPackageSerializer):
    """Releases in a package of OCDS 1.1."""

    releases = ReleaseSerializer(many=True)


class RecordPackageSerializer(OcdsPackageSerializer):
    """Records in a package of OCDS 1.1."""

    records = RecordSerializer(many=True)


class ExtensionFileSerializer(serializers.Serializer[Any]):
    """The manifest of the extension, or a patch of a schema (RFC 7396)."""

    name = serializers.DictField(required=False, help_text="Of the manifest.")
    description = serializers.DictField(required=False, help_text="Of the manifest.")
    documentationUrl = serializers.DictField(required=False)  # noqa: N815
    compatibility = serializers.ListField(child=serializers.CharField(), required=False)
    schemas = serializers.ListField(child=serializers.CharField(), required=False)
    codelists = serializers.ListField(child=serializers.CharField(), required=False)
    properties = serializers.DictField(required=False, help_text="Of a patch.")
    definitions = serializers.DictField(required=False, help_text="Of a patch.")
