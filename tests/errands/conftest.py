"""Somebody at a desk, and what the background does for them."""

import pytest

from outbox.runner import run_due
from tests.pages.conftest import at, desk, on_day  # noqa: F401


@pytest.fixture
def background():
    """``background()`` carries out what is due."""

    def run():
        while run_due():
            pass

    return run
