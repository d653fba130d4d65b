"""What hostile input is tried on: people at their desks, and as often as this run asks for."""

from tests.faults.conftest import figures, scale  # noqa: F401
from tests.pages.conftest import at, desk, on_day  # noqa: F401
from tests.support.conftest import folk  # noqa: F401
