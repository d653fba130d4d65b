"""The papers support issues: which there are, and what goes into each. Papers are Chinese whatever the language of the pages."""

from . import accompanying, application, contact, county, family, team
from .catalogue import CATALOGUE
from .context import context

__all__ = ["CATALOGUE", "accompanying", "application", "contact", "context", "county", "family", "team"]
