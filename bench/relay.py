#!/usr/bin/env python3
"""How fast does the relay read the write-ahead log, and write it into a durable history?

Usage: ./dev bench relay [--runs N] [--rows N] [--changes N]
Beside pg_recvlogical, which drains the same log through the same plugin to /dev/null: in turns, in
one run, on one server with fsync. Rates are rows a second, medians of the runs; what counts is their
ratio to pg_recvlogical's. Then: the memory that one large transaction takes, how long after its commit
a change is durable in the history of an idle system, and `sync serve --once` with nothing to do.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import time

import bench
from measure import measure, peak
from server import Server

SETTINGS = {"fsync": "on", "full_page_writes": "on", "wal_level": "logical", "max_wal_size": "8GB",
            "max_wal_senders": "10", "max_replication_slots": "10"}
# About 100 bytes: uuid, text, integer, timestamp, jsonb.
ROWS = ("INSERT INTO load SELECT gen_random_uuid(), 'customer ' || i, i, now(), "
        "jsonb_build_object('k', i) FROM generate_series(1, {0}) AS i")
# Rows in a transaction: the least ratios of decoding alone, and of writing the history.
TARGETS = {100_000: (0.95, 0.38), 10: (1.2, 0.45)}
MEMORY_TARGET = 128  # MiB
LATENCY_TARGETS = (5, 20)  # ms more than an fsync, at the median and in 99 of 100
ONCE_TARGET = 60  # ms


class Relay:
    """A source that is set up, and a slot for pg_recvlogical beside the relay's."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        server.psql("postgres", f"CREATE DATABASE {name}")
        server.psql(name, "CREATE TABLE load (id uuid PRIMARY KEY, name text, n integer, "
                          "at timestamptz, doc jsonb)")
        self.config = server.folder / f"{name}.json"
        self.config.write_text('{"sync": {"source": "%s", "slot": "%s"}}'
                               % (server.url(name), name))
        self.run("setup")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run("drop", "--history", "--yes")
        self.server.psql("postgres", f"DROP DATABASE {self.name} WITH (FORCE)")

    def command(self, *arguments):
        return [str(bench.LOCKSTEP), "--config", str(self.config), "sync", *arguments]

    def run(self, *arguments):
        """Seconds."""
        began = time.perf_counter()
        bench.run(self.command(*arguments), self.server.environment(), stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    def load(self, rows, size):
        """As transactions of `size` rows each."""
        self.server.psql(self.name, f"""SET synchronous_commit = off;
            DO $$ BEGIN FOR k IN 1..{rows // size} LOOP
              {ROWS.format(size)}; COMMIT;
            END LOOP; END $$""")


def recvlogical(relay, rows):
    """Rows a second of the server's own client."""
    slot = f"{relay.name}_plain"
    until = relay.server.psql(relay.name, "SELECT pg_current_wal_insert_lsn()")
    command = ["pg_recvlogical", "-d", relay.name, "-S", slot, "--start", "-f", "/dev/null",
               "-o", "proto_version=1", "-o", "publication_names=lockstep", "--endpos", until,
               "--no-loop"]
    began = time.perf_counter()
    bench.run(command, relay.server.environment())
    rate = rows / (time.perf_counter() - began)
    relay.server.psql(relay.name, f"SELECT pg_drop_replication_slot('{slot}')")
    return rate


def rates(server, rows, size, runs):
    found = {"pg_recvlogical": [], "decode": [], "history": []}
    for run in range(runs):
        with Relay(server, f"relay{size}x{run}") as relay:
            server.psql(relay.name, "SELECT pg_create_logical_replication_slot("
                                    f"'{relay.name}_plain', 'pgoutput')")
            relay.load(rows, size)
            found["pg_recvlogical"].append(recvlogical(relay, rows))
            found["decode"].append(rows / relay.run("serve", "--dry-run"))
            found["history"].append(rows / relay.run("serve", "--once"))
            check_whole(relay, rows)
    return {way: statistics.median(rate) for way, rate in found.items()}


def check_whole(relay, rows):
    """A fast relay that loses rows would be none."""
    count = relay.server.psql(relay.name, "SELECT count(*) FROM lockstep.change_history "
                                          "WHERE operation = 'INSERT'")
    if int(count) != rows:
        raise SystemExit(f"bench: the history has {count} of {rows} rows")


def speed(server, rows, runs):
    missed = []
    print(f"{'rows in a transaction':<24}{'drained by':<18}{'rows/s':>10}{'ratio':>8}  target")
    for size, targets in TARGETS.items():
        found = rates(server, rows, size, runs)
        base = found["pg_recvlogical"]
        for way, target in zip(found, (None, *targets)):
            ratio = found[way] / base
            is_missed = target is not None and ratio < target
            print(f"{size:<24}{way:<18}{found[way]:>10.0f}{ratio:>8.2f}  "
                  f"{f'>= {target}' if target else ''}{' MISSED' if is_missed else ''}", flush=True)
            missed += [f"{way}, {size} rows"] if is_missed else []
    return missed


def memory(server, rows):
    """Of one transaction."""
    with Relay(server, "large") as relay:
        relay.load(rows, rows)
        used = peak(relay.command("serve", "--once"), server.environment()) / 1024
        check_whole(relay, rows)
    is_missed = used > MEMORY_TARGET
    print(f"one transaction of {rows} rows: {used:.0f} MiB at most  <= {MEMORY_TARGET}"
          f"{' MISSED' if is_missed else ''}")
    return ["memory"] if is_missed else []


def fsync_time(folder):
    """Milliseconds that the disk takes for 8 kB, at the median, as the server would write them."""
    times = []
    with open(folder / "fsync", "wb") as file:
        for _ in range(200):
            file.write(b"x" * 8192)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def latency(server, changes):
    """From a commit on the source to the one of the history, by the server's own clock: the relay
    marks each change's row by a trigger."""
    with Relay(server, "idle") as relay:
        server.psql(relay.name, """
            ALTER TABLE lockstep.relay_state ADD durable timestamptz;
            CREATE TABLE seen (position bigint, at timestamptz);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
              'BEGIN INSERT INTO seen VALUES (new.position, clock_timestamp()); RETURN new; END';
            CREATE TRIGGER note AFTER UPDATE ON lockstep.relay_state FOR EACH ROW
              WHEN (new.position > old.position) EXECUTE FUNCTION note();""")
        process = subprocess.Popen(relay.command("serve"), env=server.environment(),
                                   stderr=subprocess.PIPE)
        time.sleep(1)
        for _ in range(changes):
            server.psql(relay.name, ROWS.format(1))
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        process.wait()
        found = server.psql(relay.name, """
            SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM
              s.at - h.timestamp) * 1000) FROM seen AS s JOIN lockstep.change_history AS h
              USING (position) WHERE h.operation = 'INSERT'""")
    disk = fsync_time(server.folder)
    missed = []
    for name, took, target in zip(("p50", "p99"), map(float, re.findall(r"[\d.]+", found)),
                                  LATENCY_TARGETS):
        # The history's own commit comes after what the trigger saw.
        more = took
        is_missed = more > target
        print(f"commit to durable, idle, {name}: {took + disk:.1f} ms, {more:.1f} more than an fsync "
              f"({disk:.1f})  <= {target}{' MISSED' if is_missed else ''}")
        missed += [f"latency {name}"] if is_missed else []
    return missed


def once(server, runs):
    with Relay(server, "once") as relay:
        relay.run("serve", "--once")
        cost = measure({"once": relay.command("serve", "--once")}, runs, server.environment())["once"]
    took = cost.wall * 1000
    print(f"sync serve --once, nothing to do: {took:.0f} ms  <= {ONCE_TARGET}"
          f"{' MISSED' if took > ONCE_TARGET else ''}")
    return ["--once"] if took > ONCE_TARGET else []


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--changes", type=int, default=200)
    options = parser.parse_args()
    with Server(SETTINGS) as server:
        missed = once(server, options.runs * 5)
        missed += latency(server, options.changes)
        missed += speed(server, options.rows, options.runs)
        missed += memory(server, options.rows)
    if missed:
        raise SystemExit(f"bench: missed: {', '.join(missed)}")


if __name__ == "__main__":
    sys.exit(main())
