"""The sixty inputs of the design and the answer of each kind of field, written by hand: what the fields are judged by.

A kind that a row does not name answers as ``OTHERWISE`` says. Where a row belongs to something that is tested elsewhere,
``ELSEWHERE`` says where.
"""

from typing import NamedTuple

KEPT, PUT_RIGHT, READ, NO, EMPTY = "kept", "put right and told", "read", "refused", "empty"
EITHER = "either"  # taken or refused, as the field says; never an error

# What each kind answers to text that is none of its own
OTHERWISE = {
    "line": KEPT,
    "lines": KEPT,
    "id": NO,
    "credit": NO,
    "licence": EITHER,  # an odd number is remarked on, never refused
    "phone": NO,
    "money": NO,
    "integer": NO,
    "decimal": NO,
    "date": NO,
    "moment": NO,
    "month": NO,
    "clock": NO,
    "days": NO,  # written as text, read as days
    "closed": NO,
    "tick": "ticked",
    "email": NO,
    "found": NO,  # typed, and looked up
    "control": EITHER,  # what the page itself carries
    "secret": EITHER,  # passwords and names of accounts stand beside the layer
}
TEXT = ("line", "lines")


class Input(NamedTuple):
    """One thing that is typed; ``answers`` by kind of field."""

    row: int
    name: str
    typed: str
    answers: dict[str, str]


def text(answer, **more):
    return dict.fromkeys(TEXT, answer) | more


def refused(**more):
    return {**dict.fromkeys(("licence", *TEXT), NO), **more}


BLANK = (
    dict.fromkeys(OTHERWISE, EMPTY) | dict.fromkeys(("control", "secret"), EITHER) | {"tick": "ticked", "closed": NO}
)
INPUTS = [
    Input(1, "extension B", "𠮷田", {}),
    Input(1, "extension E", "𬱟", {}),
    Input(1, "extension G", "𱁬", {}),
    Input(2, "ideographic variation", "葛\U000e0100", {}),
    Input(3, "compatibility ideograph", "\uf900", {}),
    Input(4, "private use", "王\ue000", refused()),
    Input(4, "private use, plane 15", "王\U000f1234", refused()),
    *(Input(5, f"middle dot U+{ord(dot):04X}", f"阿卜杜拉{dot}买买提", {}) for dot in "·•‧・"),
    Input(6, "fifty characters", "买" * 50, {}),
    Input(7, "right-to-left override", "张\u202e三", refused()),
    Input(7, "right-to-left mark", "张\u200f三", refused()),
    Input(7, "isolate", "张\u2066三", refused()),
    Input(8, "zero-width space", "王\u200b敏", text(PUT_RIGHT)),
    Input(8, "zero-width joiner", "王\u200d敏", text(PUT_RIGHT)),
    Input(8, "byte order mark", "\ufeff王敏", text(PUT_RIGHT)),
    Input(9, "ideographic spaces", "\u3000\u3000", BLANK),
    Input(10, "NUL", "王\0敏", refused()),
    Input(11, "lone surrogate", "王\ud800敏", refused()),
    Input(12, "noncharacter", "王\uffff敏", refused()),
    Input(12, "C1 control", "王\x9b敏", refused()),
    Input(13, "line end in a line", "张三\r\nBcc:", refused(lines=KEPT)),
    Input(14, "escape sequence", "\x1b[31m王", refused()),
    Input(15, "decomposed", "Rene\u0301", {}),
    Input(15, "composed", "Ren\u00e9", {}),
    Input(16, "emoji family", "👨\u200d👩\u200d👧", {}),
    Input(17, "what invalid UTF-8 becomes", "王\ufffd", refused()),
    Input(20, "script", "<script>alert(1)</script>", {}),
    Input(20, "attribute", '"><img src=x onerror=alert(1)>', {}),
    Input(21, "template", "{{7*7}}{% load x %}${7*7}", {}),
    Input(22, "SQL", "'; DROP TABLE app_case;--", {}),
    Input(22, "wildcards", "%_\\", {}),
    Input(23, "hyperlink formula", '=HYPERLINK("http://x","点我")', {}),
    Input(23, "plus one", "+1", {}),
    Input(23, "minus one", "-1", {}),
    Input(23, "sum", "@SUM", {}),
    Input(23, "full-width formula", "＝1+1", {}),
    Input(23, "tab formula", "\t=1", text(READ)),
    Input(24, "full-width identity number", "１１０１０５１９４９１２３１００２Ｘ", {"id": PUT_RIGHT}),
    Input(25, "wrong check digit", "110105194912310021", {}),
    Input(26, "small x", "11010519491231002x", {"id": PUT_RIGHT}),
    Input(27, "30 February", "110105199002300010", {}),
    Input(27, "born in the future", "110105209901010012", {}),
    Input(27, "no such area", "999999198001010010", {}),
    Input(28, "fifteen digits", "130503670401001", {}),
    Input(30, "with country code", "+86 138 0000 0000", {"phone": PUT_RIGHT}),
    Input(30, "with hyphens", "138-0000-0000", {"phone": PUT_RIGHT}),
    Input(
        30, "full-width telephone", "１３８００００００００", {"phone": PUT_RIGHT, "money": PUT_RIGHT, "decimal": READ}
    ),
    Input(31, "negative", "-5.00", {}),
    Input(31, "zero", "0", {"money": EITHER, "integer": EITHER, "decimal": READ, "closed": EITHER, "tick": EITHER}),
    Input(31, "negative zero", "-0.00", {}),
    Input(32, "grouped", "12,000.00", {"money": PUT_RIGHT, "decimal": READ}),
    Input(32, "with sign", "￥12,000", {"money": PUT_RIGHT}),
    Input(32, "in words", "壹万贰仟元", {}),
    *(Input(33, name, name, {}) for name in ("1e3", "NaN", "Infinity", "1_0.00", "١٢")),
    Input(34, "half a fen", "0.005", {"decimal": READ}),
    Input(34, "more than is kept", "99999999999999.99", {}),
    Input(36, "2^31", str(2**31), {"money": PUT_RIGHT, "decimal": KEPT}),
    Input(36, "2^63", str(2**63), {}),
    Input(36, "5,000 digits", "9" * 5000, {"licence": NO}),
    Input(37, "year 0", "0000-01-01", {}),
    Input(37, "year 1", "0001-01-01", {}),
    Input(37, "year 9999", "9999-12-31", {}),
    Input(37, "no such day", "2026-02-30", {}),
    Input(38, "in the future", "2026-10-10", {"date": EITHER}),
    Input(39, "American", "01/02/26", {}),
    Input(39, "Chinese", "2026年1月2日", {"date": PUT_RIGHT, "days": READ}),
    Input(39, "full-width day", "２０２６-０１-０２", {"date": PUT_RIGHT, "days": READ}),
    Input(40, "hour 24", "2026-03-02 24:00", {}),
    Input(40, "leap second", "2026-03-02 23:59:60", {}),
    Input(40, "another zone", "2026-03-02T10:10+09:00", {"moment": PUT_RIGHT}),
    Input(40, "clock 24", "24:00", {}),
    Input(40, "full-width clock", "９：１０", {"clock": READ}),
    Input(44, "a hundred thousand characters", "字" * 100_000, refused()),
]

