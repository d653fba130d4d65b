"""Ten texts and ten hashes that stay as they are for ever, and what holds of every text and every chain."""

import hashlib
import importlib.util
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.audit import chain, checkpoints, merkle
from caseflow.audit.canonical import canonical
from caseflow.audit.verification import verify
from caseflow.cases.models import Event
from tests.audit import histories

GOLDEN = [
    ({}, "{}", "44136fa355b3678a"),
    ([], "[]", "4f53cda18c2baa0c"),
    (None, "null", "74234e98afe7498f"),
    ({"b": 1, "a": True, "B": None}, '{"B":null,"a":true,"b":1}', "6a7a55d59cc6c3a3"),
    ({"note": '“两非”\n\t"\\/'}, '{"note":"“两非”\\n\\t\\"\\\\/"}', "de280c6e375e43e1"),
    ({"name": "𠮷田·阿卜杜拉", "ivs": "葛󠄀"}, '{"ivs":"葛󠄀","name":"𠮷田·阿卜杜拉"}', "d0957eaf9ea4a13c"),
    ({"control": "\u0001\u001f\u007f"}, '{"control":"\\u0001\\u001f\u007f"}', "21484d02f7ffc97f"),
    ({"nfd": "e\u0301", "nfc": "\u00e9"}, '{"nfc":"\u00e9","nfd":"e\u0301"}', "79eae438d105e852"),
    ({"n": [0, -1, 2**53 - 1]}, '{"n":[0,-1,9007199254740991]}', "5f4d20409785b53d"),
    ({"a": {"z": [{"y": []}], "b": ""}}, '{"a":{"b":"","z":[{"y":[]}]}}', "e4d6dd2d53420f08"),
]
LINK = ("LF-620702-2026-00001", 2, "2026-03-02T01:00:00.000000Z", 7, "file", "enforcement.case")
BODY = {"facts": '{"fee":"18600.00"}', "from": "accepted", "to": "filed", "skew": False, "token": None}

keys_ = st.text(st.characters(codec="ascii"), max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys_, inner, max_size=4),
    max_leaves=12,
)


VERIFIER = Path(__file__).resolve().parents[2] / "deploy" / "verify_case.py"
verifier: Any = importlib.util.module_from_spec(spec := importlib.util.spec_from_file_location("verifier", VERIFIER))
spec.loader.exec_module(verifier)  # a second implementation, which knows nothing of this program


@pytest.mark.parametrize(("value", "text", "digest"), GOLDEN)
def test_the_golden_texts_and_hashes_stay(value, text, digest):
    assert canonical(value) == text == verifier.canonical(value)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize(
    ("alg", "hash"),
    [
        ("sha256", "c7d1333cd468c7a34c52944e6edbeeaab099a7050477887547b2cb6807be52cf"),
        ("sm3", "9a804df76c11a414837b6c463192931509f1cde3a87acb6c7ed0a74ab8865518"),
    ],
)
def test_the_golden_hash_of_a_link_stays(alg, hash):
    assert chain.digest(alg, *LINK, BODY, "0" * 64) == hash


@given(values)
def test_what_is_read_back_is_what_was_written(value):
    assert json.loads(canonical(value)) == value
    assert verifier.canonical(value) == canonical(value)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_every_leaf_has_a_path_to_the_root_and_no_other_leaf_has(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    way, root = merkle.path(leaves, index), merkle.root(leaves)
    assert merkle.root_of_path(leaves[index], index, len(leaves), way) == root
    assert merkle.root_of_path(bytes(32), index, len(leaves), way) != root or leaves[index] == bytes(32)


def test_the_roots_of_rfc_6962_stay():
    """The test vectors of Certificate Transparency: eight inputs, as their reference implementation has them."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(each)).digest() for each in inputs]
    assert merkle.root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert merkle.root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.django_db
def test_any_single_changed_sign_in_any_column_of_any_line_is_found(bring_to, people):
    """Reliability 8.3 (h): every column of every line, one sign of it changed."""
    case = bring_to("filed")
    histories.write(case, people.li, 2)
    anchors = {end.chain: end for end in checkpoints.ends().values()}
    for seq in range(1, 4):
        row = Event.objects.filter(dossier=case.dossier, seq=seq).values().get()
        for column, value in row.items():
            if column in {"id", "dossier_id", "seq"}:
                continue
            with histories.tampered():
                histories.change(case.dossier, seq, **{column: other(value)})
                assert not verify(anchors).sound, (seq, column)


def other(value):
    """The value with one sign of it changed."""
    match value:
        case bool():
            return not value
        case str() if value:
            middle = len(value) // 2
            return value[:middle] + chr(ord(value[middle]) ^ 1) + value[middle + 1 :]
        case str() | None:
            return "1"
        case int():
            return value + 1
    return value + timedelta(days=1)
