#!/usr/bin/env python3
"""What does `lockstep sync apply` cost beside the bare DDL?

Usage: ./dev bench sync [--runs N] [--rows N]
Each change is applied forwards to a table with a million rows, by lockstep and by psql with the bare
statement, in turns in one run. Control and target database are on one server, as in the worst case of
a single machine; `fsync` is off for both alike.
"""

import argparse
import json
import statistics
import subprocess
import time

import bench
from server import Server

# The most milliseconds that a whole command may take more than psql with the bare DDL, at the median.
TARGET = 50
ORGANIZATION = "22222222-2222-2222-2222-222222222222"
NAMESPACE = f'"org_{ORGANIZATION}"'
COLUMNS = [{"name": "id", "type": "bigint", "primary_key": True},
           {"name": "n", "type": "integer"}, {"name": "t", "type": "text"}]

# The change and the bare statement, and both of what undoes it.
CHANGES = {
    "add_table": ({"type": "add_table", "table": {"name": "x", "columns": COLUMNS}},
                  "CREATE TABLE {0}.x (id bigint PRIMARY KEY, n integer, t text)",
                  {"type": "drop_table", "table": "x"}, "DROP TABLE {0}.x"),
    "rename_table": ({"type": "rename_table", "table": "big", "new_name": "large"},
                     "ALTER TABLE {0}.big RENAME TO large",
                     {"type": "rename_table", "table": "large", "new_name": "big"},
                     "ALTER TABLE {0}.large RENAME TO big"),
    "add_column": ({"type": "add_column", "table": "big",
                    "column": {"name": "c", "type": "text", "default": {"value": "x"}}},
                   "ALTER TABLE {0}.big ADD c text DEFAULT 'x'",
                   {"type": "drop_column", "table": "big", "column": "c"},
                   "ALTER TABLE {0}.big DROP c"),
    "rename_column": ({"type": "rename_column", "table": "big", "column": "t", "new_name": "u"},
                      "ALTER TABLE {0}.big RENAME t TO u",
                      {"type": "rename_column", "table": "big", "column": "u", "new_name": "t"},
                      "ALTER TABLE {0}.big RENAME u TO t"),
    "modify_column type": ({"type": "modify_column", "table": "big", "column": "n",
                            "changes": {"type": "bigint"}},
                           "ALTER TABLE {0}.big ALTER n TYPE bigint",
                           {"type": "modify_column", "table": "big", "column": "n",
                            "changes": {"type": "integer"}},
                           "ALTER TABLE {0}.big ALTER n TYPE integer"),
    "modify_column not null": ({"type": "modify_column", "table": "big", "column": "n",
                                "changes": {"nullable": False}},
                               "ALTER TABLE {0}.big ALTER n SET NOT NULL",
                               {"type": "modify_column", "table": "big", "column": "n",
                                "changes": {"nullable": True}},
                               "ALTER TABLE {0}.big ALTER n DROP NOT NULL"),
    "add_index": ({"type": "add_index", "table": "big", "index": {"name": "i", "columns": ["n"]}},
                  "CREATE INDEX i ON {0}.big (n)",
                  {"type": "drop_index", "table": "big", "index": "i"}, "DROP INDEX {0}.i"),
    "add_unique": ({"type": "add_unique", "table": "big",
                    "unique": {"name": "u", "columns": ["id", "n"]}},
                   "ALTER TABLE {0}.big ADD CONSTRAINT u UNIQUE (id, n)",
                   {"type": "drop_constraint", "table": "big", "constraint": "u"},
                   "ALTER TABLE {0}.big DROP CONSTRAINT u"),
    "add_check": ({"type": "add_check", "table": "big",
                   "check": {"name": "k", "expression": "n >= 0"}},
                  "ALTER TABLE {0}.big ADD CONSTRAINT k CHECK (n >= 0)",
                  {"type": "drop_constraint", "table": "big", "constraint": "k"},
                  "ALTER TABLE {0}.big DROP CONSTRAINT k"),
    "add_foreign_key": ({"type": "add_foreign_key", "table": "big",
                         "foreign_key": {"name": "f", "columns": ["id"],
                                         "references": {"table": "big", "columns": ["id"]}}},
                        "ALTER TABLE {0}.big ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES {0}.big (id)",
                        {"type": "drop_foreign_key", "table": "big", "foreign_key": "f"},
                        "ALTER TABLE {0}.big DROP CONSTRAINT f"),
    "add_enum_value": ({"type": "add_enum_value", "enum": "mood", "value": "good"},
                       "ALTER TYPE {0}.mood ADD VALUE 'good'",
                       {"type": "batch", "changes": [
                           {"type": "drop_enum", "enum": "mood"},
                           {"type": "add_enum", "enum": {"name": "mood", "values": ["bad"]}}]},
                       "DROP TYPE {0}.mood; CREATE TYPE {0}.mood AS ENUM ('bad')"),
    "batch": ({"type": "batch", "changes": [
                  {"type": "add_column", "table": "big", "column": {"name": "c", "type": "text"}},
                  {"type": "add_index", "table": "big", "index": {"name": "i", "columns": ["c"]}}]},
              "ALTER TABLE {0}.big ADD c text; CREATE INDEX i ON {0}.big (c)",
              {"type": "drop_column", "table": "big", "column": "c"},
              "ALTER TABLE {0}.big DROP c"),
    "add_enum": ({"type": "add_enum", "enum": {"name": "e", "values": ["a", "b"]}},
                 "CREATE TYPE {0}.e AS ENUM ('a', 'b')",
                 {"type": "drop_enum", "enum": "e"}, "DROP TYPE {0}.e"),
}


