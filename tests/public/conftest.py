"""Somebody outside, at the pages of the public."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caseflow.enforcement.models import Tip
from tests.files.made import exif, picture
from tests.pages.conftest import Desk

HOST = "tips.example"
TOLD = {
    "kinds": ["test", "broker"],
    "about_name": "惠康理疗",
    "about_address": "城关镇东关街，邮局往北第三家，二楼",
    "happened": "十月初，晚上七八点",
    "summary": "楼下有人带着上去，说抽血六千，三天出结果。",
    "contact": "anonymous",
}
NAMED = {"contact": "named", "name": "郭志明", "phone": "13800001234", "wants_reply": "on"}


class Stranger:
    """Nobody known, with a browser."""

    def __init__(self, **headers):
        self.client = Client(HTTP_HOST=HOST, **headers)

    def get(self, address, **options):
        return self.client.get(address, **options)

    def tell(self, address="/", **typed):
        """Send the form of a tip; ``typed`` beside or in place of what everybody here tells."""
        shown = self.get(address).context["form"]
        return self.client.post(address, {"token": shown.initial["token"], **TOLD, **typed})

    def receipt(self, **typed):
        """The receipt of a tip that is sent now."""
        return receipt_in(self.tell(**typed))

    def look(self, receipt):
        return self.client.post("/receipt/", {"receipt": receipt})

    def add(self, receipt, **typed):
        shown = self.look(receipt).context["form"].initial
        return self.client.post("/receipt/", {"token": shown["token"], "ticket": shown["ticket"], **typed})


def receipt_in(answer):
    assert answer.status_code == 200, answer.content.decode()
    return re.search(r"[2-9A-Z]{5}(?:-[0-9]{4}){4}", answer.content.decode())[0]


def photo(name="IMG_20261001_郭志明.jpg"):
    """A picture that says where it was taken, and by whom."""
    return SimpleUploadedFile(name, picture(exif=exif()), "image/jpeg")


@pytest.fixture(autouse=True)
def open_house(settings):
    settings.PUBLIC_HOST = HOST
    settings.ALLOWED_HOSTS = ["testserver", HOST]
    settings.PUBLIC_DISK_RESERVE = 0
    cache.clear()


@pytest.fixture
def stranger(people):
    return Stranger()


@pytest.fixture
def tip(stranger):
    """``tip(**typed)``: what a stranger has told, as it lies in the house, with its receipt."""

    def send(**typed):
        receipt = stranger.receipt(**typed)
        found = Tip.objects.select_related("dossier", "reporter").latest("pk")
        found.held = receipt
        return found

    return send


@pytest.fixture
def desk():
    return Desk
