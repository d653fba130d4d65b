"""What support keeps: areas and posts, families with their people, applications with their course."""

from .application import Application
from .areas import Area, Post
from .batch import PaymentBatch
from .course import CheckRecord, Decision, Deliberation, Objection, Publicity, TownshipReview
from .household import Household
from .looks import Look
from .money import CareDay, Entitlement, EntitlementItem, RegisterEntry
from .money_batch import BankFile, BatchException, PaymentReturn
from .money_budget import Budget, BudgetLedger
from .people import Account, Child, Closeness, Consent, Member

__all__ = [
    "Account",
    "Application",
    "Area",
    "BankFile",
    "BatchException",
    "Budget",
    "BudgetLedger",
    "CareDay",
    "CheckRecord",
    "Child",
    "Closeness",
    "Consent",
    "Decision",
    "Deliberation",
    "Entitlement",
    "EntitlementItem",
    "Household",
    "Look",
    "Member",
    "Objection",
    "PaymentBatch",
    "PaymentReturn",
    "Post",
    "Publicity",
    "RegisterEntry",
    "TownshipReview",
]
