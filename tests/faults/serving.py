"""The application as it is served, over the network, and somebody who goes on working whatever happens to it."""

import http.client
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from tests.operations.office import environment


def free_port():
    """One that is not lent to connections on their way out, so that nobody takes it before we do."""
    while True:
        port = secrets.randbelow(12_000) + 20_000
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(place, **chosen):
    """The address of a server on a machine of its own, that knows the sessions of this process."""
    (place / "var" / "static").mkdir(parents=True, exist_ok=True)
    port = free_port()
    environ = environment(
        place, CASEFLOW_DEMONSTRATION="1", **{"CASEFLOW_SECRET_KEY": settings.SECRET_KEY, **chosen}
    ) | {"CASEFLOW_KEYS": str(settings.KEYS_DIR)}
    command = ["-m", "gunicorn", "caseflow.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4", "--timeout=120"]
    with (place / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command], env=environ, cwd=settings.BASE_DIR, stderr=log, stdout=log
        )
    try:
        _until_it_answers(server, port, place / "server.log")
        yield port, server
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(60)
        server.kill()
        server.wait()


def _until_it_answers(server, port, log):
    until = time.monotonic() + 300
    while True:
        try:
            ask(port, "GET", "/")
            return
        except OSError:
            assert server.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < until, log.read_text()[-3000:]
            time.sleep(0.1)


def ask(port, method, path, body="", seconds=300, **headers):
    """Status and text of an answer. Raises OSError where there is none."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        asked.request(method, path, body, headers)
        answer = asked.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        asked.close()


@dataclass
class Colleague:
    """Somebody who writes notes into a case and reads it; keeps in mind which notes were acknowledged."""

    cookies: dict
    form: dict
    address: str
    acknowledged: list = field(default_factory=list)
    refused: list = field(default_factory=list)  # status and text

    @classmethod
    def of(cls, user, case):
        client = Client()
        client.force_login(user)
        address = f"/cases/{case.dossier.reference}/"
        page = client.get(f"{address}annotate/").context["form"]
        form = {bound.html_name: bound.value() for bound in page if bound.value() is not None}
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        csrf = secrets.token_hex(16)
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: csrf}
        return cls(cookies, {**form, "version": "", "csrfmiddlewaretoken": csrf}, address)

    @property
    def headers(self):
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def write(self, port):
        """One note; the status of the answer."""
        token = secrets.token_urlsafe(16)
        body = urlencode({**self.form, "token": token, "note": "已与当事人联系。"})
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        status, text = ask(port, "POST", f"{self.address}annotate/", body, **headers)
        if status == 303:
            self.acknowledged.append(token)
        else:
            self.refused.append((status, text))
        return status

    def read(self, port):
        return ask(port, "GET", self.address, **self.headers)[0]
