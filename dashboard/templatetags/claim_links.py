"""Links to claims."""

from django import template

register = template.Library()


@register.filter
def at_claim(evidence: str, number: int) -> str:
    """The address of a claim: on that page of the evidence which has it, or here without one."""
    if not evidence:
        return f"#claim-{number}"
    return f"{evidence}{'&' if '?' in evidence else '?'}claim={number}#claim-{number}"
