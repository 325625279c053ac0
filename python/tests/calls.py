"""1,000 small calls from Python beside the same in Rust (examples/calls.rs), in turns: what the way through Python costs, in time and
in processor time, which other work on the machine disturbs less. It says so and asserts nothing of time; the numbers of both are
the same."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import drawdown

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
TURNS = 2
ROOT = Path(__file__).parents[1]


def built() -> str:
    """The program in Rust, compiled where .ci/python/test has compiled all that both are made of."""
    command = ["cargo", "build", "--release", "--quiet", "--manifest-path", str(ROOT / "Cargo.toml"), "--example", "calls", "--message-format", "json"]
    places = {"CARGO_TARGET_DIR": str(ROOT.parent / "target/python-package"), **os.environ}
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=places).stdout.splitlines()
    return next(path for path in (json.loads(line).get("executable") for line in reversed(lines)) if path)


def python() -> tuple:
    base = drawdown.Study("orderly-20k")
    started, busy, total = time.perf_counter(), time.process_time(), 0.0
    for call in range(CALLS):
        run = base.set(linkage=0.1 + call / 10_000).run(n=256, design="mc", threads=1)
        total += run.estimate("index_headline", arm="attributable", tier=30).mean
    return time.perf_counter() - started, time.process_time() - busy, total


def rust(program: str) -> tuple:
    def busy() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = busy()
    seconds, total = subprocess.run([program, str(CALLS)], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return float(seconds), busy() - before, float(total)


program = built()
pairs = [(python(), rust(program)) for _ in range(TURNS)]
assert all(mine[2] == theirs[2] for mine, theirs in pairs), pairs
for what, i in (("s", 0), ("s of processor time", 1)):
    mine, theirs = (min(pair[way][i] for pair in pairs) for way in (0, 1))
    print(f"   {CALLS} calls: {mine:.2f} {what} from Python, {theirs:.2f} in Rust, {100 * (mine / theirs - 1):+.1f} %")
