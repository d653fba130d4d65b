"""The entry point of a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseflow.settings")
application = get_wsgi_application()

from django.conf import settings

from caseflow import arriving, safety
from documents.rendering import warm  # settings first
from outbox.pool import keep_looking

application.request_class = arriving.Request
safety.insist()
warm()  # the first paper is then set as quickly as any other
if settings.OUTBOX_RUNS == "after_commit":
    keep_looking()  # the promises of a process that was stopped, and what the clock owes
