# Reads the store of a sweep with Polars and DuckDB, and makes a table and two figures from it. Cells (`# %%`) run one by
# one in an editor that knows them; `python examples/read_store.py` runs all.
#
#     pip install -r examples/requirements.txt
#     drawdown sweep size-manner-disposition --output output/size-manner-disposition
#     python examples/read_store.py
#
# STORE names another store of that experiment, FIGURES the folder that pictures go to.

# %%
import json
import os
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import polars as pl

store = Path(os.environ.get("STORE", "output/size-manner-disposition"))
figures = Path(os.environ.get("FIGURES", "output/figures"))
figures.mkdir(parents=True, exist_ok=True)

# %% One row an experiment, one row an estimate. Units stand in the names of columns or in the column `unit`.
manifest = json.loads((store / "manifest.json").read_text())
experiments = pl.read_parquet(store / "experiments" / "*.parquet").filter(pl.col("status") == "done")
outcomes = pl.read_parquet(store / "outcomes" / "*.parquet")
print(manifest["title"])
print(f"{experiments.height} experiments of {manifest['replicates']} replicates, {outcomes.height} estimates")
print(outcomes.group_by("outcome", "unit").len().sort("outcome"))

# %% Points of the requirement that are lost to the drawdown (mean over quarters), by experiment and readiness tier.
levers = {"lever_personnel_people": "people", "lever_manner": "manner", "lever_disposition": "disposition"}
lost = (
    outcomes.filter((pl.col("outcome") == "index_headline") & (pl.col("arm") == "attributable"))
    .with_columns(pl.col("mean", "se", "p05", "p25", "p75", "p95") * 100)
    .join(experiments.select("experiment", *levers).rename(levers), on="experiment")
)

# %% The table of the answer: what the drawdowns of 20,000 and 50,000 add, deepest at D+30 first.
sizes = [20_000.0, 50_000.0]
wide = lost.filter(pl.col("people").is_in(sizes)).pivot("tier_days", index=list(levers.values()), values="mean")
ranges = lost.filter(pl.col("tier_days") == 30).select(*levers.values(), "experiment", "p05", "p95")
bill = outcomes.filter((pl.col("outcome") == "bill_headline") & (pl.col("arm") == "direct_effect"))
table = (
    wide.join(ranges, on=list(levers.values()))
    .join(bill.select("experiment", pl.col("mean").alias("bill")), on="experiment")
    .sort("30", descending=True)
    .select(
        *levers.values(),
        pl.col("10").alias("D+10"),
        pl.col("30").alias("D+30"),
        pl.col("p05").alias("5 %"),
        pl.col("p95").alias("95 %"),
        pl.col("180").alias("D+180"),
        pl.col("bill").alias("bn USD lacking"),
    )
)
with pl.Config(float_precision=1, tbl_rows=-1, tbl_cols=-1, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True):
    print(table)
table.write_csv(figures / "ranking.csv")

# %% The same question in SQL: DuckDB reads the files where they lie.
print(
    duckdb.sql(
        f"""
        select lever_personnel_people as people, lever_manner as manner, lever_disposition as disposition,
               round(100 * mean, 1) as points, round(100 * se, 2) as se
        from '{store}/outcomes/*.parquet' join '{store}/experiments/*.parquet' using (experiment)
        where outcome = 'index_headline' and arm = 'attributable' and tier_days = 30 and people in (20000, 50000)
        order by mean desc
        """
    )
)

# %% The left half of the report's figure 8: the ranking, with the spread over what nobody knows.
INK, GREY, RED, BAND = "#1A1F26", "#59626D", "#B5341A", "#E2A08F"
plt.rcParams.update({"font.size": 12, "text.color": INK, "axes.edgecolor": "#8A929B", "xtick.color": GREY, "ytick.color": INK})
plt.rcParams.update({"axes.axisbelow": True, "axes.titlepad": 14, "figure.constrained_layout.h_pad": 0.15, "figure.constrained_layout.w_pad": 0.15})
words = {"Earmarked": "kept ready for Europe", "IndoPacific": "to the Indo-Pacific", "Inactivated": "inactivated"}
ranking = lost.filter((pl.col("tier_days") == 30) & pl.col("people").is_in(sizes)).sort("mean")
figure, axes = plt.subplots(figsize=(12, 0.5 * ranking.height + 1.8), layout="constrained")
for y, row in enumerate(ranking.iter_rows(named=True)):
    axes.plot([row["p05"], row["p95"]], [y, y], color=BAND, linewidth=3, solid_capstyle="butt", zorder=1)
    axes.plot([row["p25"], row["p75"]], [y, y], color=RED, linewidth=9, solid_capstyle="butt", zorder=2)
    axes.plot(row["mean"], y, "o", color="white", markeredgecolor=RED, markersize=11, markeredgewidth=2.5, zorder=3)
    axes.annotate(f"{row['mean']:.1f}", (row["mean"], y), (0, 9), textcoords="offset points", ha="center", color=RED, weight="bold")
labels = [f"{r['people'] / 1000:.0f}k {r['manner']}, {words.get(r['disposition'], r['disposition'])}" for r in ranking.iter_rows(named=True)]
axes.set_yticks(range(len(labels)), labels)
axes.set(xlim=(min(0, 1.05 * ranking["p05"].min()), None), ylim=(-0.6, ranking.height - 0.2))
axes.set_xlabel("points of weighted requirement lost at D+30\n(bars: 50 and 90 % of replicates)", color=GREY)
axes.grid(axis="x", color="#D9DDE2")
axes.spines[["top", "right"]].set_visible(False)
axes.set_title("Which drawdown opens the deepest gap", loc="left", weight="bold", fontsize=16)
figure.savefig(figures / "ranking.png", dpi=130)

# %% What only a sweep shows: how the gap grows with size, by manner and disposition.
colours = {"orderly": "#173F73", "media-learned": RED}
dispositions = lost["disposition"].unique().sort().to_list()
figure, panels = plt.subplots(1, len(dispositions), figsize=(13, 6), sharey=True, layout="constrained")
for panel, disposition in zip(panels, dispositions, strict=True):
    for manner in lost["manner"].unique().sort(descending=True):
        rows = lost.filter(
            (pl.col("tier_days") == 30) & (pl.col("manner") == manner) & (pl.col("disposition") == disposition)
        ).sort("people")
        colour = colours.get(manner, GREY)
        thousands = rows["people"] / 1000
        panel.fill_between(thousands, rows["p05"], rows["p95"], color=colour, alpha=0.12, linewidth=0)
        panel.plot(thousands, rows["mean"], color=colour, linewidth=2.5)
        panel.annotate(
            manner, (thousands[-1], rows["mean"][-1]), (-4, -34 if manner == "orderly" else 14),
            textcoords="offset points", ha="right", color=colour, weight="bold",
        )  # fmt: skip
    panel.set_title(words.get(disposition, disposition), loc="left", fontsize=13)
    panel.set_xlabel("thousand people leaving", color=GREY)
    panel.grid(color="#D9DDE2")
    panel.spines[["top", "right"]].set_visible(False)
panels[0].set_ylabel("points lost at D+30 (band: 90 % of replicates)", color=GREY)
figure.suptitle("The gap by size, manner and disposition", x=0.01, ha="left", weight="bold", fontsize=16)
figure.savefig(figures / "size.png", dpi=130)
print(f"pictures in {figures}")
