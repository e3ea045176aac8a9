#!/usr/bin/env python3
"""How fast is `lockstep check`, and how much memory does it take, against `pg_dump --schema-only`?

Usage: ./dev bench [--runs N] [--json FILE] [SIZE...]     (sizes: s, m, l; all by default)
Each size is a database of a private server. All numbers of a size come from one run on one machine:
compare the ratios, not the seconds, with those of another machine.
LOCKSTEP_BENCH_GENERATOR=DIR makes the databases with `DIR/build SIZE` instead (database SIZE_old).
"""

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from measure import Cost, measure
from server import Server

HERE = pathlib.Path(__file__).resolve().parent
LOCKSTEP = HERE.parent / "build/release/lockstep"
SIZES = {
    "s": dict(tables=50, columns=20, enums=24, views=10, functions=10),
    "m": dict(tables=1000, columns=12, enums=24, views=100, functions=100),
    "l": dict(tables=10000, columns=12, enums=24, views=1000, functions=1000),
}
# The most that a measure may take of pg_dump's time, by size.
TARGETS = {
    "full read": dict(s=0.5, m=0.4, l=0.3),
    "unchanged": dict(s=0.4, m=0.12, l=0.05),
}


def build(server, size):
    """Makes the database of a size and returns its name."""
    environment, name = server.environment(), f"{size}_old"
    generator = os.environ.get("LOCKSTEP_BENCH_GENERATOR")
    if generator:
        run([str(pathlib.Path(generator) / "build"), size], environment)
        return name
    run(["psql", "-Xqc", f"create database {name}", "postgres"], environment)
    variables = [f"--set={key}={value}" for key, value in SIZES[size].items()]
    run(["psql", "-Xq", name, *variables, "-f", str(HERE / "schema.sql")], environment)
    run(["psql", "-Xqc", "vacuum analyze", name], environment)
    return name


def run(command, environment, **options):
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(command)} failed: {done.stderr}")


def measure_size(server, size, runs, folder):
    """The costs by name; every one is of a whole process."""
    database = build(server, size)
    url = server.url(database)
    environment = {**server.environment(), "XDG_CACHE_HOME": str(folder / "cache")}
    snapshot = str(folder / f"{size}.json")
    dump = ["pg_dump", "--schema-only", "-d", database]
    if not LOCKSTEP.exists():
        raise SystemExit("bench: build/release/lockstep is missing; ./dev build makes it")
    run([str(LOCKSTEP), "inspect", url, "--format", "json", "-o", snapshot], environment)
    check = [str(LOCKSTEP), "check", "--db", url, "--against", snapshot]
    return measure({"pg_dump": dump, "full read": [*check, "--no-cache"], "unchanged": check},
                   runs, environment)


def measure_files(server, size, runs, folder):
    """Against the definitions as an SQL file: first without a cache, then with one."""
    database = f"{size}_old"
    environment = {**server.environment(), "XDG_CACHE_HOME": str(folder / "cache")}
    definitions = folder / f"{size}.sql"
    with open(definitions, "w") as file:
        run(["pg_dump", "--schema-only", "-d", database], environment, stdout=file)
    check = [str(LOCKSTEP), "check", "--db", server.url(database), "--against", str(definitions)]
    load = ["sh", "-c", f"psql -Xqc 'drop database if exists loaded' -c 'create database loaded' "
            f"postgres && psql -Xq -f {definitions} loaded"]
    slow = measure({"psql -f": load, "files": [*check, "--no-cache"]}, min(runs, 3), environment)
    return slow | measure({"files, cached": check}, runs, environment)


def rows_of(size, costs):
    base = costs["pg_dump"]
    for name, cost in costs.items():
        ratio = cost.wall / base.wall
        target = TARGETS.get(name, {}).get(size)
        # Where there is a target for time, memory must not exceed pg_dump's either.
        missed = target is not None and (ratio > target or cost.peak > base.peak)
        yield dict(size=size, measure=name, **dataclasses.asdict(cost), ratio=ratio, target=target,
                   memory_ratio=cost.peak / base.peak, missed=missed)


def print_rows(rows):
    for row in rows:
        target = f"<= {row['target']}" if row["target"] else ""
        print(f"{row['size']:4} {row['measure']:14} {row['wall'] * 1000:9.1f} {row['cpu'] * 1000:9.1f} "
              f"{row['peak'] / 1024:8.1f} {row['ratio']:7.3f} {target:8} {row['memory_ratio']:7.2f} "
              f"{'MISSED' if row['missed'] else ''}".rstrip(), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help="s, m, l")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--json", type=pathlib.Path, default=HERE.parent / "build/bench.json")
    parser.add_argument("--no-files", action="store_true", help="leave out checks against SQL files")
    arguments = parser.parse_args()
    unknown = set(arguments.sizes) - set(SIZES)
    if unknown:
        parser.error(f"unknown size {' '.join(sorted(unknown))}; there are {' '.join(SIZES)}")
    print("size measure          wall ms    cpu ms  peak MB   ratio target    memory")
    rows = []
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes or SIZES:
            costs = measure_size(server, size, arguments.runs, pathlib.Path(folder))
            if not arguments.no_files:
                costs |= measure_files(server, size, arguments.runs, pathlib.Path(folder))
            rows += rows_of(size, costs)
            print_rows(row for row in rows if row["size"] == size)
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(rows, indent=1) + "\n")
    print(f"cpu: of the process itself, not the server's; ratio, memory: to pg_dump's; "
          f"all of it is in {os.path.relpath(arguments.json)}")
    return 1 if any(row["missed"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
