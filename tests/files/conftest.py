"""An S3 store in the process of the tests, for what needs one."""

import pytest

from tests.files.s3 import FakeS3


@pytest.fixture
def s3(settings):
    """A store that keeps what it is given, until ``s3.mode`` says otherwise; papers and evidence lie there."""
    with FakeS3() as fake:
        settings.STORE, settings.STORE_ENDPOINT = "s3://county/caseflow", fake.address
        settings.STORE_KEY, settings.STORE_SECRET = "key", "secret"
        yield fake
