"""The pages of a batch: what they show, to whom, and that a larger batch asks no more of the database."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel import at
from tests.pages.conftest import Desk
from tests.support import money
from tests.walk import moment

pytestmark = pytest.mark.django_db


def asked(desk, address):
    desk.client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = desk.client.get(address)
    assert answer.status_code == 200
    return len(queries), answer.content.decode()


def test_more_lines_ask_no_more(folk):
    money.set_rates()
    family = money.paid_family(folk)
    batch = money.open_batch(folk)
    money.crowd(folk, family, 20)
    batch = money.bring_to(folk, "batch_checked", batch)
    with at(moment(date(2026, 4, 22), 9)):
        desk, lines = Desk(folk.zou), f"/batches/{batch.dossier.reference}/lines/"
        few = [asked(desk, address)[0] for address in (f"/cases/{batch.dossier.reference}/", lines, "/batches/")]
    type(batch).objects.filter(pk=batch.pk).update(state="batch_closed")
    larger = money.open_batch(folk, day=(4, 22))
    with at(moment(date(2026, 4, 23), 9)):
        desk, lines = Desk(folk.zou), f"/batches/{larger.dossier.reference}/lines/"
        many, page = asked(desk, lines)
        assert many <= few[1]
        assert page.count("<tr>") == 51  # a page of them, and the heading
        _n, following = asked(desk, f"{lines}?after={money.lines(larger)[49].pk}")
        assert following.count("<tr>") == 31


def test_finance_sees_batches_and_no_family(folk):
    batch = money.bring_to(folk, "at_bank")
    family = money.lines(batch)[0].entitlement.household
    with at(moment(date(2026, 4, 22), 9)):
        finance, village = Desk(folk.qian), Desk(folk.zhou)
        assert "¥1,840.04" in asked(finance, f"/cases/{batch.dossier.reference}/")[1]
        assert finance.client.get(f"/cases/{family.dossier.reference}/").status_code == 404
        assert village.client.get(f"/cases/{batch.dossier.reference}/").status_code == 404
        assert village.client.get(f"/batches/{batch.dossier.reference}/lines/").status_code == 404
        assert "¥460.01" not in asked(village, f"/cases/{family.dossier.reference}/")[1]
        answer = finance.client.post(f"/batches/files/{batch.files.get().pk}/")
        assert answer.content.decode("gb18030").count(money.card(1)) == 4
        assert Desk(folk.zou).client.post(f"/batches/files/{batch.files.get().pk}/").status_code == 403
