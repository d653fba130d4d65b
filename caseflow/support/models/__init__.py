"""What support keeps: areas and posts, families with their people, applications with their course."""

from .application import Application
from .areas import Area, Post
from .batch import PaymentBatch
from .care import Representative
from .contact import CalendarRun, ContactDuty, ContactPlan, ContactTally, Greeting, QuietSpan, Visit
from .course import CheckRecord, Decision, Deliberation, Objection, Publicity, TownshipReview
from .household import Household
from .judgement import Judgement
from .looks import Look
from .money import CareDay, Entitlement, EntitlementItem, RegisterEntry
from .money_batch import BankFile, BatchException, PaymentReturn
from .money_budget import Budget, BudgetLedger
from .pauses import Suspension, Transfer
from .people import Account, Child, Closeness, Consent, Member
from .plan import Assessment, Goal, Plan, StageReview
from .referrals import Referral
from .review import Review, ReviewFinding
from .team import ContactCard, Helper, HelperProfile
from .ticket import Ticket
from .tickets import TicketLine

__all__ = [
    "Account",
    "Application",
    "Area",
    "Assessment",
    "BankFile",
    "BatchException",
    "Budget",
    "BudgetLedger",
    "CalendarRun",
    "CareDay",
    "CheckRecord",
    "Child",
    "Closeness",
    "Consent",
    "ContactCard",
    "ContactDuty",
    "ContactPlan",
    "ContactTally",
    "Decision",
    "Deliberation",
    "Entitlement",
    "EntitlementItem",
    "Goal",
    "Greeting",
    "Helper",
    "HelperProfile",
    "Household",
    "Judgement",
    "Look",
    "Member",
    "Objection",
    "PaymentBatch",
    "PaymentReturn",
    "Plan",
    "Post",
    "Publicity",
    "QuietSpan",
    "Referral",
    "RegisterEntry",
    "Representative",
    "Review",
    "ReviewFinding",
    "StageReview",
    "Suspension",
    "Ticket",
    "TicketLine",
    "TownshipReview",
    "Transfer",
    "Visit",
]
