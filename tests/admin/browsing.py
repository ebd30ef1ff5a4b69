"""The admin as a browser without JavaScript has it: forms are read, filled in and sent back."""

import html
import re
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from typing_extensions import override

from accounts.models import User
from tests.factories import a_user


class _Fields(HTMLParser):
    """The fields of every form of a page, with the values that a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.select: str | None = None
        self.multiple = False
        self.first: str | None = None
        self.area: str | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        name = given.get("name", "")
        if tag == "option" and self.select is not None:
            self._option(given)
        if not self.forms or not name or "disabled" in given:
            return
        if tag == "input" and given.get("type") not in ("submit", "button"):
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                value = given.get("value", "on" if is_box else "")
                self.forms[-1].setdefault(name, []).append(value)
        elif tag == "select":
            self.select, self.multiple, self.first = name, "multiple" in given, None
        elif tag == "textarea":
            self.area = name
            self.forms[-1][name] = [""]

    def _option(self, given: dict[str, str]) -> None:
        assert self.select is not None
        if self.first is None:
            self.first = given.get("value", "")
        if "selected" in given:
            self.forms[-1].setdefault(self.select, []).append(given.get("value", ""))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select is not None:
            if not self.multiple:
                self.forms[-1].setdefault(self.select, [self.first or ""])
            self.select = None
        elif tag == "textarea":
            self.area = None

    @override
    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.forms[-1][self.area][0] += data


Fields = dict[str, list[str]]


def fields_of(response: Any) -> Fields:
    """The fields of the page's own form: the last on it."""
    parser = _Fields()
    parser.feed(response.content.decode())
    found = parser.forms[-1]
    # The first line break after <textarea> is markup.
    return {name: [value.removeprefix("\n") for value in values] for name, values in found.items()}


def filled(fields: Fields, **typed: Any) -> Fields:
    """The fields with something typed over them; None empties one or unticks a box."""
    changed = {name.replace("__", "-"): value for name, value in typed.items()}
    new = {name: _values(value) for name, value in changed.items()}
    return {**fields, **new}


def _values(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]


def with_row(fields: Fields, prefix: str, **typed: Any) -> Fields:
    """The fields with one row more, as "Add another" makes it."""
    index = int(fields[f"{prefix}-TOTAL_FORMS"][0])
    blank = f"{prefix}-__prefix__-"
    made = {
        name.replace("__prefix__", str(index)): values
        for name, values in fields.items()
        if name.startswith(blank)
    }
    row = {f"{prefix}-{index}-{name}": [str(value)] for name, value in typed.items()}
    return {**fields, **made, **row, f"{prefix}-TOTAL_FORMS": [str(index + 1)]}


def send(client: Client, path: str, fields: Fields, button: str = "_save", **kwargs: Any) -> Any:
    """Press a button of a form."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        if "__prefix__" not in name:
            data.setlist(name, values)
    data[button] = "Save"
    type_ = "application/x-www-form-urlencoded"
    return client.post(path, data.urlencode(), content_type=type_, follow=True, **kwargs)


def text_of(response: Any) -> str:
    """The words of a page, without marks and superfluous spaces."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def beside(response: Any, name: str) -> str:
    """The errors that stand beside a field, of the form itself or of a row (milestones-0-code)."""
    context = response.context
    form = context["adminform"].form
    prefix, _, field = name.rpartition("-")
    if prefix:
        rows = [row for rows in context["inline_admin_formsets"] for row in rows.formset.forms]
        form = next(row for row in rows if row.prefix == prefix)
    shown = " ".join(form.errors.get(field, []))
    assert html.escape(shown) in response.content.decode()
    return shown


def address(model: str, page: str, *numbers: Any) -> str:
    """The address of an admin page: address("deals_claim", "add")."""
    return reverse(f"admin:{model}_{page}", args=numbers)


def staff(name: str, *permissions: str, groups: tuple[Group, ...] = ()) -> User:
    """Somebody who may sign in to the admin and do what `permissions` (app.verb_model) say."""
    user = a_user(name, is_staff=True)
    for permission in permissions:
        app, _, codename = permission.partition(".")
        found = Permission.objects.get(content_type__app_label=app, codename=codename)
        user.user_permissions.add(found)
    user.groups.set(groups)
    return user
