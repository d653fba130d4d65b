"""``python -m bench``: each measurement in a process and a database of its own, printed as one table after another."""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from .engines import available
from .report import Table, machine

MEASUREMENTS = {
    "moves": ("sqlite", "postgres"),
    "pages": ("sqlite",),
    "papers": ("sqlite",),
    "growth": ("sqlite", "postgres"),
    "audit": ("sqlite", "postgres"),
    "sealed": ("sqlite", "postgres"),
    "load": ("sqlite", "postgres"),
    "duties": ("sqlite", "postgres"),
    "helper": ("sqlite", "postgres"),
    "batches": ("sqlite", "postgres"),
}
README = Path(__file__).with_name("README.md")
MEASURED = re.compile(r"(<!-- measured -->\n).*(<!-- end -->\n)", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="this measurement alone; may be repeated")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), action="append", help="on this database alone")
    parser.add_argument("--quick", action="store_true", help="few samples and small numbers: to see that it runs")
    parser.add_argument("--write", action="store_true", help="keep the tables in bench/README.md")
    options = parser.parse_args()
    engines = [engine for engine in available() if not options.engine or engine.name in options.engine]
    written = [f"Measured {machine()}."]
    print(written[0], flush=True)
    for name in options.only or MEASUREMENTS:
        for engine in engines:
            if engine.name in MEASUREMENTS[name]:
                for table in measured(name, engine, quick=options.quick):
                    written.append(str(table))
                    print(f"\n{table}", flush=True)
    if options.write:
        block = "\n\n".join(written)
        README.write_text(MEASURED.sub(lambda match: f"{match[1]}\n{block}\n\n{match[2]}", README.read_text()))


def measured(name: str, engine, *, quick: bool) -> list[Table]:
    """The tables of one measurement on a new database."""
    with engine.database() as environment:
        command = [sys.executable, "-m", "bench.inside", name, *(["--quick"] if quick else [])]
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return [Table(**each) for each in json.loads(answer.stdout)]


if __name__ == "__main__":
    main()
