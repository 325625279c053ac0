"""The table that examples/read_store.py makes from a sweep is that of `drawdown compare` of the same drawdowns.

check_example.py FOLDER COMPARISON
"""

import csv
import json
import sys
from pathlib import Path

folder, comparison = map(Path, sys.argv[1:])
summary = json.loads((comparison / "summary.json").read_text())
assert summary["failed_replicates"] == 0, "the comparison leaves replicates out that the sweep does not"

with (comparison / "tables" / "bill.csv").open() as file:
    bill = {
        row["scenario"]: float(row["mean"])
        for row in csv.DictReader(file)
        if (row["outcome"], row["arm"]) == ("bill_headline", "direct_effect")
    }
expected = {}
for scenario in summary["scenarios"]:
    key = (
        50_000 if "50k" in scenario["id"] else 20_000,
        "orderly" if scenario["id"].startswith("orderly") else "media-learned",
        "pacific" if "pacific" in scenario["id"] else "earmarked",
    )
    tiers = {e["tier"]: e for e in scenario["index"] if e["arm"] == "attributable"}
    expected[key] = [
        100 * tiers[10]["mean"], 100 * tiers[30]["mean"], 100 * tiers[30]["p05"], 100 * tiers[30]["p95"],
        100 * tiers[180]["mean"], bill[scenario["id"]],
    ]  # fmt: skip

found = 0
columns = ["D+10", "D+30", "5 %", "95 %", "D+180", "bn USD lacking"]
for row in csv.DictReader((folder / "ranking.csv").open()):
    disposition = {"earmarked": "earmarked", "indopacific": "pacific"}.get(row["disposition"].lower().replace("_", ""))
    want = expected.get((int(float(row["people"])), row["manner"], disposition))
    if want is None:
        continue
    found += 1
    for column, value in zip(columns, want, strict=True):
        assert abs(float(row[column]) - value) < 1e-9, f"{row}: {column} should be {value}"
assert found == len(expected), f"{found} of {len(expected)} drawdowns are in the example's table"
print(f"   the example's table agrees with the comparison's in {found * len(columns)} numbers")
