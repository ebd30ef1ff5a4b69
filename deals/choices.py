"""The closed lists of words that facts are made of (see docs/domain.md)."""

from django.db import models


class DealKind(models.TextChoices):
    """What sort of deal it is."""

    SUPPLY = "supply", "supply"
    LICENCE_PRODUCTION = "licence_production", "licence production"
    JOINT_PRODUCTION = "joint_production", "joint production"
    UPGRADE = "upgrade", "upgrade"
    LEASE = "lease", "lease"
    AGREEMENT = "agreement", "agreement"


class Route(models.TextChoices):
    """By which procedure it is procured."""

    INTER_GOVERNMENTAL = "inter_governmental", "between governments"
    DIRECT = "direct", "direct purchase"
    TENDER = "tender", "tender"
    FMS = "fms", "US Foreign Military Sales"
    DOMESTIC = "domestic", "domestic"
    EMERGENCY = "emergency", "emergency purchase"


class Category(models.TextChoices):
    """What sort of equipment or agreement it is about."""

    AIR_DEFENCE = "air_defence", "air defence"
    COMBAT_AIRCRAFT = "combat_aircraft", "combat aircraft"
    TRANSPORT_AIRCRAFT = "transport_aircraft", "transport aircraft"
    ROTORCRAFT = "rotorcraft", "rotorcraft"
    UNCREWED_AIRCRAFT = "uncrewed_aircraft", "uncrewed aircraft"
    SMALL_ARMS = "small_arms", "small arms"
    ARTILLERY = "artillery", "artillery"
    ARMOUR = "armour", "armour"
    SURFACE_SHIP = "surface_ship", "surface ship"
    SUBMARINE = "submarine", "submarine"
    MUNITIONS = "munitions", "munitions"
    LOGISTICS_AGREEMENT = "logistics_agreement", "logistics agreement"


class Role(models.TextChoices):
    """The part that an organisation plays in a deal."""

    BUYER = "buyer", "buyer"
    END_USER = "end_user", "end user"
    SUPPLIER = "supplier", "supplier"
    MANUFACTURER = "manufacturer", "manufacturer"
    LICENSOR = "licensor", "licensor"
    JOINT_VENTURE = "joint_venture", "joint venture"
    SIGNATORY = "signatory", "signatory"


class MilestoneKind(models.TextChoices):
    """What is to happen."""

    APPROVAL = "approval", "approval"
    NEGOTIATION = "negotiation", "negotiation"
    SIGNATURE = "signature", "signature"
    RATIFICATION = "ratification", "ratification"
    ENTRY_INTO_FORCE = "entry_into_force", "entry into force"
    PAYMENT = "payment", "payment"
    PRODUCTION_START = "production_start", "production start"
    TRIAL = "trial", "trial"
    DELIVERY = "delivery", "delivery"
    ACCEPTANCE = "acceptance", "acceptance"
    INDUCTION = "induction", "induction"
    COMPLETION = "completion", "completion"
    SERVICE_ENTRY = "service_entry", "service entry"
    EXPIRY = "expiry", "expiry"


class Reliability(models.TextChoices):
    """How far a source can be relied on (Admiralty code, NATO AJP-2.1)."""

    A = "A", "A: completely reliable"
    B = "B", "B: usually reliable"
    C = "C", "C: fairly reliable"
    D = "D", "D: not usually reliable"
    E = "E", "E: unreliable"
    F = "F", "F: cannot be judged"


class Credibility(models.IntegerChoices):
    """How far one statement can be believed (Admiralty code, NATO AJP-2.1)."""

    CONFIRMED = 1, "1: confirmed by others"
    PROBABLE = 2, "2: probably true"
    POSSIBLE = 3, "3: possibly true"
    DOUBTFUL = 4, "4: doubtful"
    IMPROBABLE = 5, "5: improbable"
    UNKNOWN = 6, "6: cannot be judged"


class ClaimKind(models.TextChoices):
    """What a claim says about the date of a milestone."""

    CONTRACTED = "contracted", "contracted"
    AMENDED = "amended", "amended"
    PROMISED = "promised", "promised"
    ASSESSED = "assessed", "assessed"
    UNCHANGED = "unchanged", "unchanged"
    DELAYED = "delayed", "delayed"
    ACTUAL = "actual", "actual"
    UNDONE = "undone", "undone"
    CANCELLED = "cancelled", "cancelled"


class Side(models.TextChoices):
    """Whose voice a statement is."""

    BUYER = "buyer", "buyer"
    SUPPLIER = "supplier", "supplier"
    THIRD_PARTY = "third_party", "third party"


class Rank(models.TextChoices):
    """How a claim is to be taken among others of its kind."""

    PREFERRED = "preferred", "preferred"
    NORMAL = "normal", "normal"
    DEPRECATED = "deprecated", "deprecated: a known misreport, kept and never used"


class TermKind(models.TextChoices):
    """What a term is about."""

    VALUE = "value", "value"
    QUANTITY = "quantity", "quantity"
    LOCAL_CONTENT = "local_content", "local content"
    STAGE = "stage", "stage"


class Stage(models.TextChoices):
    """How far a deal has come."""

    PROPOSED = "proposed", "proposed"
    NEGOTIATING = "negotiating", "negotiating"
    APPROVED = "approved", "approved"
    SIGNED = "signed", "signed"
    IN_FORCE = "in_force", "in force"
    DELIVERING = "delivering", "delivering"
    DELIVERED = "delivered", "delivered"
    CLOSED = "closed", "closed"
    SUSPENDED = "suspended", "suspended"
    TERMINATED = "terminated", "terminated"
    LAPSED = "lapsed", "lapsed"


class EventKind(models.TextChoices):
    """What sort of context an event is."""

    SANCTIONS = "sanctions", "sanctions"
    PAYMENT = "payment", "payment"
    CONFLICT = "conflict", "conflict"
    DISPUTE = "dispute", "dispute"
    DIPLOMATIC = "diplomatic", "diplomatic"
    EXHIBITION = "exhibition", "exhibition"
    LEGISLATION = "legislation", "legislation"
    PRODUCTION = "production", "production"
    ACCIDENT = "accident", "accident"


class Origin(models.TextChoices):
    """Whether people or the catalogue's files put a record here."""

    PERSON = "person", "entered by a person"
    CATALOGUE = "catalogue", "loaded from the catalogue"
