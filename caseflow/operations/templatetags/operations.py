"""What rings, on the pages of those who look after the machine."""

from typing import Any

from django import template

from caseflow.operations.alarms import alarms

register = template.Library()


@register.inclusion_tag("operations/_alarms.html")
def ringing() -> dict[str, Any]:
    return {"alarms": alarms()}
