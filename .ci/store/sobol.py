# Sobol' indices of SALib on the rows that `sensitivity --keep-samples` keeps, against those of groups.csv:
# python sobol.py samples.csv groups.csv
import sys

import polars as pl
from SALib.analyze import sobol

samples, groups = pl.read_csv(sys.argv[1]), pl.read_csv(sys.argv[2])
assert len(groups), "no rows"
names = [name for name in samples.columns if name.startswith("A with ")]
problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
worst = 0.0
for (outcome, arm), rows in samples.group_by(["outcome", "arm"]):
    y = rows.select("A", *names, "B").to_numpy().ravel()
    theirs = sobol.analyze(problem, y, calc_second_order=False, num_resamples=200, seed=1)
    for number, name in enumerate(names):
        own = groups.filter(outcome=outcome, arm=arm)
        own = own.filter((pl.col("group") == name[7:]) | (pl.col("address") == name[7:])).to_dicts()[0]
        if own["total"] is not None:
            # The same estimator, but for n and n - 1 of the variance.
            worst = max(worst, abs(own["total"] - theirs["ST"][number]))
            assert worst < 1e-3, (outcome, arm, name, own["total"], theirs["ST"][number])
        # Another estimator of the first-order index, from the same rows: within its own error of 99.9 %.
        low, high = own["first_lower"], own["first_upper"]
        room = 3.3 / 1.96 * theirs["S1_conf"][number] + 1e-3
        assert low - room < theirs["S1"][number] < high + room, (outcome, arm, name, own, theirs["S1"][number])
print(f"{len(names)} groups: total indices of SALib differ by {worst:.1e} at most")
