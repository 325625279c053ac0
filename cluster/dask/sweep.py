#!/usr/bin/env python3
"""Runs a sweep on Dask workers, one task a shard, then joins the shards and checks the joined store.

    cluster/dask/sweep.py size-manner-disposition --shards 8 --output store --workers 2
    cluster/dask/sweep.py my.ron --shards 500 --output /shared/store --scheduler tcp://head:8786 -- --replicates 100000

Without --scheduler it starts workers of its own on this machine, processes, as many as --workers says. Workers elsewhere
need the program under the same path and a file system in common. A shard that fails, or whose worker dies, is given to
another worker and goes on from what is written. The same command again goes on: shards that are whole end at once.
"""

import argparse
import functools
import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

import dask
from dask.distributed import Client, LocalCluster, as_completed

WRONG_INPUT = 2  # exit code of the program: another try would not help


def run_shard(command, attempt):
    """Runs on a worker: one shard to its end. Returns (exit code, host, last lines of stderr)."""
    import os
    import shutil
    import socket
    import subprocess
    import time

    # What made the last try fail (another process that still ends, a full disk) may pass.
    time.sleep(min(2 * attempt, 30))
    # The program must not outlive its worker, or it would hold the lock of the store against the next try.
    leash = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    done = subprocess.run(leash + command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=os.environ)
    return done.returncode, socket.gethostname(), done.stderr[-2000:].strip()


class Once(argparse.Action):
    """An option that is given once: which of two was meant nobody knows."""

    def __call__(self, parser, namespace, values, option=None):
        given = namespace.__dict__.setdefault("given", set())
        if self.dest in given:
            parser.error(f"{option} is given twice")
        given.add(self.dest)
        setattr(namespace, self.dest, values)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__,
        usage="%(prog)s EXPERIMENT --output STORE --shards N [OPTIONS] [-- OPTIONS OF drawdown sweep]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("experiment", help="an experiment file, or the name of a shipped one")
    option = functools.partial(parser.add_argument, action=Once)
    option("--output", required=True, type=Path, help="where the joined store goes; shards go to OUTPUT.shards")
    option("--shards", required=True, type=int, help="parts that the sweep is cut into, each one task")
    option("--scheduler", help="address of a Dask scheduler; without it workers are started here")
    option("--workers", type=int, default=os.cpu_count(), help="workers started here (default: one a core)")
    option("--threads", type=int, default=1, help="threads of the program in each task (default 1)")
    option("--tries", type=int, default=5, help="times that a shard is tried (default 5)")
    option("--drawdown", default="drawdown", help="the program (default: drawdown in the PATH)")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    args = parser.parse_args(words[:cut])
    args.options = words[cut + 1 :]
    for name in ("shards", "workers", "threads", "tries"):
        if getattr(args, name) < 1:
            parser.error(f"--{name} must be 1 or more")
    program = shutil.which(args.drawdown)
    if program is None:
        parser.error(f"no program {args.drawdown}; say where it is with --drawdown")
    args.drawdown = os.path.abspath(program)
    if Path(args.experiment).exists():
        args.experiment = os.path.abspath(args.experiment)
    args.output = args.output.absolute()
    return args


def shard_command(args, output, shard):
    """What computes a shard, or goes on with it."""
    command = [args.drawdown, "sweep", args.experiment, "--output", str(output), "--resume", "--quiet"]
    return command + ["--shard", f"{shard}/{args.shards}", "--threads", str(args.threads), *args.options]


def run_shards(client, args, parts):
    """All shards, each tried up to args.tries times. Returns what failed: shard to reason."""

    def submit(shard, attempt):
        command = shard_command(args, parts / str(shard), shard)
        # Dask itself would retry at once and without telling; a shard whose worker dies comes back as an error here.
        future = client.submit(run_shard, command, attempt, pure=False, key=f"{sweep}-shard-{shard}-try-{attempt + 1}")
        running[future.key] = (shard, attempt)
        return future

    # Of two tasks with one key a scheduler does one: those of other sweeps, by whomever, are not ours.
    sweep = f"drawdown-{uuid.uuid4().hex}"
    running, failed, done = {}, {}, 0
    queue = as_completed([submit(shard, 0) for shard in range(1, args.shards + 1)])
    for future in queue:
        shard, attempt = running.pop(future.key)
        if future.status == "finished":
            code, host, words = future.result()
            reason = f"exit code {code} on {host}: {words}"
        else:
            code, reason = None, f"{future.status}: {future.exception()}".split(". ")[0]
        future.release()
        if code == 0:
            done += 1
            print(f"shard {shard}: done, {done} of {args.shards}", flush=True)
        elif code == WRONG_INPUT or attempt + 1 == args.tries:
            failed[shard] = reason
            print(f"shard {shard}: given up, {reason}", file=sys.stderr, flush=True)
        else:
            print(f"shard {shard}: try {attempt + 1} of {args.tries} failed, {reason}", file=sys.stderr, flush=True)
            queue.add(submit(shard, attempt + 1))
    return failed


def main():
    args = arguments()
    # Mistakes in the file or the options show here, once.
    plan = [args.drawdown, "sweep", args.experiment, "--output", str(args.output), "--dry-run", *args.options]
    code = subprocess.run(plan).returncode
    if code != 0:
        return code
    # So does an option that every task has from here.
    task = shard_command(args, args.output, 1) + ["--dry-run"]
    code = subprocess.run(task, stdout=subprocess.DEVNULL).returncode
    if code != 0:
        print("these are the options that a task has, with those after --", file=sys.stderr)
        return code
    parts = args.output.with_name(args.output.name + ".shards")
    parts.mkdir(parents=True, exist_ok=True)

    # A worker that dies costs the shard one of its tries, counted here.
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    started = time.monotonic()
    if args.scheduler:
        client = Client(args.scheduler)
    else:
        client = Client(LocalCluster(n_workers=args.workers, threads_per_worker=1, processes=True, dashboard_address=None))
    with client:
        print(f"{len(client.scheduler_info(n_workers=-1)['workers'])} workers at {client.scheduler.address}", flush=True)
        failed = run_shards(client, args, parts)
        if client.cluster is not None:
            client.cluster.close()
    print(f"shards: {time.monotonic() - started:.1f} s", flush=True)
    if failed:
        print(f"failed shards: {', '.join(map(str, sorted(failed)))}; the same command goes on", file=sys.stderr)
        return WRONG_INPUT if all(reason.startswith("exit code 2 ") for reason in failed.values()) else 1

    stores = [str(parts / str(shard)) for shard in range(1, args.shards + 1)]
    started = time.monotonic()
    for command in (["merge", *stores, "--output", str(args.output)], ["verify", str(args.output)]):
        code = subprocess.run([args.drawdown, *command]).returncode
        if code != 0:
            return code
    print(f"merge and verify: {time.monotonic() - started:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
