"""1,000 small calls from Python beside the same in Rust (examples/calls.rs): what the way through Python costs. It says so and
asserts nothing of time; the numbers of both are the same."""

import subprocess
import sys
import time
from pathlib import Path

import drawdown

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
ROOT = Path(__file__).parents[1]


def python() -> tuple:
    base = drawdown.Study("orderly-20k")
    started, total = time.perf_counter(), 0.0
    for call in range(CALLS):
        run = base.set(linkage=0.1 + call / 10_000).run(n=256, design="mc", threads=1)
        total += run.estimate("index_headline", arm="attributable", tier=30).mean
    return time.perf_counter() - started, total


def rust() -> tuple:
    command = ["cargo", "run", "--release", "--quiet", "--manifest-path", str(ROOT / "Cargo.toml"), "--example", "calls", str(CALLS)]
    seconds, total = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(total)


pairs = [(python(), rust()) for _ in range(2)]
assert all(mine[1] == theirs[1] for mine, theirs in pairs), pairs
mine, theirs = (min(pair[i][0] for pair in pairs) for i in (0, 1))
print(f"   {CALLS} calls: {mine:.2f} s from Python, {theirs:.2f} s in Rust, {100 * (mine / theirs - 1):+.1f} %")
