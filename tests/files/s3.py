"""As much of an S3 store as django-storages asks of one, and the ways in which a store fails."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FAILURES = ("refuse", "hang", "500", "truncate", "short", "wrong")


class FakeS3:
    """``objects`` by key; ``mode`` is empty while all is well, else one of FAILURES."""

    def __init__(self):
        self.objects, self.mode, self.asked = {}, "", 0
        self.released = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def _handler(fake):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args):
                pass

            def do_HEAD(self):
                self.answer(with_body=False)

            def do_GET(self):
                self.answer(with_body=True)

            def do_PUT(self):
                content = self.rfile.read(int(self.headers["Content-Length"]))
                if self.fails():
                    return
                fake.objects[self.key()] = content[:-1] if fake.mode == "wrong" else content
                self.say(200, b"")

            def key(self):
                return urlsplit(self.path).path.split("/", 2)[-1]

            def fails(self):
                """The failures in which nothing sensible is said."""
                fake.asked += 1
                if fake.mode == "refuse":
                    self.close_connection = True
                    self.connection.close()
                elif fake.mode == "hang":
                    fake.released.wait(30)
                    self.close_connection = True
                elif fake.mode == "500":
                    self.say(500, b"<Error><Code>InternalError</Code></Error>")
                return fake.mode in {"refuse", "hang", "500"}

            def answer(self, with_body):
                if self.fails():
                    return
                query = parse_qs(urlsplit(self.path).query)
                if "list-type" in query or "prefix" in query:
                    keys = sorted(key for key in fake.objects if key.startswith(query["prefix"][0]))
                    body = "".join(f"<Contents><Key>{key}</Key><Size>1</Size></Contents>" for key in keys)
                    self.say(
                        200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{body}</ListBucketResult>".encode()
                    )
                elif self.key() not in fake.objects:
                    self.say(404, b"")
                else:
                    content = fake.objects[self.key()]
                    self.say(200, content, with_body)

            def say(self, status, content, with_body=True):
                sent, length = content, len(content)
                if with_body and self.command == "GET" and status == 200 and length:
                    if fake.mode == "wrong":
                        sent = bytes([content[0] ^ 1]) + content[1:]
                    elif fake.mode == "truncate":  # the connection ends before the content does
                        sent, self.close_connection = content[: length // 2], True
                    elif fake.mode == "short":  # and nothing says that there was more
                        sent = content[: length // 2]
                        length = len(sent)
                self.send_response(status)
                self.send_header("Content-Length", str(length))
                self.send_header("ETag", '"0"')
                self.send_header("Last-Modified", "Thu, 05 Mar 2026 00:00:00 GMT")
                self.end_headers()
                if with_body and self.command != "HEAD":
                    self.wfile.write(sent)

        return Handler
