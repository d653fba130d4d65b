"""Whether the frame of every page offers the helper's day."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def visits_families(user: Any) -> bool:
    """Whether somebody visits families."""
    from ..day import visits_families as asked

    return asked(user)
