"""The pages of the public in a browser without scripts, on a telephone and on a desk: a tip, its receipt, an answer."""

import pytest
from django.core.cache import cache

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(params=[(360, 740), (1280, 900)], ids=["telephone", "desk"])
def page(request, chromium, live_server, people, settings):
    settings.PUBLIC_HOST, settings.PUBLIC_DISK_RESERVE = "tips.localhost", 0
    settings.ALLOWED_HOSTS = ["localhost", "tips.localhost"]
    cache.clear()
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        java_script_enabled=False,
        base_url=live_server.url.replace("localhost", "tips.localhost"),
    )
    made = context.new_page()
    made.told = []
    made.on("console", lambda line: made.told.append(line.text) if "Content Security" in line.text else None)
    made.foreign = []
    made.on("request", lambda sent: made.foreign.append(sent.url) if "tips.localhost" not in sent.url else None)
    yield made
    context.close()


def fits(page):
    assert page.evaluate(WIDE) <= 0


def test_a_tip_is_given_followed_and_added_to(page):
    page.goto("/")
    fits(page)
    page.click("button[type=submit]")
    fits(page)
    assert page.locator(".errors li").count() == 3
    page.fill("[name=about_name]", "惠康理疗")
    page.fill("[name=about_address]", "东关街 3 号二楼")
    page.fill("[name=summary]", "抽血六千，三天出结果。")
    page.click("button[type=submit]")
    receipt = page.locator(".slip__code b").inner_text().strip()
    fits(page)
    page.goto("/receipt/")
    page.fill("[name=receipt]", receipt)
    page.click("button[type=submit]")
    fits(page)
    page.fill("[name=text]", "门口有蓝色帘子")
    page.click("button[type=submit]")
    assert "门口有蓝色帘子" in page.inner_text("main")
    for address in ("/verify/", "/privacy/", "/en/", "/no/such/page"):
        page.goto(address)
        fits(page)
    assert (page.context.cookies(), page.told, page.foreign) == ([], [], [])
