"""What support keeps: areas and posts, families with their people, applications with their course."""

from .application import Application
from .areas import Area, Post
from .care import Representative
from .course import CheckRecord, Decision, Deliberation, Objection, Publicity, TownshipReview
from .household import Household
from .judgement import Judgement
from .looks import Look
from .people import Account, Child, Closeness, Consent, Member
from .referrals import Referral
from .review import Review, ReviewFinding
from .ticket import Ticket
from .tickets import TicketLine

__all__ = [
    "Account",
    "Application",
    "Area",
    "CheckRecord",
    "Child",
    "Closeness",
    "Consent",
    "Decision",
    "Deliberation",
    "Household",
    "Judgement",
    "Look",
    "Member",
    "Objection",
    "Post",
    "Publicity",
    "Referral",
    "Representative",
    "Review",
    "ReviewFinding",
    "Ticket",
    "TicketLine",
    "TownshipReview",
]
