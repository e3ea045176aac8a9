#!/usr/bin/env python3
"""What do definitions in code cost `lockstep check`, against a snapshot of the same database?

Usage: ./dev bench code [--runs N]
Classes of Python and types of TypeScript are written for the databases of bench.py; the same machine and
run measure a check against a snapshot, so that their difference and ratio are those of reading,
translating and comparing alone. Nothing is taken from a cache.
"""

import argparse
import pathlib
import resource
import subprocess
import sys
import tempfile

import bench
from measure import measure
from server import Server

# The most milliseconds that a check against code may take more than one against a snapshot.
TARGETS = {"s": 15, "m": 300}
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attnotnull, t.typtype
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relnamespace = 'public'::regnamespace
    ORDER BY c.relname, a.attnum"""
ENUMS = """
    SELECT t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 1 ORDER BY 1"""
PYTHON = {"boolean": "bool", "integer": "int", "bigint": "int", "smallint": "int",
          "numeric": "Decimal", "double precision": "float", "real": "float",
          "bytea": "bytes", "jsonb": "dict[str, Any]", "json": "dict[str, Any]"}
TYPESCRIPT = {"boolean": "boolean", "integer": "number", "bigint": "number", "smallint": "number",
              "numeric": "string", "double precision": "number", "real": "number",
              "jsonb": "unknown", "json": "unknown"}


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def rows(server, database, query):
    done = subprocess.run(["psql", "-XqAt", "-F", "|", "-c", query, database], text=True, check=True,
                          env=server.environment(), stdout=subprocess.PIPE)
    return [line.split("|") for line in done.stdout.splitlines()]


def tables(server, database):
    found = {}
    for table, *column in rows(server, database, COLUMNS):
        found.setdefault(table, []).append(column)
    return found


def element(type_name, kind, map_of_language, text):
    bare = type_name.removesuffix("[]")
    return camel(bare) if kind == "e" else map_of_language.get(bare, text)


def python(all_tables, enums):
    lines = ["from decimal import Decimal", "from enum import Enum",
             "from typing import Any, Optional, TypedDict", ""]
    for name, values in enums:
        lines += ["", f"class {camel(name)}(str, Enum):"]
        lines += [f"    V{i} = {value!r}" for i, value in enumerate(values.split(","))]
    for table, columns in all_tables.items():
        lines += ["", f"class {camel(table)}Row(TypedDict):"]
        for name, type_name, not_null, kind in columns:
            known = element(type_name, kind, PYTHON, "str")
            known = f"list[{known}]" if type_name.endswith("[]") else known
            lines.append(f"    {name}: {known if not_null == 't' else f'Optional[{known}]'}")
    return "\n".join(lines) + "\n"


def typescript(all_tables, enums):
    lines = []
    for name, values in enums:
        lines.append(f"export type {camel(name)} = {' | '.join(repr(v) for v in values.split(','))};")
    for table, columns in all_tables.items():
        lines.append(f"export interface {camel(table)}Row {{")
        for name, type_name, not_null, kind in columns:
            known = element(type_name, kind, TYPESCRIPT, "string")
            known = f"{known}[]" if type_name.endswith("[]") else known
            lines.append(f"  {name}: {known}{'' if not_null == 't' else ' | null'};")
        lines.append("}")
    return "\n".join(lines) + "\n"


def config_of(all_tables):
    """Whatever the tables are called, the classes are called after them."""
    names = ", ".join(f'"{table}": "{camel(table)}Row"' for table in all_tables)
    return f'{{"naming_conventions": {{"table_mappings": {{{names}}}}}}}\n'


def measure_size(server, size, runs, folder):
    database = bench.build(server, size)
    environment = server.environment()
    found, enums = tables(server, database), rows(server, database, ENUMS)
    (folder / "schema_sync_config.json").write_text(config_of(found))
    (folder / "classes.py").write_text(python(found, enums))
    (folder / "types.ts").write_text(typescript(found, enums))
    program = [str(bench.LOCKSTEP), "-C", str(folder)]
    url = server.url(database)
    bench.run([*program, "inspect", url, "--format", "json", "-o", "snapshot.json"], environment)
    check = [*program, "check", "--db", url, "--no-cache", "--against"]
    diff = [*program, "diff", "--no-cache"]
    return len(found), measure({
        "snapshot": [*check, "snapshot.json"],
        "python": [*check, "python:classes.py"],
        "typescript": [*check, "typescript:types.ts"],
        "no server": [*diff, "python:classes.py", "snapshot.json"],
    }, runs, environment)


def large_file(folder, environment):
    """50 MB in one file: read or refused, in bounded memory."""
    one = "class A{}Row(TypedDict):\n    id: int\n    name: str\n\n"
    text = "".join(one.format(i) for i in range(1_000_000))[: 50 << 20]
    (folder / "large.py").write_text("from typing import TypedDict\n" + text)
    done = subprocess.run([str(bench.LOCKSTEP), "-C", str(folder), "diff", "python:large.py", "empty:"],
                          env=environment, capture_output=True, text=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return done.returncode, done.stderr.strip().splitlines()[:1], peak


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    missed = False
    print("tables against         wall ms  more ms  ratio  peak MB")
    with Server() as server, tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for size, target in TARGETS.items():
            count, costs = measure_size(server, size, arguments.runs, folder)
            base = costs["snapshot"]
            for name, cost in costs.items():
                more = (cost.wall - base.wall) * 1000
                over = more > target and name != "no server"
                missed = missed or over
                print(f"{count:6} {name:12} {cost.wall * 1000:11.1f} {more:8.1f} "
                      f"{cost.wall / base.wall:6.2f} {cost.peak / 1024:8.1f}"
                      f"{' MISSED: ' + str(target) if over else ''}", flush=True)
        code, message, peak = large_file(folder, server.environment())
        print(f"a file of 50 MB: exit code {code}, {message}, {peak / 1024:.0f} MB at most")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
