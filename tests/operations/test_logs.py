"""A log says what happened to the program and never to whom."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.operations.logs import Json, Line, request_id
from caseflow.operations.scrubbing import scrub

NAME, IDENTITY, PHONE, ACCOUNT = "周永康乐", "11010119900307851X", "13900001111", "6222020200112233445"


def line(message, *args, error=None, **extra):
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("caseflow.test", logging.WARNING, "x.py", 1, message, args, info)
    record.__dict__.update(extra)
    return Json().format(record)


@pytest.mark.parametrize(
    "text",
    [
        f"refused: {NAME}",
        f"no such person {IDENTITY}",
        f"called {PHONE}",
        "called 139 0000 1111 and 139-0000-1111",
        f"paid to {ACCOUNT}",
        "paid to 6222 0202 0011 2233 445",
        "receipt 1234 5678 9012 3456",
        'invalid input syntax for type date: "Zhang San"',
        'duplicate key value violates unique constraint "x_pk"\nDETAIL:  Key (id_no)=(Zhang San) already exists.',
        "Not Found: /cases/%E5%91%A8%E6%B0%B8/",
        r"KeyError: '\u5468\u6c38'",
        "from zhang.san@example.com",
    ],
)
def test_whatever_could_be_somebody_is_taken_out(text):
    left = scrub(text)
    for secret in (NAME, IDENTITY, PHONE, ACCOUNT, "0000", "Zhang San", "zhang.san", "E5%91", "5468", "2233", "9012"):
        assert secret not in left


def test_what_the_program_says_of_itself_stays():
    said = 'Job 4711 (documents.render), attempt 2: OSError; "outbox_job_open" LF-620702-2026-00001 in 12.5 s'
    assert scrub(said) == said


def test_words_of_the_office_are_hidden_too(settings):
    settings.LOG_HIDES = ["Tursun"]
    assert "tursun" not in scrub("account of tursun.a").lower()


@given(st.text())
def test_no_text_brings_anything_but_plain_characters_into_the_log(text):
    assert all(character in "\t\n" or " " <= character <= "~" for character in scrub(text))


def test_a_line_holds_what_is_allowed_and_nothing_a_library_adds():
    said = json.loads(line("answered", route="dossier", status=200, seconds=0.1, request=NAME, person=NAME))
    assert said["route"] == "dossier"
    assert {"at", "level", "logger", "message", "route", "status", "seconds"} == set(said)


def test_a_value_that_is_no_plain_word_is_left_out():
    assert "route" not in json.loads(line("answered", route=f"/cases/{NAME}/"))


def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_words():
    try:
        try:
            raise ValueError(f"{NAME} {IDENTITY}")
        except ValueError as inner:
            raise RuntimeError(f"about {NAME}") from inner
    except RuntimeError as error:
        said = line("failed", error=error)
    assert "RuntimeError" in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "about" not in said
    assert IDENTITY not in said


def test_arguments_that_do_not_fit_are_no_reason_to_fail():
    assert json.loads(line("%d jobs", NAME))["message"] == "%d jobs"


def test_developers_read_no_more_of_anybody(caplog):
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "refused: %s", (NAME,), None)
    assert NAME not in Line().format(record)


@pytest.mark.django_db
def test_a_request_has_a_number_that_is_in_its_answer_and_its_lines(client, caplog):
    with caplog.at_level("INFO", "caseflow.requests"):
        answer = client.get("/login/?q=" + NAME)
    number = answer["X-Request-ID"]
    assert len(number) == 32
    token = request_id.set(number)
    try:
        said = next(record for record in caplog.records if record.name == "caseflow.requests")
        assert said.method == "GET"
        assert NAME not in Json().format(said)
    finally:
        request_id.reset(token)


@pytest.mark.django_db
def test_only_our_proxy_may_give_a_number(client, settings):
    given_number = "a" * 32
    settings.SECURE_PROXY_SSL_HEADER = None
    assert client.get("/login/", HTTP_X_REQUEST_ID=given_number)["X-Request-ID"] != given_number
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/login/", HTTP_X_REQUEST_ID=given_number)["X-Request-ID"] == given_number
    assert client.get("/login/", HTTP_X_REQUEST_ID="x\r\ny")["X-Request-ID"] != "x\r\ny"
