"""The people of support by name, each with the office and the area that the walk gives them."""

import pytest

from tests.support import walk


@pytest.fixture
def folk(agency):
    return walk.make_people(agency)
