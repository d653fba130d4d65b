"""An upload that was cut off on its way is no upload: Django would take what has come for the whole file."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


class Whole(FileUploadHandler):
    """Stands before the handlers that keep the content, and keeps nothing."""

    chunk_size = 64 * 2**10

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None):
        self.stream = getattr(input_data, "_stream", None)  # counts what has come
        self.promised = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def upload_complete(self) -> None:
        """Raises MultiPartParserError, which is answered with 400."""
        come = getattr(self.stream, "_pos", self.promised)
        if come < self.promised:
            raise MultiPartParserError("The request ended before its content did.")
