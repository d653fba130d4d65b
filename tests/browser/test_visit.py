"""A festival visit on a telephone: with the network and without it, and what becomes of it when others wrote meanwhile."""

from datetime import date, time

import pytest
import time_machine

from caseflow.cases.transitions import perform
from caseflow.support import calendar
from caseflow.support.models import Visit
from tests.kernel import afresh
from tests.support import walk as support
from tests.walk import make_agency, moment

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}}
DAY = date(2026, 6, 8)
SMALL = """() => [...document.querySelectorAll('.pocket a, .pocket button, .pocket summary, .pocket .choice')]
  .filter(e => e.offsetParent && !e.closest('.draft') && e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def folk(transactional_db):
    return support.make_people(make_agency())


@pytest.fixture
def family(folk):
    family = support.bring_family_to(folk, "team_assignment")
    for day in (date(2026, 4, 8), date(2026, 6, 5)):
        with time_machine.travel(moment(day, 9), tick=False):
            calendar.run()
    return afresh(family)


def fits(desk):
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert desk.page.evaluate(SMALL) == []


def fill(desk, note):
    desk.fill(
        channel="HOME", clock="9:30", members="何秀英女士", items="身体和用药", observation=note, next_step="下周送药"
    )


def until(page, holds, argument=None):
    """Ask until it holds; the policy of the pages lets no text be evaluated in them."""
    for _half_a_second in range(240):
        if page.evaluate(holds, argument):
            return
        page.wait_for_timeout(500)
    raise AssertionError(holds)


def finish(desk):
    desk.page.click(".pocket__bar button")


@pytest.mark.parametrize("script", [True, False])
def test_a_festival_visit_is_recorded_on_a_telephone(folk, family, at_desk, on_day, script, tmp_path):
    with on_day(DAY, 10):
        desk = at_desk("zhou", java_script_enabled=script, **PHONE)
        desk.go("/helper/")
        assert "端午节" in desk.text
        if script:
            fits(desk)
        desk.go(f"/helper/visits/{family.dossier.reference}/")
        if script:
            fits(desk)
        fill(desk, "两位都好")
        finish(desk)
        desk.page.wait_for_url("**/helper/")
        assert "走访已经登记" in desk.text
    assert Visit.objects.get().observation == "两位都好"
    assert not desk.failures


def test_without_a_network_it_waits_on_the_device_and_on_a_conflict_the_person_decides(folk, family, at_desk, on_day):
    with on_day(DAY, 10):
        desk = at_desk("zhou", **PHONE)
        page, reference = desk.page, family.dossier.reference
        desk.go("/helper/")
        until(page, "async url => !!(await caches.match(url))", f"/helper/visits/{reference}/")
        page.context.set_offline(True)

        # the list and the form of the visit are there without a network
        page.goto(desk.address + "/helper/")
        assert "端午节" in desk.text
        page.click("a[data-visit]")
        page.wait_for_selector("form[data-keep]")
        fits(desk)
        fill(desk, "两位都好，说起眼睛")
        finish(desk)
        until(page, "(document.getElementById('kept')?.textContent ?? '').includes('还没有送出')")
        assert not Visit.objects.exists()
        kept = page.evaluate(
            """() => new Promise(done => { indexedDB.open('caseflow-helper', 1).onsuccess = e =>
            e.target.result.transaction('drafts').objectStore('drafts').getAll().onsuccess = r => done(r.target.result) })"""
        )
        assert len(kept) == 1
        assert "csrfmiddlewaretoken" not in str(kept)

        # meanwhile a colleague records a visit of her own
        facts = {"day": DAY, "clock": time(8, 0), "channel": "PHONE", "minutes": 5, "occasion": "ROUTINE"}
        more = {"visitors": [folk.lei], "items": ["mood"], "next_step": "再打电话", "observation": "石磊打过电话"}
        perform(afresh(family), "record_visit", by=folk.lei, members=list(family.members.all()), **facts, **more)

        # back: nothing is written over; both are shown, and the person decides
        desk.failures.clear()
        page.context.set_offline(False)
        page.goto(desk.address + "/helper/")
        page.wait_for_selector("#conflicts button")
        assert Visit.objects.count() == 1
        fits(desk)
        page.click("#conflicts button")
        page.wait_for_selector("#error-summary")
        assert "石磊打过电话" in desk.text
        assert page.input_value("[name=observation]") == "两位都好，说起眼睛"
        fits(desk)
        finish(desk)
        page.wait_for_url("**/helper/")
        assert Visit.objects.filter(observation="两位都好，说起眼睛").count() == 1
        assert Visit.objects.count() == 2
        until(page, "document.getElementById('conflicts').hidden")
        left = "() => new Promise(d => { indexedDB.open('caseflow-helper', 1).onsuccess = e => e.target.result.transaction('drafts').objectStore('drafts').count().onsuccess = r => d(r.target.result) })"
        assert page.evaluate(left) == 0

        # signing out empties the device
        page.click(".pocket .menu summary")
        page.click("form[data-leave] button")
        page.wait_for_url("**/login/**")
        assert page.evaluate("caches.keys()") == []


def test_sent_by_itself_when_the_network_is_back(folk, family, at_desk, on_day):
    with on_day(DAY, 10):
        desk = at_desk("zhou", **PHONE)
        page = desk.page
        desk.go(f"/helper/visits/{family.dossier.reference}/")
        page.context.set_offline(True)
        fill(desk, "没有信号时写的")
        finish(desk)
        until(page, "(document.getElementById('kept')?.textContent ?? '').includes('还没有送出')")
        page.context.set_offline(False)
        until(page, "(document.getElementById('kept')?.textContent ?? '').includes('已经送出')")
    assert Visit.objects.get().observation == "没有信号时写的"
