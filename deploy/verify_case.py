#!/usr/bin/env python3
"""Checks an exported case without Caseflow: python3 verify_case.py CASE.zip [KEY]. Needs only the library cryptography.

KEY is the public key that the authority has made known (manage.py checkpoint --key). Exit: 0 sound, 1 not.
"""

import base64
import hashlib
import json
import sys
import zipfile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def canonical(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # a text, a whole number, true, false or null


def signed(note, key):
    name, hash_, public = key.split("+", 2)
    text, _, lines = note.rpartition("\n\n")
    raw = base64.b64decode(lines.split(" ")[2])
    Ed25519PublicKey.from_public_bytes(base64.b64decode(public)[1:]).verify(raw[4:], f"{text}\n".encode())
    if (lines.split(" ")[1], raw[:4].hex()) != (name, hash_):
        raise ValueError("signed by somebody else")
    return text.split("\n")


def faults(read, names, key):
    manifest = json.loads(read("manifest.json"))
    said = signed(read("manifest.note").decode(), key)
    if said[1:] != [f"export {manifest['case']}", hashlib.sha256(read("manifest.json")).hexdigest()]:
        yield "the manifest is not the one that was signed"
    if names != {*manifest["files"], "manifest.json", "manifest.note"}:
        yield "files were added or are missing"
    yield from (f"{n} was changed" for n, h in manifest["files"].items() if hashlib.sha256(read(n)).hexdigest() != h)
    prev, papers, seq = "0" * 64, [], 0
    for seq, line in enumerate(read("events.jsonl").decode().splitlines(), 1):
        event = json.loads(line)
        alg, body = event["alg"], canonical(event["body"]).encode()
        link = {name: event[name] for name in ("alg", "seq", "at", "actor", "action", "object")}
        link |= {"v": 1, "case": manifest["case"], "prev": prev, "body": hashlib.new(alg, body).hexdigest()}
        prev = hashlib.new(alg, b"audit-v1\n" + canonical(link).encode()).hexdigest()
        if (event["seq"], event["hash"]) != (seq, prev):
            yield f"line {seq} was changed, or one before it is missing"
        papers += [[seq, *paper] for paper in json.loads(event["body"]["papers"])]
    if (seq, prev) != (manifest["seq"], manifest["head"]):
        yield "the last line is not the last"
    listed = json.loads(read("papers.json"))
    if sorted(papers) != sorted([paper["seq"], paper["kind"], paper["content"]] for paper in listed):
        yield "the papers are not those of the lines"
    for paper in (paper for paper in listed if not paper["sealed"]):
        content = paper["kind"].encode() + b"\n" + read(f"papers/{paper['id']}.json")
        if hashlib.sha256(content).hexdigest() != paper["content"]:
            yield f"the content of {paper['title']} was changed"
    _, size, root, *_ = signed(read("checkpoint.note").decode(), key)
    proof = json.loads(read("proof.json"))
    way, index, last = [base64.b64decode(step) for step in proof["path"]], proof["index"], int(size) - 1
    node = hashlib.sha256(b"\0" + canonical([manifest["case"], manifest["seq"], manifest["head"]]).encode()).digest()
    for step in way:  # RFC 9162, 2.1.3.2
        right = index % 2 or index == last
        node = hashlib.sha256(b"\1" + (step + node if right else node + step)).digest()
        while right and index and not index % 2:
            index, last = index // 2, last // 2
        index, last = index // 2, last // 2
    if last or base64.b64encode(node).decode() != root:
        yield "the case is not under the checkpoint"


def main(case, key=""):
    with zipfile.ZipFile(case) as archive:
        key = key or archive.read("key.txt").decode().strip()
        try:
            found = list(faults(archive.read, set(archive.namelist()), key))
        except (InvalidSignature, KeyError, ValueError, IndexError) as wrong:
            found = [f"{type(wrong).__name__}: {wrong}"]
    print("\n".join(found) or f"Sound, if this is the key of the authority: {key}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
