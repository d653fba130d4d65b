"""A receipt opens one tip to whoever holds it, and tells nothing to anybody else."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import identify_hasher
from django.utils import timezone

from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.enforcement.models import Tip
from caseflow.people.models import Notice
from caseflow.receipts import codes, limits
from caseflow.receipts.models import Message, Receipt
from tests import walk

from .conftest import Stranger, photo

pytestmark = pytest.mark.django_db


def wrong(receipt):
    return receipt[:-1] + ("0" if receipt[-1] != "0" else "1")


def unknown(receipt):
    return ("A" if receipt[0] != "A" else "B") + receipt[1:]


def test_what_is_kept_of_it_is_a_hash_of_the_kind_of_passwords(tip, settings):
    settings.PASSWORD_HASHERS = ["caseflow.people.hashing.Argon2"]
    held = tip().held
    row = Receipt.objects.get()
    hasher = identify_hasher(row.digest)
    assert hasher.algorithm == "argon2"
    assert len(hasher.decode(row.digest)["salt"]) * 6 >= 32  # bits
    assert held[6:].replace("-", "") not in str(Receipt.objects.values().get())
    assert codes.find(held) == row


@pytest.mark.parametrize("change", [str.lower, lambda r: r.replace("-", " "), lambda r: r.replace("-", "")])
def test_it_is_read_however_it_is_typed(tip, stranger, change):
    assert "已经收到" in stranger.look(change(tip().held)).content.decode()


def test_the_alphabet_holds_nothing_that_looks_like_another():
    assert len(set(codes.LETTERS)) == 32
    assert not set("01IO") & set(codes.LETTERS)


def test_wrong_and_unknown_are_one_answer(tip, stranger, monkeypatch):
    held = tip().held
    seen = []
    for typed in (wrong(held), unknown(held)):
        answer = stranger.look(typed)
        seen.append((answer.status_code, answer.content.replace(typed.encode(), b""), dict(answer.headers)))
    for each in seen:
        each[2].pop("X-Request-ID")
    assert seen[0] == seen[1]
    assert seen[0][0] == 422


def test_one_hash_whatever_is_typed(tip, stranger, monkeypatch):
    held, made = tip().held, []
    real = codes.check_password
    monkeypatch.setattr(codes, "check_password", lambda *args: made.append(1) or real(*args))
    for typed in (held, wrong(held), unknown(held), "nonsense"):
        stranger.look(typed)
    assert len(made) == 4


def test_ten_tries_an_hour_whoever_forges_what(tip):
    """Fifty tries with headers that say other addresses: ten are judged, and then even the right one waits."""
    held = tip().held
    statuses = []
    for number in range(50):
        address = f"203.0.113.{number}"
        with time_machine.travel(timezone.now() + timedelta(seconds=2 * number)):
            forged = Stranger(HTTP_X_FORWARDED_FOR=address, HTTP_X_REAL_IP=address, REMOTE_ADDR=address)
            statuses.append(forged.look(wrong(held)).status_code)
    assert (statuses.count(422), statuses.count(429)) == (10, 40)
    assert Stranger().look(held).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=3)):
        assert Stranger().look(held).status_code == 200


def test_an_unknown_locator_is_limited_like_a_known_one(tip):
    held = unknown(tip().held)
    statuses = []
    for number in range(12):
        with time_machine.travel(timezone.now() + timedelta(seconds=2 * number)):
            statuses.append(Stranger().look(held).status_code)
    assert statuses == [422] * 10 + [429] * 2


def test_ten_tries_a_second_of_everybody_together(people):
    with time_machine.travel(walk.moment(walk.date(2026, 3, 2)), tick=False):
        statuses = [Stranger().look(f"AAAA{letter}-1234-5678-9012-3456").status_code for letter in codes.LETTERS[:12]]
    assert statuses == [422] * 10 + [429] * 2


def test_where_the_cache_is_away_nothing_is_told(tip, stranger, monkeypatch):
    held = tip().held

    class Away:
        def add(self, *args, **options):
            raise ConnectionError

    monkeypatch.setattr(limits, "cache", Away())
    assert stranger.look(held).status_code == 429


# --- what is told


def state_of(stranger, told):
    return stranger.look(told.held).content.decode()


def test_the_words_disclose_nothing_of_the_case(tip, stranger, people):
    told = tip(about_name="惠康理疗")
    assert "正在核查" in state_of(stranger, told)
    perform(told, "take_in", by=people.intake, about=walk.clinic())
    perform(told, "assign_check", by=people.unit_head, officers=[people.li, people.zhao])
    checking = state_of(stranger, told)
    perform(told, "accept", by=people.head)
    accepted = state_of(stranger, told)
    assert "本机关已经受理" in accepted
    case = Tip.objects.get(pk=told.pk).case
    for text in (checking, accepted):
        for secret in ("李建国", "赵红", "安和门诊部", "惠康理疗", case.dossier.reference, told.dossier.reference):
            assert secret not in text


@pytest.mark.parametrize(
    ("ground", "words"),
    [("NF2", "不足以立案"), ("NF3", "不属于本机关管辖"), ("NF4", "追责时效"), ("NF6", "不予行政处罚的情形")],
)
def test_not_accepted_says_the_class_of_the_reason(tip, stranger, people, ground, words):
    told = tip()
    perform(told, "take_in", by=people.intake)
    perform(told, "assign_check", by=people.unit_head, officers=[people.li, people.zhao])
    perform(told, "decline", by=people.head, ground=ground, reason="经查，李某某家中没有设备。")
    text = state_of(stranger, told)
    assert words in text
    assert "李某某" not in text


def test_transferred_and_closed_have_their_words(tip, stranger, people):
    told = tip()
    perform(told, "take_in", by=people.intake)
    perform(told, "assign_check", by=people.unit_head, officers=[people.li, people.zhao])
    perform(told, "transfer", by=people.head, addressee="TR-P", body="青岚县公安局", reason="涉嫌犯罪")
    text = state_of(stranger, told)
    assert "已转送有权处理的机关" in text
    assert "公安局" not in text


# --- talking


def test_the_office_asks_and_the_reporter_answers_with_a_file(tip, stranger, people, desk):
    told = tip()
    perform(told, "take_in", by=people.intake)
    clerk = desk(people.intake)
    assert clerk.submit(f"/cases/{told}/write_to_reporter/", text="请问是几楼？").status_code == 303
    assert "请问是几楼？" in state_of(stranger, told)
    answer = stranger.add(told.held, text="二楼，门口有蓝色帘子。", attached=photo())
    assert "补充的内容已经收到" in answer.content.decode()
    page = clerk.get(f"/cases/{told}/").content.decode()
    assert "二楼，门口有蓝色帘子。" in page
    assert "举报附件1.jpg" in page
    assert "举报人有新的补充" in page
    assert Notice.objects.filter(user=people.intake, kind="reporter_wrote").exists()


def test_what_the_reporter_adds_is_not_written_in_the_chain_for_ever(tip, stranger):
    told = tip()
    stranger.add(told.held, text="我是隔壁药店的小郭")
    event = told.dossier.events.get(transition="hear_from_reporter")
    assert "小郭" not in event.facts
    assert Message.objects.get().text == "我是隔壁药店的小郭"


def test_an_answer_sent_twice_is_one(tip, stranger):
    told = tip()
    shown = stranger.look(told.held).context["form"].initial
    data = {"token": shown["token"], "ticket": shown["ticket"], "text": "补充"}
    for _n in range(2):
        assert stranger.client.post("/receipt/", data).status_code == 200
    assert Message.objects.count() == 1


def test_a_ticket_runs_out_and_what_was_typed_stays(tip, stranger):
    told = tip()
    shown = stranger.look(told.held).context["form"].initial
    data = {"token": shown["token"], "ticket": shown["ticket"], "text": "写了很久的话"}
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = stranger.client.post("/receipt/", data)
    assert answer.status_code == 422
    assert "写了很久的话" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("ticket", ["1", "", "1:x:y"])
def test_a_ticket_that_is_not_ours_opens_nothing(tip, stranger, ticket):
    tip()
    answer = stranger.client.post("/receipt/", {"ticket": ticket, "text": "x"})
    assert answer.status_code == 422
    assert "正在核查" not in answer.content.decode()


def test_neither_words_nor_files_is_asked_for_something(tip, stranger):
    assert "请写几句话" in stranger.add(tip().held).content.decode()


def test_no_more_additions_than_a_day_allows(tip, stranger, settings):
    settings.PUBLIC_ADDITIONS_A_DAY = 1
    told = tip()
    stranger.add(told.held, text="一")
    assert "请明天再补充" in stranger.add(told.held, text="二").content.decode()
    assert Message.objects.count() == 1


def test_even_a_closed_tip_is_added_to(tip, stranger, people):
    told = tip()
    perform(told, "take_in", by=people.intake)
    perform(told, "assign_check", by=people.unit_head, officers=[people.li, people.zhao])
    perform(told, "decline", by=people.head, ground="NF2", reason="没有证据")
    assert "已经收到" in stranger.add(told.held, text="我又看见了").content.decode()


def test_messages_go_by_receipt_alone(open_tip, people):
    with pytest.raises(Refused, match="没有收据号"):
        perform(open_tip(), "write_to_reporter", by=people.intake, text="您好")


def test_who_may_not_read_the_tip_writes_nothing(tip, people, desk):
    told = tip()
    with pytest.raises(NotPermitted):
        perform(told, "write_to_reporter", by=people.finance, text="您好")
    assert desk(people.finance).get(f"/cases/{told}/write_to_reporter/").status_code == 404
    assert desk(people.li).get(f"/cases/{told}/").status_code == 404
