"""Assurance 36: what was typed into a paper is printed as it stands; it fetches nothing, opens nothing and calls nobody."""

import json
import os
import shutil
import socket
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest

from documents import rendering
from documents.engine import receive, send
from tests.documents import samples

ROOT = Path(__file__).parents[2]
PAYLOADS = [
    '<img src="{net}/1">', '<img src="file://{file}">', "<link rel=stylesheet href={net}/2>", "<style>@import url({net}/3);</style>",
    "<style>@font-face{{font-family:x;src:url({net}/4)}}*{{font-family:x}}</style>", '<a rel=attachment href="file://{file}">x</a>',
    '<link rel=attachment href="file://{file}">', '<object data="file://{file}"></object>', '<embed src="{net}/5">',
    '<iframe src="{net}/6"></iframe>', '<svg><image href="{net}/7"/></svg>', '<svg><use href="file://{file}#x"/></svg>',
    '<svg><script>fetch("{net}/8")</script></svg>', "<script>fetch('{net}/9')</script>", '"><img src={net}/10>', "'><img src={net}/11>",
    "<p style=\"background:url('{net}/12')\">", "<base href='{net}/'>", "<meta http-equiv=refresh content='0;url={net}/13'>",
    "<!DOCTYPE x SYSTEM '{net}/14'>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{file}'>]>&e;", '<xi:include href="file://{file}"/>',
    "<!--#include file='{file}'-->", "<video poster={net}/15></video>", "<input type=image src={net}/16>", "</style></html><img src={net}/17>",
    "{{{{7*7}}}}", "{{% load static %}}{{% debug %}}", "{{% include '{file}' %}}", "${{7*7}}#{{7*7}}<%=7*7%>", "data:text/html,<img src={net}/18>",
    "url({net}/19)", "&#60;img src={net}/20&#62;", "<!--tail-->",
]  # fmt: skip
FIXED = {
    "date",
    "type",
    "seal_text",
    "urgency",
    "abbr",
    "copies",
    "year",
    "retention",
}  # words of ours, or part of the layout


@pytest.fixture
def target(tmp_path):
    """A place in the network and a file: whoever goes there is seen."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-OF-THE-MACHINE")

    def callers():
        count = 0
        while True:
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    net = f"http://127.0.0.1:{listener.getsockname()[1]}"
    words = [each.format(net=net, file=secret) for each in PAYLOADS]
    yield SimpleNamespace(words=words, secret=secret, callers=callers)
    listener.close()


def planted(value, words, used, key=""):
    """The content with a payload behind every text that somebody typed."""
    if isinstance(value, dict):
        return {name: planted(each, words, used, name) for name, each in value.items()}
    if isinstance(value, list):
        return [planted(each, words, used, key) for each in value]
    if not isinstance(value, str) or key in FIXED or not value or value.isascii():
        return value
    used.append(words[len(used) % len(words)])
    return f"{value} {used[-1]}"


def htmls(target, monkeypatch):
    """Each sample with payloads in all its texts, as it goes to the process, and what it must print."""
    pages, used = [], []
    monkeypatch.setattr(rendering, "render_html", pages.append)
    for name, (context, number) in samples.SAMPLES.items():
        rendering.render_paper(samples.KINDS[name], planted(deepcopy(context), target.words, used), number=number)
    return pages, used


def set_in(command, pages, **environment):
    """What the process answers to pages, and what is heard on its standard error."""
    fonts = str(rendering.font_configuration())
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "FONTCONFIG_FILE": fonts, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert receive(process.stdout)[0] == {"ready": True}
    answers = []
    for html in pages:
        send(process.stdin, {}, html.encode())
        answers.append(receive(process.stdout))
    heard = process.communicate(timeout=120)[1].decode()
    return answers, heard


AUDITED = [sys.executable, "-m", "tests.documents.audited_engine"]


def calls(heard):
    return json.loads(heard.rpartition("HEARD ")[2])


def foreign(heard):
    """What was opened that is neither ours nor Python's, and everything else that is no opening of a file."""
    known = (str(ROOT), sys.prefix, sys.base_prefix, str(Path(sys.prefix).resolve()))
    return [
        [event, what, *how]
        for event, what, *how in calls(heard)
        if not (event == "open" and how[0] in {"r", "rb", "None"} and what.startswith(known))
        and not (
            event == "urllib.Request" and what.startswith("data:")
        )  # the lines of a record, drawn by our own style
    ]


def test_what_is_typed_is_printed_as_it_stands_and_calls_nobody(target, monkeypatch, text_of, record_property):
    pages, used = htmls(target, monkeypatch)
    assert set(used) == set(target.words)
    answers, heard = set_in(AUDITED, pages)
    printed = "".join(text_of(pdf) for _about, pdf in answers)
    assert [words for words in target.words if "".join(words.split()) not in printed] == []
    assert (target.callers(), foreign(heard)) == (0, [])
    assert "SECRET-OF" not in printed
    record_property(
        "figures",
        f"{len(set(used))} payloads in {len(used)} texts of {len(pages)} papers, all in the text; 0 connections, 0 files outside",
    )


def raw(words):
    """A page in which nobody took care: the payloads as markup."""
    body = "".join(f"<div>{each}</div>" for each in words if "<!DOCTYPE" not in each and "</html>" not in each)
    return f'<html data-layout="form"><body>{body}</body></html>'


def test_even_as_markup_it_fetches_nothing(target):
    answers, heard = set_in(AUDITED, [raw(target.words)])
    assert answers[0][1].startswith(b"%PDF")
    assert (target.callers(), foreign(heard)) == (0, [])


def test_the_harness_notices_a_process_that_fetches(target):
    few = [words for words in target.words if words.startswith(("<img", "<link"))]  # each waits for an answer
    _answers, heard = set_in(AUDITED, [raw(few)], LOOSE="1")
    assert target.callers() == sum("http" in words for words in few) > 1
    assert any(str(target.secret) in each[1] for each in foreign(heard))


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace, which sees what libraries in C open")
def test_nor_do_the_libraries_below(target, monkeypatch, tmp_path):
    pages, _used = htmls(target, monkeypatch)
    trace = tmp_path / "trace"
    command = [
        "strace",
        "-f",
        "-e",
        "trace=open,openat,connect",
        "-o",
        str(trace),
        sys.executable,
        "-m",
        "documents.engine",
    ]
    set_in(command, [*pages, raw(target.words)])
    lines = trace.read_text().splitlines()
    assert len(lines) > 50
    assert [line for line in lines if "connect(" in line or str(target.secret) in line] == []
    assert target.callers() == 0
