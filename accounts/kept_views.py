"""Named views: made, renamed and deleted by their owner alone.

They are somebody's own and say nothing about a deal, so that the journal does not have them.
"""

from secrets import token_hex

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from accounts.models import User, View

MOST = 100  # views of one person


def keep(owner: User, *, name: str, query: str) -> View:
    """Keep a query under a name; raises ValidationError by field."""
    if owner.views.count() >= MOST:
        raise ValidationError({"name": f"{MOST} views are kept; delete what you need no more."})
    # Whoever has the address may open it; nobody finds it by trying names.
    slug = f"{slugify(name)[:43] or 'view'}-{token_hex(8)}"
    view = View(owner=owner, name=_name(name), slug=slug, query=query)
    view.full_clean()
    view.save()
    return view


def rename(view: View, name: str) -> None:
    """Give a view another name; its address stays. Raises ValidationError by field."""
    view.name = _name(name)
    view.full_clean()
    view.save(update_fields=["name"])


def _name(text: str) -> str:
    """A name without idle space; what no line can show is refused."""
    if not text.isprintable():
        raise ValidationError({"name": "A name is a line of plain text."})
    return text.strip()
