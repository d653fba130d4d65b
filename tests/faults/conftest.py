"""How often a fault is made to happen: a few times in every run of the tests, as often as promised in ``make faults``."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FULL = os.environ.get("CASEFLOW_FAULTS") == "full"


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def scale():
    """``scale(short, full)`` is the number of rounds of this run."""
    return lambda short, full: full if FULL else short


@pytest.fixture
def figures(record_property):
    """``figures("0 lost of 8,507")`` is printed at the end of the run, beside the name of the test."""
    return lambda text: record_property("figures", text)


@pytest.fixture
def on_disk(transactional_db):
    """A database that other processes can open too."""
    from django.db import connection

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database on disk: CASEFLOW_TEST_ON_DISK=1")


@pytest.fixture
def carry(settings):
    """``carry()`` lets the outbox be carried by Redis, in a corner of our own."""
    from tests.faults.carrying import carried

    with carried(settings) as carry:
        yield carry
