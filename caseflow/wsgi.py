"""The entry point of a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseflow.settings")
application = get_wsgi_application()

from documents.rendering import warm  # settings first

warm()  # the first paper is then set as quickly as any other
