"""The addresses of the helper's pages, below which their service worker sees requests, and of what is kept of contact."""

from django.urls import path

from . import day, year

urlpatterns = [
    path("", day.today, name="helper-day"),
    path("worker.js", day.worker, name="helper-worker"),
    path("visits/<reference:reference>/", day.visit, name="helper-visit"),
    path("families/<reference:reference>/", day.family, name="helper-family"),
    path("overdue/", year.overdue, name="overdue"),
    path("calendar/", year.calendar, name="year-calendar"),
    path("calendar/ages/<key:age>/", year.ages, name="turning"),
]
