"""Runs one measurement in the process and on the database that ``bench`` has prepared; its tables come out as JSON."""

import json
import sys
from dataclasses import asdict
from importlib import import_module

import django
from django.core.management import call_command


def main() -> None:
    name, *options = sys.argv[1:]
    django.setup()
    call_command("migrate", verbosity=0)
    tables = import_module(f"bench.{name}").measure(quick="--quick" in options)
    json.dump([asdict(table) for table in tables], sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
