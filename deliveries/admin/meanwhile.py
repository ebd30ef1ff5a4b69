"""Two people at the same record: what a page showed when it was read, and what differs by now.

A page carries, sealed, the values of all its fields as it showed them. When it comes back they
are compared, under the record's lock, with those of now. Where they differ nothing is saved, and
the page is shown anew: a field that this person left alone has the other's value, a field that
this person changed keeps what was typed and names the other's value beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

Values = dict[str, list[str]]
Read = dict[str, Values]  # by key: "" for the record itself, "parties 3" for a row

TOKEN = "as_read"  # noqa: S105  (the name of a field)
MOST_ROWS = 1000  # of a page, as Django itself has it
_SALT = "deliveries.admin.meanwhile"


def as_read(form: forms.BaseModelForm[Any], formsets: Iterable[Any]) -> Read:
    """What unbound forms show, as plain texts."""
    found = {"": _values(form)}
    for formset in formsets:
        for row in formset.initial_forms:
            found[f"{formset.prefix} {row.instance.pk}"] = _values(row)
    return found


def _values(form: forms.BaseModelForm[Any]) -> Values:
    hidden = (forms.HiddenInput,)
    return {
        name: _plain(form[name].value())
        for name, one in form.fields.items()
        if not isinstance(one.widget, hidden) and not one.disabled and name != "DELETE"
    }


def _plain(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, (list, tuple)):
        return sorted(str(one) for one in value)
    text = "" if value is None else str(value).replace("\r\n", "\n")
    return [text] if text else []


def seal(read: Read) -> str:
    """The values as the text that a page carries."""
    return signing.dumps(read, salt=_SALT, compress=True)


def unseal(token: str) -> Read:
    """The values of a page; none for a page that carries none of ours."""
    try:
        read: Read = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return {}
    return read


@dataclass(slots=True)
class Merge:
    """A page that came back, brought up to date.

    `data` is what its forms are made from now. `clashes` are the fields, by prefix of their form,
    that both have changed, with the other's values.
    """

    data: QueryDict
    clashes: dict[str, Values] = field(default_factory=dict)


def merge(data: QueryDict, then: Read, now: Read) -> Merge:
    """Bring what was typed on a page that showed `then` up to `now`.

    Of the rows that are gone, those that were left alone go; one that was changed here stays, as
    a new row.
    """
    found = Merge(data.copy())
    for prefix in {key.partition(" ")[0] for key in then if key}:
        _without_the_gone(found.data, prefix, then, now)
    for key, prefix in _places(found.data, then).items():
        _merge_form(found, prefix, then[key], now[key])
    return found


def _without_the_gone(data: QueryDict, prefix: str, then: Read, now: Read) -> None:
    """Number the rows anew: those that are there, those that were added, those that are again."""
    present, added, again = [], [], []
    for index in range(_total(data, prefix)):
        row = _take(data, f"{prefix}-{index}-")
        key = f"{prefix} {''.join(row.get('id', []))}"
        if key in now:
            present.append(row)
        elif key not in then:
            added.append(row)
        elif any(_typed(row.get(name, [])) != was for name, was in then[key].items()):
            again.append({**row, "id": [""], "DELETE": []})
    rows = [*present, *added, *again]
    for index, row in enumerate(rows):
        for name, texts in row.items():
            data.setlist(f"{prefix}-{index}-{name}", texts)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(present))


def _total(data: QueryDict, prefix: str) -> int:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(total), MOST_ROWS) if total.isdecimal() else 0


def _take(data: QueryDict, start: str) -> Values:
    names = [name for name in data if name.startswith(start)]
    return {name.removeprefix(start): data.pop(name) for name in names}


def _typed(texts: list[str]) -> list[str]:
    return sorted(text.replace("\r\n", "\n") for text in texts if text)


def _places(data: QueryDict, then: Read) -> dict[str, str]:
    """Under which prefix each of the forms has come back."""
    places = {"": ""} if "" in then else {}
    for prefix in {key.partition(" ")[0] for key in then if key}:
        for index in range(_total(data, prefix)):
            key = f"{prefix} {data.get(f'{prefix}-{index}-id', '')}"
            if key in then:
                places[key] = f"{prefix}-{index}"
    return places


def _merge_form(found: Merge, prefix: str, then: Values, now: Values) -> None:
    for name, was in then.items():
        current = now.get(name, was)
        if current == was:
            continue
        full = f"{prefix}-{name}" if prefix else name
        typed = _typed(found.data.getlist(full))
        if typed == was:
            found.data.setlist(full, current)
        elif typed != current:
            found.clashes.setdefault(prefix, {})[name] = current
