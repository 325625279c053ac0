# Hands a sweep's experiments and outcomes to EMA Workbench, for its own scenario discovery. The words are the same: levers
# make policies, uncertainties make scenarios, an experiment is a policy in a scenario, and what comes out are outcomes.
#
#     pip install -r examples/requirements.txt
#     drawdown sweep open-exploration --output output/open-exploration
#     python examples/ema_workbench_discovery.py
#
# STORE names another store, FIGURES the folder that results go to.

# %%
import os
import warnings
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import pandas as pd

warnings.filterwarnings("ignore", message="ipyparallel")
warnings.filterwarnings("ignore", category=FutureWarning)  # of pandas, in prim
from ema_workbench import ScalarOutcome, load_results, save_results
from ema_workbench.analysis import feature_scoring, prim

store = Path(os.environ.get("STORE", "output/open-exploration"))
figures = Path(os.environ.get("FIGURES", "output/figures"))
figures.mkdir(parents=True, exist_ok=True)

# %% From the store to what EMA Workbench's perform_experiments returns: a table of experiments, a dict of outcomes.
rows = duckdb.sql(f"from '{store}/experiments/*.parquet' where status = 'done' order by experiment").df()
inputs = [column for column in rows if column.startswith(("lever_", "uncertainty_"))]
experiments = rows[[*inputs, "scenario", "policy"]].assign(model="drawdown")
experiments = experiments.astype({c: "category" for c in experiments if experiments[c].dtype == object})
outcomes = {column: rows[column].to_numpy() for column in rows if column.endswith("_mean")}

# %% Its own file format: saved here, loaded there.
for name in outcomes:
    ScalarOutcome(name)  # EMA Workbench saves outcomes that it has been told of
save_results((experiments, outcomes), str(figures / "ema_results.tar.gz"))
experiments, outcomes = load_results(str(figures / "ema_results.tar.gz"))
print(f"{len(experiments)} experiments, {len(inputs)} inputs, {len(outcomes)} outcomes")

# %% Feature scoring: which inputs say most about which outcome.
x = experiments[inputs]
attributable = {name: values for name, values in outcomes.items() if name.startswith("attributable_")}
scores = feature_scoring.get_feature_scores_all(x, attributable, random_state=1)
scores.columns = [name.removeprefix("attributable_").removesuffix("_mean") for name in scores.columns]
print(scores.round(3).to_string())

# %% Scenario discovery with PRIM: where do the deepest fifth of the gaps lie?
lost = outcomes["attributable_index_headline_fraction_mean"]
deep = lost >= sorted(lost)[int(0.8 * len(lost))]
box = prim.Prim(x, deep, threshold=0.5).find_box()
steps = box.peeling_trajectory
# The step that keeps most of the deep cases while most of what it holds is deep.
box.select(int((steps["coverage"] * steps["density"]).to_numpy().argmax()))
chosen = steps.loc[box._cur_box]
pd.set_option("display.width", 160, "display.max_columns", None)
print(f"box: coverage {chosen['coverage']:.2f}, density {chosen['density']:.2f}, {chosen['res_dim']:.0f} inputs limited")
box.inspect(style="table")

# %%
box.show_tradeoff()
plt.savefig(figures / "ema_tradeoff.png", dpi=110)
