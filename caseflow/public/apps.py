"""The app of the public pages. It keeps nothing of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    name = "caseflow.public"
    label = "public"
    verbose_name = _("公众网页")
