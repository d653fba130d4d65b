"""The papers support issues: which there are, and what goes into each. Papers are Chinese whatever the language of the pages."""

from . import accompanying, application, contact, county, family, money, needs, team
from .catalogue import CATALOGUE as FORMS
from .context import context

CATALOGUE = (*FORMS, *needs.NEEDS)
__all__ = [
    "CATALOGUE",
    "accompanying",
    "application",
    "contact",
    "context",
    "county",
    "family",
    "money",
    "needs",
    "team",
]
