"""What makes the moves of contact lawful in the walk over the table."""

from datetime import date, time, timedelta

from django.utils import timezone


def today(now):
    return timezone.localdate(now)


def a_visit(p, family, now, **more):
    return {
        "day": today(now),
        "clock": time(0, 5),
        "channel": "HOME",
        "occasion": "ROUTINE",
        "visitors": [p.zhou],
        "members": list(family.members.all()),
        "items": ["health"],
        "next_step": "下月再来",
        **more,
    }


def register(rows, act):
    def confirm_visit(p, family, now):
        later = now + timedelta(days=3)  # it was written down too late to count by itself
        act(family, "record_visit", p.zhou, later, **a_visit(p, family, now))
        return {"visit": family.visits.first(), "how": "问过本人"}, later

    rows["record_visit"] = a_visit
    rows["confirm_visit"] = confirm_visit
    rows["learn_of_event"] = lambda p, family, now: {"kind": "MAJOR_EVENT", "learned": today(now)}
    rows["choose_frequency"] = lambda p, family, now: {
        "profile": "HIGH",
        "since": date(2027, 1, 1),
        "why": "近来身体不好",
    }
    rows["set_greeting"] = lambda p, family, now: {"member": family.members.first(), "wanted": True}
