"""``manage.py check`` compares the tables, the methods and the work items of support."""

from typing import Any

from django.core.checks import CheckMessage, register

from caseflow.procedure.checks import procedure_holds_together


@register
def check_support(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from .flows import ApplicationFlow, FamilyFlow
    from .flows_money import BatchFlow, BudgetFlow
    from .models import Application, Budget, Household, PaymentBatch, Review, Ticket
    from .need_flows import ReviewFlow, TicketFlow

    found: list[CheckMessage] = []
    pairs = (
        (Household, FamilyFlow),
        (Application, ApplicationFlow),
        (Ticket, TicketFlow),
        (Review, ReviewFlow),
        (PaymentBatch, BatchFlow),
        (Budget, BudgetFlow),
    )
    for record_class, flow_class in pairs:
        items = {node.name for node in flow_class.instance.nodes() if node.task_type == "HUMAN"}
        found += procedure_holds_together(record_class, items)
    return found
