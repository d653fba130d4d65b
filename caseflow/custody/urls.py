"""The addresses of custody."""

from django.urls import path

from . import disposals, views

ONE = "<reference:reference>/<str:what>/<key:row>/"

urlpatterns = [
    path("", views.overview, name="unsealings"),
    path("<key:pk>/", views.one, name="unsealing"),
    path("<key:pk>/decide/", views.decide, name="unsealing-decide"),
    path("<key:pk>/look/", views.look, name="unsealing-look"),
    path("<key:pk>/originals/<key:upload>/", views.original, name="unsealing-original"),
    path("<key:pk>/close/", views.close, name="unsealing-close"),
    path("<key:pk>/review/", views.review, name="unsealing-review"),
    path("retention/", disposals.listing, name="retention"),
    path("retention/<key:pk>/", disposals.one, name="disposal"),
    path("retention/<key:pk>/review/", disposals.review, name="disposal-review"),
    path("retention/hold/", disposals.hold, name="hold"),
    path("retention/holds/<key:pk>/lift/", disposals.lift, name="hold-lift"),
    path(f"ask/{ONE}", views.ask, name="unsealing-ask"),
    path(f"erase/{ONE}", disposals.erase, name="erase"),
]
