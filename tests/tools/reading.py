"""Reads exported files as anybody would: with json, hashlib, and a validator that is not ours.

    reading.py SCHEMA FILE...

Prints one line of JSON for each file: what was read, in the order of names; the names that stand twice in
an object; whether the SHA-256 is right; what the validator complains of, and where.
"""

import hashlib
import json
import sys

from jsonschema import Draft202012Validator


def load(path):
    """The file as json.load gives it, and every name that an object holds twice."""
    twice = []

    def object_of(pairs):
        names = [name for name, _ in pairs]
        twice.extend(sorted({name for name in names if names.count(name) > 1}))
        return dict(pairs)

    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=object_of), twice


def digest_is_right(path):
    """Whether the digest is that of all bytes after the newline that ends its own line."""
    with open(path, "rb") as file:
        for line in iter(file.readline, b""):
            if line.startswith(b'"sha256":'):
                said = json.loads(b"{" + line.rstrip(b",\n") + b"}")["sha256"]
                return hashlib.sha256(file.read()).hexdigest() == said
    return False


def main(schema_path, *paths):
    schema, _ = load(schema_path)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in paths:
        content, twice = load(path)
        seen = {
            "content": json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
            "twice": twice,
            "digest_is_right": digest_is_right(path),
            "complaints": [
                "/".join(map(str, error.absolute_path)) + ": " + error.message[:300]
                for error in validator.iter_errors(content)
            ],
        }
        print(json.dumps(seen))


main(*sys.argv[1:])
