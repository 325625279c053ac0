"""Reads results.xlsx and headline.csv of run folders and holds them against summary.json and the tables."""

import csv
import json
import sys
from pathlib import Path

from openpyxl import load_workbook

UNITS = ("%", "points", "bn USD", "People", "unit")
WORDS = {"Scenario", "Capability", "Ally", "Step", "What it is", "Unit of the gap", "Unit", "Grade", "Source", "Note",
         "Holds in", "Written in", "How well it is known", "Short name, as on other sheets"}
PLAIN = {"Rank", "Rank at best", "Rank at worst", "Days after an alert", "Year", "in the year"}


def rows_of(sheet):
    rows = sheet.iter_rows(values_only=True)
    heads = list(next(rows))
    assert all(heads) and len(set(heads)) == len(heads), heads
    return heads, [dict(zip(heads, row)) for row in rows]


def column(heads, *parts):
    """The one head that holds all of the parts."""
    found = [head for head in heads if all(part in head for part in parts)]
    assert len(found) == 1, (parts, found)
    return found[0]


def is_words(head):
    return (head in WORDS or head.endswith(" id") or head.startswith(("Value as written", "Address"))
            or "capability that changes most" in head)


def near(a, b, what, digits=1e-9):
    assert (a is None) == (b is None), (what, a, b)
    assert a is None or abs(a - b) <= digits * max(1, abs(b)), (what, a, b)


def number(text, unit=1.0):
    return None if text in ("", None) else unit * float(text)


def types(name, heads, rows):
    for head in heads:
        for row in rows:
            value = row[head]
            if is_words(head):
                assert value is None or isinstance(value, str), (name, head, value)
            else:
                assert value is None or isinstance(value, (int, float)), (name, head, value)
        known = head in PLAIN or is_words(head) or head.startswith(("Runs in", "Value", "Year"))
        assert known or any(unit in head for unit in UNITS), f"{name}: no unit in `{head}`"


def table(folder, name):
    with open(folder / "tables" / f"{name}.csv", newline="") as file:
        yield from csv.DictReader(file)


def rows_by_place(folder, name, outcomes):
    """Rows of some outcomes by scenario, arm, outcome, domain, tier and year; what is without a drawdown for all of its world."""
    found = {}
    for row in table(folder, name):
        if row["outcome"] in outcomes and not row.get("quarter") and not row.get("ally"):
            place = tuple(row.get(key) or "" for key in ("arm", "outcome", "domain", "tier", "year"))
            found[row["scenario"], *place] = row
    return found


def recompute(folder, summary, short):
    """Every number of headline.csv that the tables hold, from them."""
    index = rows_by_place(folder, "index", ["index_headline"])
    coverage = rows_by_place(folder, "coverage", ["coverage_year"])
    bill = rows_by_place(folder, "bill", ["bill_headline"])
    money = rows_by_place(folder, "cost", ["uplift", "funds", "gap_spending"])
    money |= rows_by_place(folder, "spending", ["share_together"])
    worlds = {scenario: world["scenarios"] for world in summary["worlds"] for scenario in world["scenarios"]}
    sums = {"defence spending of all allies": "share_together", "money there for gaps": "funds", "spent on gaps": "gap_spending"}

    def find(rows, scenario, arm, *place):
        whose = [scenario] + (worlds[scenario] if arm == "counterfactual" else [])
        return next((rows[one, arm, *place] for one in whose if (one, arm, *place) in rows), None)

    def hold(row, key, found, unit=1.0, of="mean"):
        if found is not None and row[key]:
            # The summary has all digits, tables for people eight, of quantiles five.
            near(float(row[key]), number(found[of], unit), (folder.name, key, row), 1e-6)
            held.append(key)

    held = []
    arms = {"without": "counterfactual", "in_all": "scenario", "added": "attributable"}
    for row in short:
        scenario, day, year = row["scenario_id"], row["days_after_alert"], row["year"]
        if row["part"] == "capability":
            place = ("coverage_year", row["capability_id"], day, year)
            for key in ("without", "in_all"):
                found = find(coverage, scenario, arms[key], *place)
                near(number(row[key]), 100 - number(found["mean"], 100), (folder.name, key, row))
            found = find(coverage, scenario, "attributable", *place)
            for key, of in (("added", "mean"), ("added_p05", "p95"), ("added_p50", "p50"), ("added_p95", "p05")):
                hold(row, key, found, -100, of)
        elif row["part"] == "money":
            for key in ("without", "in_all"):
                hold(row, key, find(money, scenario, arms[key], sums[row["what"]], "", "", year))
        elif row["what"].startswith("missing"):
            for key, arm in arms.items():
                found = find(index, scenario, arm, "index_headline", "", day, "")
                hold(row, key, found, 100)
        elif row["what"].startswith("equipment"):
            hold(row, "without", find(bill, scenario, "counterfactual", "bill_headline", "", "", ""))
            hold(row, "added", find(bill, scenario, "direct_effect", "bill_headline", "", "", ""))
        elif row["what"].startswith("allies spend"):
            hold(row, "added", find(money, scenario, "attributable", "uplift", "", "", ""))
    assert len(held) > 20, len(held)


