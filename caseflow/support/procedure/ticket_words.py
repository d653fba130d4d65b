"""The states a request can be in (reference 4.8, D1–D11)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TicketState(TextChoices):
    REGISTERED = "ticket_registered", _("已登记")
    ASSIGNED = "ticket_assigned", _("已交办")
    IN_PROGRESS = "ticket_in_progress", _("正在办")
    REFERRED = "ticket_referred", _("已转介")
    WAITING_FAMILY = "waiting_family", _("等家里")
    WAITING_THIRD = "waiting_third", _("等其他单位")
    PROPOSED_CLOSE = "proposed_close", _("请家里确认")
    CLOSED = "ticket_closed", _("已办结")
    REOPENED = "ticket_reopened", _("重新办理")
    MERGED = "ticket_merged", _("已并入")
    WITHDRAWN = "ticket_withdrawn", _("已撤回")


TICKET_CODES = {state: state.name for state in TicketState}
NEW = (TicketState.REGISTERED, TicketState.REOPENED)
WAITING = (TicketState.WAITING_FAMILY, TicketState.WAITING_THIRD)
AT_WORK = (TicketState.ASSIGNED, TicketState.IN_PROGRESS, TicketState.REFERRED, *WAITING)
OPEN_TICKET = (*NEW, *AT_WORK, TicketState.PROPOSED_CLOSE)
ENDED_TICKET = (TicketState.CLOSED, TicketState.MERGED, TicketState.WITHDRAWN)
