"""A private PostgreSQL on a unix socket, for the length of a `with` block."""

import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "512MB",
    # pg_dump locks every table in one transaction.
    "max_locks_per_transaction": "2048",
}


class Server:
    def __init__(self, settings=None):
        """`settings` besides, or instead of, our own."""
        self.settings = SETTINGS | (settings or {})
        self.bin = programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lockstep-bench-"))
        self.as_user = unprivileged() if os.geteuid() == 0 else []

    def __enter__(self):
        try:
            if self.as_user:
                shutil.chown(self.folder, self.as_user[2])
            self.run("initdb", "-D", self.data, "-U", "bench", "-A", "trust", "-E", "UTF8",
                     "--locale=C", "--no-sync")
            options = f"-c listen_addresses='' -k {self.folder}"
            options += "".join(f" -c {name}={value}" for name, value in self.settings.items())
            self.run("pg_ctl", "-D", self.data, "-o", options, "-w", "-l", self.folder / "log", "start")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self):
        return self.folder / "data"

    def run(self, program, *arguments):
        command = [*self.as_user, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"bench: {program} failed: {done.stderr or done.stdout}")

    def environment(self):
        """What makes libpq's programs find this server."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "PGHOST": str(self.folder), "PGUSER": "bench"}

    def psql(self, database, text):
        """What the statements print, as psql -At does."""
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database],
                              input=text, capture_output=True, text=True, env=self.environment())
        if done.returncode:
            raise SystemExit(f"bench: psql failed: {done.stderr}")
        return done.stdout.strip()

    def url(self, database):
        return f"postgresql://bench@/{database}?host={self.folder}"


def programs():
    """The folder that holds initdb: LOCKSTEP_PG_BIN, or the newest one of the system."""
    wanted = os.environ.get("LOCKSTEP_PG_BIN")
    if wanted:
        return pathlib.Path(wanted)
    found = list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return max(found, key=lambda path: int(path.parts[-3])).parent
    initdb = shutil.which("initdb")
    if not initdb:
        raise SystemExit("bench: no PostgreSQL server programs found; set LOCKSTEP_PG_BIN")
    return pathlib.Path(initdb).parent


def unprivileged():
    """PostgreSQL refuses to run as root: the words that run a program as somebody else."""
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"]
    raise SystemExit("bench: run this as an ordinary user")
