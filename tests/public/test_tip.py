"""A tip from outside: taken as it is told, opened in the real procedure by nobody of the house, and sealed where it must be."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caseflow.audit.models import Entry
from caseflow.cases import received
from caseflow.cases.models import Dossier, Event, Upload
from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.cases.work import OPEN
from caseflow.custody import kinds, unsealing
from caseflow.enforcement.models import Reporter, Tip
from caseflow.procedure import PUBLIC
from caseflow.receipts.models import Receipt
from caseflow.vault import store
from tests.custody.conftest import REASON
from tests.files.made import WHO
from tests.walk import clinic

from .conftest import NAMED, TOLD, Stranger, photo, receipt_in

pytestmark = pytest.mark.django_db


def test_it_is_registered_by_nobody_of_the_house(tip):
    told = tip()
    event = told.dossier.events.get(transition="register")
    assert (event.actor, event.role, event.who) == (None, "public", "公众网页")
    assert (told.state, told.source, told.channel, told.from_public) == ("registered", "tip_off", "website", True)
    assert told.dossier.reference.startswith("JB-620702-")
    assert {limit.code for limit in told.dossier.deadlines.all()} == {"DL-04"}  # nobody to tell by name


def test_what_was_told_is_kept_in_its_words(tip):
    told = tip()
    assert told.about_name == TOLD["about_name"]
    assert told.summary.startswith(TOLD["summary"])
    assert "举报人所述时间：十月初，晚上七八点" in told.summary
    assert "介绍、组织孕妇" in told.summary


def test_it_waits_for_a_clerk_who_reads_it_first(tip, people, desk):
    told = tip()
    (process,) = told.dossier.processes.all()
    (task,) = process.task_set.filter(status__in=OPEN)
    assert task.flow_task.name == "take_in_clue"
    assert "惠康理疗" in desk(people.intake).get("/").content.decode()
    with pytest.raises(Refused, match="先由受理人核对"):
        perform(told, "assign_check", by=people.unit_head, officers=[people.li, people.zhao])
    page = desk(people.intake).submit(f"/cases/{told}/take_in/", about=clinic().credit_code, violation="P-01")
    assert page.status_code == 303
    assert Tip.objects.get(pk=told.pk).institution == clinic()
    assert [task.flow_task.name for task in process.task_set.filter(status__in=OPEN)] == ["assign_clue"]


def test_whoever_took_it_in_does_not_decide_on_it(tip, people):
    told = tip()
    perform(told, "take_in", by=people.intake)
    assert (people.intake.pk, "enter_tip", "") in Dossier.objects.get(pk=told.dossier_id).sides


def test_nobody_of_the_house_registers_in_its_name(people):
    from caseflow.cases.transitions import open_dossier

    with pytest.raises(NotPermitted):
        open_dossier(Tip, "register", by=None, agency=people.agency, source="tip_off", channel="website", summary="x")


def test_who_gives_a_name_is_sealed_and_told_within_fifteen_days(tip, people, desk):
    told = tip(**NAMED)
    assert told.real_name
    assert told.answerable
    assert "DL-01" in {limit.code for limit in told.dossier.deadlines.all()}
    page = desk(people.intake).get(f"/cases/{told}/").content.decode()
    assert NAMED["name"] not in page
    assert NAMED["phone"] not in page
    row = Reporter.objects.filter(pk=told.reporter_id).values().get()
    assert NAMED["name"] not in str(row)
    assert NAMED["name"] not in "".join(Event.objects.values_list("facts", flat=True))


def test_a_name_without_a_way_to_answer_is_asked_for_one(stranger):
    answer = stranger.tell(contact="named", name="郭志明")
    assert answer.status_code == 422
    assert "电话或者地址" in answer.content.decode()
    assert 'value="郭志明"' in answer.content.decode()


def test_what_was_typed_stays_on_an_error(stranger):
    answer = stranger.tell(about_name="", kinds=["goods"], summary="说抽血六千\n三天出结果")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写“单位、店铺或者人的名称”" in text
    assert "说抽血六千\n三天出结果" in text
    assert TOLD["about_address"] in text
    assert not Dossier.objects.exists()


def test_hostile_text_is_text(tip, stranger, people, desk):
    script = "<script>alert(1)</script>{{7*7}}'; DROP TABLE x;--"
    told = tip(summary=script, about_name='"><img src=x onerror=alert(1)>')
    for page in (desk(people.intake).get(f"/cases/{told}/"), stranger.tell(summary=script, about_name="")):
        text = page.content.decode()
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in text


@pytest.mark.parametrize("text", ["a\x00b", "\u202egpj.exe", "\ue000", "x" * 5001])
def test_what_cannot_be_kept_is_refused_in_a_sentence(stranger, text):
    answer = stranger.tell(summary=text)
    assert (answer.status_code, "error-summary" in answer.content.decode()) == (422, True)


def test_a_form_sent_twice_is_one_tip_with_one_receipt(stranger):
    token = stranger.get("/").context["form"].initial["token"]
    first, second = (stranger.client.post("/", {"token": token, **TOLD, "attached": photo()}) for _n in range(2))
    assert receipt_in(first) == receipt_in(second)
    assert (Tip.objects.count(), Upload.objects.count(), Receipt.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("token", ["", "made-up", "a:b:c"])
def test_a_form_that_is_not_ours_is_shown_again(stranger, token):
    answer = stranger.client.post("/", {"token": token, **TOLD})
    assert (answer.status_code, Dossier.objects.exists()) == (422, False)
    again = answer.context["form"].data["token"]
    assert receipt_in(stranger.client.post("/", {"token": again, **TOLD}))


def test_the_token_of_the_form_lies_nowhere(stranger):
    token = stranger.get("/").context["form"].initial["token"]
    stranger.client.post("/", {"token": token, **TOLD})
    assert token.partition(":")[0] not in str(list(Event.objects.values_list("token", "facts")))


# --- files


def test_a_file_is_sealed_and_looked_at_as_a_copy_that_says_nothing(tip, people, desk):
    told = tip(attached=photo())
    (upload,) = told.dossier.uploads.all()
    assert (upload.name, upload.by, upload.sealed) == ("举报附件1.jpg", None, True)
    with received.open_upload(upload) as box, received.open_copy(upload) as copy:
        assert WHO.encode() not in box.read()
        assert WHO.encode() not in copy.read()
    clerk = desk(people.intake)
    original = clerk.get(f"/uploads/{upload.pk}/")
    assert (original.status_code, "原件已封存" in original.content.decode()) == (200, True)
    assert original["Content-Type"].startswith("text/html")
    assert clerk.get(f"/uploads/{upload.pk}/copy/")["Content-Type"] == "image/jpeg"
    assert "举报附件1.jpg" in clerk.get(f"/cases/{told}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_original_is_opened_by_two_people_and_on_record(tip, people):
    sent = photo()
    told = tip(attached=sent)
    perform(told, "take_in", by=people.intake)
    (identity,) = kinds.identities_of(Tip.objects.get(pk=told.pk))
    asked = unsealing.ask(people.intake, told, identity, ground="inquiry", reason=REASON, minutes=10)
    (upload,) = unsealing.originals(asked)
    with pytest.raises(unsealing.NotNow):
        unsealing.open_original(people.intake, asked.pk, upload.pk)
    unsealing.decide(people.head, asked.pk, grant=True)
    found, content = unsealing.open_original(people.intake, asked.pk, upload.pk)
    sent.seek(0)
    assert (found, content) == (upload, sent.read())
    entry = Entry.objects.filter(action="identity.unsealed").latest("pk")
    assert entry.data["upload"] == upload.pk


@pytest.mark.django_db(transaction=True)
def test_erasing_the_person_erases_the_originals(tip):
    told = tip(attached=photo())
    (upload,) = told.dossier.uploads.all()
    store.remove(told.reporter.key_id)
    with pytest.raises(store.Gone):
        received.open_sealed(upload, actor=1, object="x", permit=dict)
    assert received.open_copy(upload).read()


def test_a_file_that_is_no_file_is_refused_and_the_words_stay(stranger):
    answer = stranger.tell(attached=SimpleUploadedFile("证据.exe", b"MZ" + b"0" * 200))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不收“证据.exe”这种格式" in text
    assert "请重新选择" in text
    assert TOLD["summary"] in text


def test_the_sender_is_warned_before_the_file_is_chosen(stranger):
    text = stranger.get("/").content.decode()
    assert text.index("拍摄的地点和时间") < text.index('type="file"')


# --- floods


def test_no_more_than_a_day_allows(stranger, settings):
    settings.PUBLIC_TIPS_A_DAY = 2
    assert [stranger.tell().status_code for _n in range(3)] == [200, 200, 422]
    text = stranger.tell().content.decode()
    assert "请明天再提交" in text
    assert "0936-1234567" in text
    assert TOLD["summary"] in text
    assert Tip.objects.count() == 2


def test_no_more_and_no_larger_files_than_allowed(stranger, settings):
    settings.PUBLIC_FILES, settings.PUBLIC_FILE_MB = 2, 1
    many = stranger.tell(attached=[photo(), photo(), photo()])
    large = stranger.tell(attached=SimpleUploadedFile("a.mp3", b"ID3" + bytes(1 << 20)))
    assert "一次最多交 2 个文件" in many.content.decode()
    assert "不能超过 1 MB" in large.content.decode()
    assert not Upload.objects.exists()


def test_when_the_day_has_brought_enough_files_words_are_still_taken(stranger, settings):
    settings.PUBLIC_MB_A_DAY = 0
    assert "请先提交文字" in stranger.tell(attached=photo()).content.decode()
    assert receipt_in(stranger.tell())


def test_a_tenth_of_the_disk_stays_free(stranger, settings):
    settings.PUBLIC_DISK_RESERVE = 100
    answer = stranger.tell(attached=photo())
    assert (answer.status_code, Dossier.objects.exists(), Upload.objects.exists()) == (422, False, False)
    assert "存储空间不足" in answer.content.decode()


def test_a_store_that_is_away_keeps_nothing_and_says_so(stranger, monkeypatch):
    from contentstore import Unavailable

    def away(self, content):
        raise Unavailable

    monkeypatch.setattr("contentstore.base.Store.put", away)
    answer = stranger.tell(attached=photo())
    assert (answer.status_code, Dossier.objects.exists()) == (422, False)
    assert "请稍后再试" in answer.content.decode()


def test_before_there_is_an_authority_the_page_says_that_it_is_not_ready(db):
    assert Stranger().get("/").status_code == 503


def test_what_the_public_adds_no_officer_adds(tip, people):
    told = tip()
    with pytest.raises(NotPermitted):
        perform(told, "hear_from_reporter", by=people.intake, text="x")
    assert perform(told, "hear_from_reporter", by=PUBLIC, text="还有一件事").role == "public"
