"""Checks a store of .ci/experiment.ron with Polars and DuckDB: types, numbers of rows, values against `drawdown run`.

check.py STORE PROGRAM
"""

import csv
import hashlib
import itertools
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import polars as pl

store, program = Path(sys.argv[1]), sys.argv[2]
manifest = json.loads((store / "manifest.json").read_text())
parts = [json.loads(line) for line in (store / "parts.jsonl").read_text().splitlines()]
experiments = pl.read_parquet(store / "experiments" / "*.parquet")
outcomes = pl.read_parquet(store / "outcomes" / "*.parquet")

PEOPLE = [20_000, 30_000, 40_000, 50_000]
DISPOSITIONS = ["Earmarked", "IndoPacific"]
REACTIONS = [-0.1, 0.15, 0.4]

# Types, as docs/formats.md has them.
expected = {
    "experiment": pl.Int32, "policy": pl.Int32, "scenario": pl.Int32, "lever_personnel_people": pl.Float64,
    "lever_disposition": pl.String, "uncertainty_reaction_fraction_of_the_way": pl.Float64, "status": pl.String,
    "reason": pl.String, "warnings": pl.String, "replicates": pl.Int32, "replicates_valid": pl.Int32, "scenario_sha256": pl.String,
}  # fmt: skip
for column, kind in expected.items():
    assert experiments.schema[column] == kind, f"experiments.{column} is {experiments.schema.get(column)}, not {kind}"
headlines = [column for column in experiments.columns if column not in expected]
assert len(headlines) >= 10 and all(experiments.schema[column] == pl.Float64 for column in headlines), headlines
keys = {
    "arm": pl.String, "outcome": pl.String, "unit": pl.String, "domain": pl.String, "tier_days": pl.Int32, "ally": pl.String,
    "host": pl.String, "year": pl.Int32, "quarter": pl.Int32,
}  # fmt: skip
numbers = ["mean", "se", "lower", "upper", "p05", "p25", "p50", "p75", "p95"]
wanted = {"experiment": pl.Int32, **keys, **dict.fromkeys(numbers, pl.Float64)}
assert dict(outcomes.schema) == wanted, f"outcomes: {outcomes.schema}"
described = duckdb.sql(f"describe select * from '{store}/outcomes/*.parquet'").fetchall()
sql = {pl.Int32: "INTEGER", pl.String: "VARCHAR", pl.Float64: "DOUBLE"}
assert {row[0]: row[1] for row in described} == {name: sql[kind] for name, kind in wanted.items()}, described

# Rows: what the design says, what the log of parts says, and what both readers count.
design = list(itertools.product(PEOPLE, DISPOSITIONS, REACTIONS))
assert manifest["experiments"] == experiments.height == len(design), experiments.height
assert experiments["experiment"].to_list() == list(range(len(design)))
assert set(experiments.select("lever_personnel_people", "lever_disposition", "uncertainty_reaction_fraction_of_the_way").rows()) == set(design)
assert experiments["policy"].n_unique() == len(PEOPLE) * len(DISPOSITIONS) and experiments["scenario"].n_unique() == len(REACTIONS)
for kind, table in (("experiments", experiments), ("outcomes", outcomes)):
    logged = [file for part in parts for file in part["files"] if file["path"].startswith(kind)]
    files = sorted((store / kind).glob("*.parquet"))
    assert [store / file["path"] for file in logged] == files, f"{kind}: files and log differ"
    for file, path in zip(logged, files, strict=True):
        assert path.stat().st_size == file["bytes"] and hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"], path
        assert pl.read_parquet(path).height == file["rows"], path
    counted = duckdb.sql(f"select count(*) from '{store}/{kind}/*.parquet'").fetchall()[0][0]
    assert counted == table.height == sum(file["rows"] for file in logged), f"{kind}: {counted} rows"
assert (experiments["status"] == "done").all() and manifest["complete"] and manifest["done"] == len(design)
assert outcomes.select("experiment", *keys).is_duplicated().sum() == 0, "an estimate stands twice"
assert outcomes["experiment"].n_unique() == len(design)
units = outcomes.select("outcome", "unit").unique()
assert not units["unit"].is_null().any() and (units["unit"] != "").all(), units

# Values: those of `drawdown run` with the same settings, digit for digit; both readers read the same.
in_sql = duckdb.sql(f"select sum(mean), sum(se), count(p95) from '{store}/outcomes/*.parquet'").fetchall()[0]
assert math.isclose(in_sql[0], outcomes["mean"].sum(), rel_tol=1e-9) and in_sql[2] == outcomes["p95"].count(), in_sql


def number(text):
    return float(text) if text else None


