"""The addresses of custody."""

from django.urls import path

from . import disposals, views

ONE = "<reference:reference>/<str:what>/<int:row>/"

urlpatterns = [
    path("", views.overview, name="unsealings"),
    path("<int:pk>/", views.one, name="unsealing"),
    path("<int:pk>/decide/", views.decide, name="unsealing-decide"),
    path("<int:pk>/look/", views.look, name="unsealing-look"),
    path("<int:pk>/originals/<int:upload>/", views.original, name="unsealing-original"),
    path("<int:pk>/close/", views.close, name="unsealing-close"),
    path("<int:pk>/review/", views.review, name="unsealing-review"),
    path("retention/", disposals.listing, name="retention"),
    path("retention/<int:pk>/", disposals.one, name="disposal"),
    path("retention/<int:pk>/review/", disposals.review, name="disposal-review"),
    path("retention/hold/", disposals.hold, name="hold"),
    path("retention/holds/<int:pk>/lift/", disposals.lift, name="hold-lift"),
    path(f"ask/{ONE}", views.ask, name="unsealing-ask"),
    path(f"erase/{ONE}", disposals.erase, name="erase"),
]
