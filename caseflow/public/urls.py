"""The addresses of the public host. English ones begin with /en/: a choice that no cookie has to keep."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from . import verifying, views

handler400 = "caseflow.public.views.bad_request"
handler403 = "caseflow.public.views.forbidden"
handler404 = "caseflow.public.views.not_found"
handler500 = "caseflow.public.views.broken"
urlpatterns = i18n_patterns(
    path("", views.tip, name="public-tip"),
    path("receipt/", views.receipt, name="public-receipt"),
    path("verify/", verifying.verify, name="public-verify"),
    path("privacy/", views.privacy, name="public-privacy"),
    prefix_default_language=False,
)
