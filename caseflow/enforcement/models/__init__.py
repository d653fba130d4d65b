"""What enforcement keeps: the register, tips and cases with their people, evidence and course."""

from .case import EnforcementCase
from .course import (
    Decision,
    Hearing,
    Instalment,
    LegalReview,
    MoneyItem,
    Payment,
    Proposal,
    Recusal,
    Refund,
    Service,
    Statement,
    Waiver,
)
from .evidence import Appraisal, Evidence, IllegalAct, Inspection, Interview, Preservation, PreservedItem
from .people import Party, ProtectedPerson, Reporter
from .register import Device, Institution, Practitioner
from .tip import Tip

__all__ = [
    "Appraisal",
    "Decision",
    "Device",
    "EnforcementCase",
    "Evidence",
    "Hearing",
    "IllegalAct",
    "Inspection",
    "Instalment",
    "Institution",
    "Interview",
    "LegalReview",
    "MoneyItem",
    "Party",
    "Payment",
    "Practitioner",
    "Preservation",
    "PreservedItem",
    "Proposal",
    "ProtectedPerson",
    "Recusal",
    "Refund",
    "Reporter",
    "Service",
    "Statement",
    "Tip",
    "Waiver",
]