ELSEWHERE = {
    18: "the import of lists in GB18030 comes with the roster of support",
    19: "the import of lists in UTF-16 comes with the roster of support",
    29: "tests/input/test_pages.py::test_nobody_learns_that_a_person_is_known",
    35: "tests/input/test_pages.py::test_instalments_that_no_column_holds_are_refused",
    41: "tests/input/test_pages.py::test_addresses_with_hostile_parameters",
    42: "tests/input/test_pages.py::test_keys_that_are_none_are_not_found",
    43: "tests/input/test_arriving.py",
    45: "tests/input/test_arriving.py",
    46: "tests/input/test_arriving.py",
    47: "tests/faults/test_hostile_files.py, tests/cases/test_fields.py",
    48: "tests/faults/test_hostile_files.py, tests/cases/test_fields.py",
    49: "tests/faults/test_hostile_files.py",
    50: "tests/faults/test_hostile_files.py",
    51: "tests/faults/test_hostile_files.py",
    52: "tests/faults/test_hostile_files.py, tests/cases/test_fields.py",
    53: "tests/faults/test_hostile_files.py",
    54: "tests/faults/test_hostile_files.py",
    55: "tests/faults/test_hostile_files.py, tests/cases/test_fields.py",
    56: "the import of lists from spreadsheets comes with the roster of support",
    57: "tests/input/test_fields.py::test_names_of_files, tests/cases/test_fields.py",
    58: "tests/faults/test_hostile_files.py",
    59: "tests/faults/test_hostile_files.py",
    60: "tests/faults/test_hostile_files.py",
}
