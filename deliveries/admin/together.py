"""Two people at the same record: whoever comes second is told, and loses nothing."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from typing_extensions import override

from deliveries.admin import meanwhile
from deliveries.admin.choosing import label
from deliveries.admin.door import Refused, WritingAdmin, submit
from journal.models import Entry

M = TypeVar("M", bound=Model)


class Together(WritingAdmin[M]):
    """An admin that saves a page only if it still shows what the record is (see meanwhile.py)."""

    def entries_about(self, record: M) -> QuerySet[Entry]:
        """The journal's entries about a record, the last first."""
        return Entry.objects.filter(subject=self.opts.model_name, key=str(record.pk))

    @override
    def before_writing(self, request: HttpRequest, object_id: str | None) -> None:
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None or not self.has_change_permission(request, record):
            return
        # Read anew: what was read before the lock may have changed while this waited for it.
        self.model._default_manager.select_for_update().filter(pk=record.pk).first()
        record = self.get_object(request, str(record.pk))
        if record is None:
            return
        form, formsets = self._as_it_is(request, record)
        then = meanwhile.unseal(request.POST.get(meanwhile.TOKEN, ""))
        now = meanwhile.as_read(form, formsets)
        if then == now:
            return
        merged = meanwhile.merge(request.POST, then, now)
        request.POST = merged.data  # type: ignore[assignment]
        submit(request).token = meanwhile.seal(now)
        models = {"": self.model, **{rows.prefix: rows.model for rows in formsets}}
        refused = _clashes(merged, models)
        refused.setdefault("", {})[NON_FIELD_ERRORS] = self._told(record, then, now)
        raise Refused({prefix: ValidationError(said) for prefix, said in refused.items()})

    def _as_it_is(self, request: HttpRequest, record: M) -> tuple[Any, list[Any]]:
        """The forms of the record's page as they would be shown now."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)(instance=record)
        return form, [
            made(
                instance=record,
                prefix=made.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for made, inline in self.get_formsets_with_inlines(request, record)
        ]

    def _told(self, record: M, then: meanwhile.Read, now: meanwhile.Read) -> list[str]:
        """What happened, for the person who comes second."""
        if not then:
            return ["The page did not say what it was made from. Look it through and save again."]
        last = self.entries_about(record).select_related("actor").first()
        who = last.actor if last and last.actor else "Somebody"
        when = f" at {date_format(localtime(last.at), 'H:i')}" if last else ""
        told = [
            f"{who} changed this{when}, while you had it open. Nothing is saved yet. What you left "
            "alone is shown as it is now; where both of you changed the same, your own is kept and "
            "marked. Look it through and save again."
        ]
        added = [_name(now[key]) for key in now if key not in then]
        if added:
            told.append(f"Added meanwhile, and kept whatever you save here: {', '.join(added)}.")
        removed = [_name(then[key]) for key in then if key not in now]
        if removed:
            told.append(f"Removed meanwhile: {', '.join(removed)}.")
        return told

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: M | None = None,
    ) -> Any:
        if request.method == "POST":
            context[meanwhile.TOKEN] = submit(request).token or request.POST.get(meanwhile.TOKEN)
        elif change and self.has_change_permission(request, obj):
            formsets = [rows.formset for rows in context["inline_admin_formsets"]]
            shown = meanwhile.as_read(context["adminform"].form, formsets)
            context[meanwhile.TOKEN] = meanwhile.seal(shown)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _clashes(
    merged: meanwhile.Merge, models: Mapping[str, type[Model]]
) -> dict[str, dict[str, list[str]]]:
    """Beside each field that both have changed: what the other made of it."""
    found: dict[str, dict[str, list[str]]] = {}
    for prefix, values in merged.clashes.items():
        model = models[prefix.rpartition("-")[0]]
        for name, texts in values.items():
            shown = ", ".join(_shown(model, name, text) for text in texts) or "nothing"
            said = f"Changed to “{shown}” meanwhile. Save again to have it your way."
            found.setdefault(prefix, {})[name] = [said]
    return found


def _shown(model: type[Model], name: str, text: str) -> str:
    """A field's plain text as people know it: a choice in its words, another record by name."""
    known = {one.name: one for one in model._meta.get_fields()}.get(name)
    if known is not None and known.is_relation and known.related_model:
        record = known.related_model._default_manager.filter(pk=text).first()
        return label(record) if record else text
    if isinstance(known, Field) and known.choices:
        return str(dict(known.flatchoices).get(text, text))
    return text


def _name(values: meanwhile.Values) -> str:
    """What a row is called."""
    for name in ("title", "code", "role", "percent"):
        if values.get(name):
            return f"“{values[name][0]}”"
    return "a row"
