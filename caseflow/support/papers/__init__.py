"""The papers support issues: which there are, and what goes into each. Papers are Chinese whatever the language of the pages."""

from . import application, county, family, money
from .catalogue import CATALOGUE
from .context import context

__all__ = ["CATALOGUE", "application", "context", "county", "family", "money"]