class Databases:
    """The same table twice: one that lockstep changes, one that psql does."""

    def __init__(self, server, rows):
        self.server = server
        self.version = 1
        for name in ("control", "target", "bare"):
            self.psql("postgres", f"CREATE DATABASE {name}")
        self.config = server.folder / "config.json"
        self.config.write_text(json.dumps(
            {"apply": {"control": server.url("control"), "names": "given",
                       "statement_timeout": "10min"}}))
        self.lockstep("sync", "setup", "--control")
        self.psql("control", "INSERT INTO deployment_configs (connection) VALUES "
                             f"('{server.url('target')}')")
        self.project = self.psql("control", "INSERT INTO projects (organization_id, name) VALUES "
                                            f"('{ORGANIZATION}', 'bench') RETURNING id").split()[0]
        self.version = 0
        self.apply({"type": "add_table", "table": {"name": "big", "columns": COLUMNS}})
        self.apply({"type": "add_enum", "enum": {"name": "mood", "values": ["bad"]}})
        self.psql("bare", f"CREATE SCHEMA {NAMESPACE}; CREATE TYPE {NAMESPACE}.mood AS ENUM ('bad'); "
                          f"CREATE TABLE {NAMESPACE}.big "
                          "(id bigint PRIMARY KEY, n integer, t text)")
        for database in ("target", "bare"):
            self.psql(database, f"INSERT INTO {NAMESPACE}.big SELECT i, i % 1000, 'text ' || i "
                                f"FROM generate_series(1, {rows}) i; VACUUM ANALYZE {NAMESPACE}.big",
                      one_by_one=True)

    def run(self, command, text=None):
        start = time.perf_counter()
        done = subprocess.run(command, input=text, capture_output=True, text=True,
                              env=self.server.environment())
        took = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"bench: {command[0]} failed: {done.stderr or done.stdout}")
        return took * 1000, done.stdout

    def lockstep(self, *arguments, text=None):
        return self.run([str(bench.LOCKSTEP), "--config", str(self.config), *arguments], text)

    def psql(self, database, statements, one_by_one=False):
        parts = statements.split("; ") if one_by_one else [statements]
        for part in parts:
            _, out = self.run(["psql", "-XqAt", "-d", database, "-c", part])
        return out

    def apply(self, change):
        request = {"organization_id": ORGANIZATION, "project_id": self.project, "user_id": "bench",
                   "current_version": self.version, "allow": ["data_loss"], "change": change}
        took, _ = self.lockstep("sync", "apply", text=json.dumps(request))
        self.version += 1
        return took

    def bare(self, statement):
        command = ["psql", "-XqAt", "-d", "bare", "-c",
                   statement.format(NAMESPACE)]
        return self.run(command)[0]


def report(label, bare, ours):
    print(f"{label:<40}{bare:>9.1f}{ours:>13.1f}{ours - bare:>9.1f}")
    return ours - bare


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    missed = []
    with Server() as server:
        databases = Databases(server, options.rows)
        print(f"{'change':<40}{'psql ms':>9}{'lockstep ms':>13}{'more ms':>9}")
        for name, (change, statement, undo, undo_statement) in CHANGES.items():
            times = {name: ([], []), f"{undo['type']} (of {name})": ([], [])}
            pairs = [(change, statement), (undo, undo_statement)]
            for _ in range(options.runs):
                for (bare, ours), (one, other) in zip(times.values(), pairs):
                    ours.append(databases.apply(one))
                    bare.append(databases.bare(other))
            for label, (bare, ours) in times.items():
                if report(label, statistics.median(bare), statistics.median(ours)) > TARGET:
                    missed.append(label)
    if missed:
        raise SystemExit(f"bench: more than {TARGET} ms above the bare DDL: {', '.join(missed)}")


if __name__ == "__main__":
    main()
