"""Runs programs and says what they cost, as whole processes."""

import dataclasses
import os
import statistics
import subprocess
import time


@dataclasses.dataclass
class Cost:
    wall: float  # seconds, median
    cpu: float  # seconds of user and system time, median
    peak: int  # kilobytes resident at most


def measure(commands, runs, environment):
    """The costs of several commands, run in turn, so that a busy moment of the machine is shared."""
    walls = {name: [] for name in commands}
    cpus = {name: [] for name in commands}
    for command in commands.values():
        once(command, environment)
    for _ in range(runs):
        for name, command in commands.items():
            wall, cpu = once(command, environment)
            walls[name].append(wall)
            cpus[name].append(cpu)
    return {name: Cost(statistics.median(walls[name]), statistics.median(cpus[name]),
                       peak(commands[name], environment)) for name in commands}


def once(command, environment):
    """Wall and CPU seconds of one run; a run that fails ends everything."""
    with open(os.devnull, "wb") as nothing:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=nothing, stderr=subprocess.PIPE)
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command)}\nended with {process.returncode}: "
                         f"{message.decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime


def peak(command, environment):
    """Peak memory, from GNU time: the rusage that Python gets of its own child counts Python's pages
    too, which the child had before it became another program."""
    done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], env=environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return int(done.stderr.split()[-1])
