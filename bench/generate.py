#!/usr/bin/env python3
"""How long does `lockstep generate '*'` take, all built-in templates of 1,000 tables from a snapshot?

Usage: bench/generate.py [--runs N] [--tables N] [--lockstep PROGRAM]
Writes everything, then runs again where nothing has changed. Ends with 1 where the target is missed.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from measure import measure

HERE = pathlib.Path(__file__).resolve().parent
TYPES = ["bigint", "text", "character varying(80)", "uuid", "timestamp with time zone", "jsonb",
         "numeric(10,2)", "boolean", "text[]", "public.mood"]
TARGET = 1.0  # seconds


def table(number):
    name = f"some_things_{number}"
    columns = [f"column_{i}" for i in range(len(TYPES))]
    yield {"kind": "table", "name": ["public", name], "columns": columns}
    for column, type_ in zip(columns, TYPES):
        yield {"kind": "column", "name": ["public", name, column], "type": type_, "not_null": True}
    yield {"kind": "constraint", "name": ["public", name, f"{name}_pkey"], "type": "PRIMARY KEY",
           "columns": columns[:1]}
    yield {"kind": "constraint", "name": ["public", name, f"{name}_fkey"], "type": "FOREIGN KEY",
           "columns": columns[:1], "references": "public.some_things_0",
           "referenced_columns": columns[:1]}


def snapshot(program, tables, folder):
    """A snapshot of nothing, with the tables put in."""
    empty = json.loads(subprocess.run([program, "inspect", "empty:"], check=True, text=True,
                                      capture_output=True).stdout)
    empty.pop("fingerprint")
    empty["objects"].append({"kind": "enum", "name": ["public", "mood"], "values": ["a", "b", "c"]})
    for number in range(tables):
        empty["objects"] += table(number)
    file = folder / "snapshot.json"
    file.write_text(json.dumps(empty))
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--lockstep", default=str(HERE.parent / "build/release/lockstep"))
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.lockstep).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        file = snapshot(program, arguments.tables, folder)
        (folder / "repository").mkdir()
        generate = f"{program} -C repository generate '*' --db {file}"
        os.chdir(folder)
        costs = measure({
            "written": ["sh", "-c", f"rm -rf repository/*; {generate}"],
            "unchanged": ["sh", "-c", generate],
        }, arguments.runs, dict(os.environ))
        size = sum(each.stat().st_size for each in (folder / "repository").rglob("*")
                   if each.is_file())
        os.chdir("/")
        shutil.rmtree(folder / "repository")
    for name, cost in costs.items():
        print(f"{name:10} wall {cost.wall * 1000:7.1f} ms  cpu {cost.cpu * 1000:7.1f} ms  "
              f"peak {cost.peak / 1024:6.1f} MB  {size / 1e6:5.1f} MB of code"
              f"{'  MISSED' if cost.wall > TARGET else ''}")
    return 1 if any(cost.wall > TARGET for cost in costs.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