def check(folder):
    summary = json.loads((folder / "summary.json").read_text())
    book = load_workbook(folder / "results.xlsx")
    causes = (folder / "tables/causes.csv").exists()
    names = ["How to read it", "Ranking", "Capabilities by year", "Allies by year", "Causes", "Assumptions"]
    assert book.sheetnames == [name for name in names if causes or name != "Causes"], book.sheetnames
    for sheet in book:
        assert sheet.freeze_panes and sheet.max_row <= 20000, sheet.title
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row), sheet.title
    sheets = {name: rows_of(book[name]) for name in book.sheetnames}
    for name, (heads, rows) in sheets.items():
        if name != "How to read it":
            types(name, heads, rows)
    # What warnings say is said elsewhere too.
    guide = [row for row in book["How to read it"].iter_rows(values_only=True) if row[0] != "Beware"]
    text = " ".join(str(value) for row in guide for value in row)
    for word in ("Seed", "Runs of each", "Added by", "Missing in all", "95 %", str(summary["version"])):
        assert word in text, word
    for word in ("eplicate", "ttributable", "ounterfactual"):
        for name in book.sheetnames:
            assert not any(word in head for head in sheets[name][0]), (name, word)
        assert word not in text, word

    scenarios, years = len(summary["scenarios"]), summary["quarters"] // 4
    heads, ranking = sheets["Ranking"]
    assert len(ranking) == scenarios
    by_id = {s["id"]: s for s in summary["scenarios"]}
    for row, ranked in zip(ranking, summary["ranking"]):
        scenario = by_id[ranked["scenario"]]
        assert row["Scenario id"] == scenario["id"] and row["Scenario"] == scenario["title"]
        near(row["People who leave (mean)"], scenario["personnel_effective"]["mean"], "people")
        for entry in scenario["index"]:
            arms = {"counterfactual": ("missing ", "%"), "scenario": ("missing in all",), "attributable": (": added by ", "points")}
            if entry["arm"] not in arms:
                continue
            words = arms[entry["arm"]]
            for end, key in (("(mean)", "mean"), ("(5 %)", "p05"), ("(95 %)", "p95")):
                found = [h for h in heads if h.startswith(f"D+{entry['tier']}: ") and h.endswith(end)
                         and all(w in h for w in words) and ("in all" in h) == (entry["arm"] == "scenario")]
                assert len(found) == 1, (words, end, found)
                near(row[found[0]], 100 * entry[key], found[0])

    heads, rows = sheets["Capabilities by year"]
    assert len(rows) == scenarios * len(summary["domains"]) * len(summary["tiers"]) * years
    placed = {(r["Scenario id"], r["Capability id"], r["Days after an alert"], r["Year"]): r for r in rows}
    assert len(placed) == len(rows)
    added = {end: column(heads, "Added by", "points", end) for end in ("(mean)", "(5 %)", "(50 %)", "(95 %)")}
    compared = 0
    for row in table(folder, "coverage"):
        if row["outcome"] != "coverage_year":
            continue
        there = placed[row["scenario"], row["domain"], int(row["tier"]), int(row["year"])]
        where = (folder.name, row)
        if row["arm"] == "attributable":
            for end, key in (("(mean)", "mean"), ("(5 %)", "p95"), ("(50 %)", "p50"), ("(95 %)", "p05")):
                near(there[added[end]], number(row[key], -100), where)
        elif row["arm"] == "scenario":
            near(there[column(heads, "Coverage in all", "(mean)")], number(row["mean"], 100), where)
            near(there[column(heads, "Missing in all")], 100 - number(row["mean"], 100), where)
        else:
            continue
        compared += 1
    assert compared == 2 * len(rows), compared

    likely = column(heads, "below its threshold", "in all")
    unlikely = [h for h in heads if "below its threshold" in h and h != likely][0]
    for row in table(folder, "vulnerability"):
        if row["outcome"] == "below_in_year" and row["arm"] in ("scenario", "counterfactual"):
            there = placed[row["scenario"], row["domain"], int(row["tier"]), int(row["year"])]
            near(there[likely if row["arm"] == "scenario" else unlikely], number(row["probability"], 100), row)

    heads, rows = sheets["Allies by year"]
    allies = sum(c["ally"] for c in summary["countries"])
    assert len(rows) == scenarios * (allies + 1) * (years + 1)
    placed = {(r["Scenario id"], r["Ally id"] or "", r["Year"]): r for r in rows}
    share = column(heads, "Defence spending in all", "% of GDP", "(mean)")
    for row in table(folder, "spending"):
        if row["arm"] == "scenario" and row["outcome"] in ("share", "share_together", "pledge_met"):
            there = placed[row["scenario"], row["ally"], int(row["year"])]
            if row["outcome"] == "pledge_met":
                near(there[column(heads, "Runs in which it spends its pledge", "in all")], number(row["probability"], 100), row)
            else:
                near(there[share], number(row["mean"]), row)

    if causes:
        heads, rows = sheets["Causes"]
        assert len(rows) == sum(1 for _ in table(folder, "causes")), len(rows)

    heads, rows = sheets["Assumptions"]
    held = json.loads((folder / "scenarios.json").read_text())
    assert len(rows) == len(held["common"]) + sum(len(s["values"]) for s in held["scenarios"])
    assert all(row["What it is"] and row["How well it is known"] for row in rows)

    with open(folder / "headline.csv", newline="") as file:
        short = list(csv.DictReader(file))
    recompute(folder, summary, short)
    assert 0 < len(short) < 2000, len(short)
    assert {row["part"] for row in short} == {"ranking", "money", "capability"}
    print(f"   {folder.name}: {len(book.sheetnames)} sheets, {compared} rows of coverage compared, {len(short)} headlines")


for name in sys.argv[1:]:
    check(Path(name))
