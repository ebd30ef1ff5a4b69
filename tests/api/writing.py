"""Writing through the API: a script with a key, and something for it to write about."""

import json
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from deals.models import Deal
from tests.accounts.test_keys import made
from tests.api.asking import ROOT
from tests.api.described import check
from tests.factories import a_deal, a_lot, a_milestone, a_source, a_user, together

CLAIM = {
    "deal": "radar",
    "milestone": "first",
    "kind": "contracted",
    "date": "October 2020",
    "said_by": "the minister",
    "side": "buyer",
    "source": "gazette-2019-01-02",
    "credibility": 2,
}
TERM = {
    "deal": "radar",
    "kind": "value",
    "amount": "5430000000.5",
    "currency": "USD",
    "text": "5.43 billion dollars",
    **{name: CLAIM[name] for name in ("said_by", "side", "source", "credibility")},
}
COUNT = {
    "deal": "radar",
    "milestone": "first",
    "kind": "delivered",
    "total": 3,
    "by": "2018",
    **{name: CLAIM[name] for name in ("said_by", "side", "source", "credibility")},
}
EVENT = {
    "code": "sanctions-2018",
    "deals": ["radar"],
    "kind": "sanctions",
    "title": "Sanctions threatened",
    "date": "October 2018",
    **{name: CLAIM[name] for name in ("said_by", "source")},
}
SOURCE = {
    "code": "times-2020-01-01",
    "publisher": "Times",
    "published_on": "1 January 2020",
    "reliability": "B",
}
ORGANISATION = {"code": "maker", "name": "Maker", "country": "IN", "kind": "manufacturer"}
DEAL = {
    "ref": "rifle",
    "designation": "Rifle",
    "title": "Rifles for somebody",
    "kind": "supply",
    "route": "direct",
    "category": "small_arms",
}
MILESTONE = {"deal": "radar", "code": "third", "title": "Third", "kind": "delivery"}
LOT = {"deal": "radar", "milestone": "second", "item": "Radar", "quantity": 5, "mode": "kit"}


@together()
def a_plan(ref: str = "radar") -> Deal:
    """A deal of two milestones, the first with a lot, of which nobody has spoken yet."""
    deal = a_deal(ref)
    a_lot(a_milestone(deal, "first", position=1))
    a_milestone(deal, "second", position=2)
    return deal


def everything(user: User) -> User:
    """The user with every permission, and no superuser for it."""
    user.user_permissions.set(Permission.objects.all())
    return user


class Script:
    """A client that has nothing but a key."""

    def __init__(self, name: str = "script", scope: str = "write", *, all_rights: bool = True):
        user = User.objects.filter(username=name).first() or a_user(name)
        self.user = everything(user) if all_rights else user
        self.key = made(self.user, f"{name}-{scope}", scope=scope)
        self.client = Client(HTTP_AUTHORIZATION=f"Bearer {self.key.secret}")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON; every answer is held against the description."""
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.raw(method, path, b"" if body is None else text, **headers)

    def raw(
        self, method: str, path: str, body: Any, type_: str = "application/json", **headers: str
    ) -> Any:
        """Send bytes of a media type."""
        extra: Any = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        response = self.client.generic(method, ROOT + path, body, type_, **extra)
        check(path, response, method)
        return response

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def posted(self, path: str, body: Any, **headers: str) -> Any:
        """What was answered to a POST that went well."""
        response = self.post(path, body, **headers)
        assert response.status_code == 201, response.content
        return response.json()

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def tag(self, path: str) -> str:
        """The ETag of a record."""
        return str(self.get(path).headers["ETag"])

    def patch(self, path: str, body: Any, seen: str = "*", **headers: str) -> Any:
        return self.send("PATCH", path, body, if_match=seen, **headers)

    def delete(self, path: str, seen: str = "*") -> Any:
        return self.send("DELETE", path, if_match=seen)


def a_script(scope: str = "write") -> Script:
    """A script that may write, with a plan and a source to write about."""
    with together():
        a_plan()
        a_source()
    return Script(scope=scope)
