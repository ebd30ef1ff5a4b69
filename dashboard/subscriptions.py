"""Addresses by which programs subscribe to the calendar without signing in.

Such an address is signed for an API key and ends with it: when the key expires or is revoked, or
its owner may not sign in any more. It reads the calendar as the owner sees it and opens nothing
else, and the key cannot be found from it.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from accounts.models import ApiKey

_SALT, _SEP = "dashboard.subscriptions", "."


def token_of(key: ApiKey) -> str:
    """What stands in the address for a key: its number and a signature."""
    return Signer(salt=_SALT, sep=_SEP).sign(str(key.pk))


def key_of(token: str, now: datetime) -> ApiKey | None:
    """The key of such a text, if it was signed here and the key works at this instant."""
    try:
        number = Signer(salt=_SALT, sep=_SEP).unsign(token)
    except BadSignature:
        return None
    key = ApiKey.objects.select_related("owner").filter(pk=number).first()
    return key if key is not None and key.works_at(now) else None
