"""The papers support issues: which there are, and what goes into each. Papers are Chinese whatever the language of the pages."""

from . import application, county, family, needs
from .catalogue import CATALOGUE as FORMS
from .context import context

CATALOGUE = (*FORMS, *needs.NEEDS)
__all__ = ["CATALOGUE", "application", "context", "county", "family", "needs"]
