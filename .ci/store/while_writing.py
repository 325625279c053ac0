"""Reads a store again and again while a sweep writes it: every read works, sees whole parts only, and never fewer rows.

while_writing.py STORE PROCESS
"""

import os
import sys
import time
from pathlib import Path

import duckdb
import polars as pl

store, process = Path(sys.argv[1]), int(sys.argv[2])


def running():
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def parts(kind):
    return sorted((store / kind).glob("*.parquet"))


seen = []
while running():
    # In this order: a part that was in the log before is there for all readers after.
    logged = (store / "parts.jsonl").read_text().count("\n") if (store / "parts.jsonl").exists() else 0
    if not parts("outcomes") or not parts("experiments"):
        assert logged == 0, "parts in the log and no files"
        time.sleep(0.02)
        continue
    rows = pl.read_parquet(store / "outcomes" / "*.parquet", columns=["experiment", "mean"])
    listed = duckdb.sql(f"select count(*), count(distinct experiment) from '{store}/experiments/*.parquet'").fetchall()[0]
    assert listed[0] == listed[1], f"an experiment stands twice: {listed}"
    assert len(parts("experiments")) >= logged, "a part of the log is no file"
    assert not seen or rows.height >= seen[-1], f"{rows.height} rows after {seen[-1]}"
    seen.append(rows.height)
    time.sleep(0.02)
assert len(set(seen)) >= 3, f"the sweep was over before it was seen to grow: {seen}"
print(f"   {len(seen)} reads, from {seen[0]} to {seen[-1]} rows")
