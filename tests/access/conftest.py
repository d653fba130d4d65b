"""Figures and scales as in the tests of faults; desks as in the tests of pages."""

from tests.faults.conftest import figures, scale  # noqa: F401
from tests.pages.conftest import at, desk, on_day  # noqa: F401
from tests.support.conftest import folk  # noqa: F401
