"""“能领什么” in the browser: on a telephone, without JavaScript, nothing wider than the screen."""

from datetime import date

import pytest

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}}
SOMEBODY = {
    "type": "DEATH",
    "born": "1966-03-18",
    "event_on": "2019-05-02",
    "confirmed_from": "2024-05-06",
    "pension": True,
    "stays": "2026-03-10 至 2026-03-20\n2026-03-20 至 2026-03-28",
    "paid_days": "5",
}


@pytest.mark.parametrize("script", [True, False])
def test_a_village_worker_finds_what_a_family_can_have(everybody, at_desk, on_day, script):
    with on_day(date(2026, 4, 10)):
        desk = at_desk("li", java_script_enabled=script, **PHONE)
        desk.go("/calculators/benefits/")
        desk.fill(**SOMEBODY)
        desk.submit()
        assert "¥1,000.00" in desk.text
        assert "2026年3月18日满60周岁，当天起计。" in desk.text
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360 if script else True
    assert not desk.failures