def of_run(folder, replicates, seed, settings):
    sets = [word for setting in settings for word in ("--set", setting)]
    command = [program, "run", "orderly-20k", *sets, "-n", str(replicates), "--seed", str(seed), "--output", folder]
    as_sweep = ["--design", "mc", "--tables", "full", "--no-figures", "--no-report", "--quiet"]
    subprocess.run([*command, *as_sweep], check=True, stdout=subprocess.DEVNULL)
    rows = {}
    for table in Path(folder, "tables").glob("*.csv"):
        for row in csv.DictReader(table.open()):
            if "outcome" not in row:
                break  # a table of another kind
            key = (row.get("arm") or None, row["outcome"], row["unit"], row.get("domain") or None, row.get("tier") or None,
                   row.get("ally") or None, row.get("host") or None, row.get("year") or None, row.get("quarter") or None)  # fmt: skip
            mean = number(row.get("mean")) if row.get("probability", "") == "" else number(row["probability"])
            rows[key] = (mean, *(number(row.get(name)) for name in numbers[1:]))
    return rows


compared = 0
for experiment in (0, 9, len(design) - 1):
    people, disposition, reaction = experiments.filter(pl.col("experiment") == experiment).select(
        "lever_personnel_people", "lever_disposition", "uncertainty_reaction_fraction_of_the_way"
    ).row(0)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        run = of_run(f"{folder}/run", manifest["replicates"], manifest["seed"],
                     [f"personnel={people:.0f}", f"disposition={disposition}", f"reaction={reaction}"])  # fmt: skip
    kept = outcomes.filter(pl.col("experiment") == experiment)
    for row in kept.select(*keys, *numbers).iter_rows():
        key = tuple(value if value is None or isinstance(value, str) else str(value) for value in row[: len(keys)])
        assert key in run, f"experiment {experiment}: drawdown run has no {key}"
        want, got = list(run[key]), list(row[len(keys) :])
        if key[2] == "probability":
            # Its standard error stands in the store alone: that of a mean of zeros and ones.
            p, n = got[0], manifest["replicates"]
            assert math.isclose(got[1], math.sqrt(p * (1 - p) / (n - 1)), rel_tol=1e-9, abs_tol=1e-15), f"{key}: se {got[1]}"
            want[1] = got[1]
        assert want == got, f"experiment {experiment}: {key} is {got}, drawdown run says {want}"
        compared += 1
    # The headlines of the table of experiments are those of the outcomes.
    mean = kept.filter((pl.col("outcome") == "index_headline") & (pl.col("arm") == "attributable") & (pl.col("tier_days") == 30))["mean"]
    headline = experiments.filter(pl.col("experiment") == experiment)["attributable_index_headline_fraction_mean"]
    assert mean.to_list() == headline.to_list(), f"experiment {experiment}: {mean} and {headline}"
assert compared > 500, f"only {compared} estimates"
print(f"   {experiments.height} experiments, {outcomes.height} estimates; {compared} agree with drawdown run in every digit")

# Experiments that cannot be are rows with their reason, without numbers; the others go on. Where the file lies is no matter.
with tempfile.TemporaryDirectory() as folder:
    # Of each of three inputs under 1 % of the draws are out of range, of them together more.
    means = {"commitment": 0.7, "efficiency": 1.7, "reliability": 0.7}
    many = ", ".join(f'"{name}": Normal(mean: {mean}, sd: 0.128)' for name, mean in means.items())
    levers = f'{{"chance": Options({{"a": {{}}, "b": {{{many}}}, "c": {{"personnel": 30000}}}})}}'
    text = f'(title: "x", base: "orderly-20k", levers: {levers}, replicates: 384)'
    stores = []
    for place in ("here", "there/further"):
        file = Path(folder, place, "failing.ron")
        file.parent.mkdir(parents=True)
        file.write_text(text)
        stores.append(file.with_suffix(""))
        subprocess.run([program, "sweep", file, "--output", stores[-1], "--quiet"], check=True, stdout=subprocess.DEVNULL)
    rows = pl.read_parquet(stores[0] / "experiments" / "*.parquet").sort("experiment").to_dicts()
    assert [row["status"] for row in rows] == ["done", "failed", "done"], rows
    reasons = [row["reason"] for row in rows]
    assert reasons[0] is None and "more than 1 %" in reasons[1] and reasons[2] is None, reasons
    assert [row["replicates_valid"] for row in rows] == [384, 0, 384]
    assert all(rows[1][column] is None and rows[0][column] is not None for column in headlines), rows
    kept = duckdb.sql(f"select distinct experiment from '{stores[0]}/outcomes/*.parquet' order by 1").fetchall()
    assert kept == [(0,), (2,)], kept
    logs = [(place / "parts.jsonl").read_text() for place in stores]
    assert logs[0] == logs[1], f"the bytes depend on where the experiment file lies: {reasons[1]}"
print("   an experiment that cannot be is a row with its reason")
