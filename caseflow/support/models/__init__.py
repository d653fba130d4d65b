"""What support keeps: areas and posts, families with their people, applications with their course."""

from .application import Application
from .areas import Area, Post
from .course import CheckRecord, Decision, Deliberation, Objection, Publicity, TownshipReview
from .household import Household
from .looks import Look
from .pauses import Suspension, Transfer
from .people import Account, Child, Closeness, Consent, Member
from .plan import Assessment, Goal, Plan, StageReview
from .team import ContactCard, Helper, HelperProfile

__all__ = [
    "Account",
    "Application",
    "Area",
    "Assessment",
    "CheckRecord",
    "Child",
    "Closeness",
    "Consent",
    "ContactCard",
    "Decision",
    "Deliberation",
    "Goal",
    "Helper",
    "HelperProfile",
    "Household",
    "Look",
    "Member",
    "Objection",
    "Plan",
    "Post",
    "Publicity",
    "StageReview",
    "Suspension",
    "TownshipReview",
    "Transfer",
]
