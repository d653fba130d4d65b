"""Files in a bucket of an S3 store, for several machines: asked with little patience, for somebody waits for the page."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from s3transfer.exceptions import RetriesExceededError, S3DownloadFailedError, S3UploadFailedError
from storages.backends.s3 import S3Storage
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from .base import Damaged, Store, Unavailable

CONNECT, READ, PATIENCE = 0.7, 1.2, 0.8  # seconds: a store that says nothing is given up within three, all told
AWAY: tuple[type[Exception], ...] = (
    BotoCoreError,
    ClientError,
    Boto3Error,
    OSError,
    RetriesExceededError,
    S3DownloadFailedError,
    S3UploadFailedError,
)
Answer = TypeVar("Answer")


class Bucket(Store):
    """``storage`` is what django-storages makes of the bucket; only the calls here are used of it."""

    def __init__(self, storage: S3Storage, suffix: str = ""):
        super().__init__(suffix)
        self.storage = storage

    def exists(self, digest: str) -> bool:
        return self._ask(lambda: self.storage.exists(self.name_of(digest)))

    def digests(self) -> Iterator[str]:
        keys = self._ask(lambda: [each.key for each in self.storage.bucket.objects.filter(Prefix=self._prefix)])
        for key in keys:
            yield key.rsplit("/", 1)[-1].removesuffix(self.suffix)

    @property
    def _prefix(self) -> str:
        return f"{self.storage.location.rstrip('/')}/"

    def _write(self, digest: str, content: IO[bytes]) -> None:
        def save() -> None:
            content.seek(0)
            self.storage.save(self.name_of(digest), Kept(content))

        self._ask(save)

    def _read(self, digest: str) -> IO[bytes]:
        def fetch() -> IO[bytes]:
            found = self.storage.open(self.name_of(digest))
            return found.file

        try:
            return self._ask(fetch)
        except FileNotFoundError:
            raise Damaged(f"{digest} is missing.") from None

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        """The answer; what fails at once is asked again for ``PATIENCE``, what was waited for in vain is not.

        Every question may be asked twice: what is written is named by its content.
        """
        again = Retrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, AWAY) and not isinstance(error, FileNotFoundError)
            ),
            stop=stop_after_delay(PATIENCE),
            wait=wait_fixed(0.15),
            reraise=True,
        )
        try:
            return again(question)
        except FileNotFoundError:
            raise
        except AWAY as error:
            raise Unavailable(type(error).__name__) from error


class Kept(File):
    """A file that boto3 may not close: it is still wanted."""

    def close(self) -> None:
        pass


@lru_cache(maxsize=16)
def bucket(address: str, endpoint: str, kind: str, suffix: str) -> Bucket:
    """The store at ``address`` (s3://bucket/place) for files of one kind; one client for each, made once."""
    return Bucket(S3Storage(**options(address, endpoint, kind)), suffix)


def options(address: str, endpoint: str, kind: str) -> dict[str, Any]:
    """What django-storages is told."""
    parts = urlsplit(address)
    return {
        "bucket_name": parts.netloc,
        "location": "/".join(each for each in (parts.path.strip("/"), kind) if each),
        "endpoint_url": endpoint or None,
        "region_name": settings.STORE_REGION,
        "access_key": settings.STORE_KEY or None,
        "secret_key": settings.STORE_SECRET or None,
        "default_acl": None,
        "file_overwrite": True,
        "querystring_auth": True,
        "client_config": Config(
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
        "transfer_config": TransferConfig(
            use_threads=False, num_download_attempts=1, multipart_threshold=2 * settings.UPLOAD_MAX_BYTES
        ),
    }
