"""The package against the program: the same numbers to the last bit, the same refusals."""

import csv
import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import drawdown

BIN = os.environ.get("DRAWDOWN", str(Path(__file__).parents[2] / "target/release/drawdown"))
BARE = ["--quiet", "--no-figures", "--no-report"]


def program(folder: Path, *arguments: str) -> Path:
    """Runs the program; the folder that it has left."""
    subprocess.run([BIN, *arguments, "--output", str(folder), *BARE], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A comparison by the program, and the same by the package."""
    told = tmp_path_factory.mktemp("told")
    (told / "told.ron").write_text('(base: "orderly-20k", title: "told", short_title: "told", information: 1)')
    folder = told / "run"
    files = [str(told / "told.ron"), "orderly-20k"]
    program(folder, "compare", *files, "-n", "1024", "--seed", "7", "--set", "linkage=0.3", "--no-sensitivity")
    run = drawdown.compare([drawdown.load(file).set(linkage=0.3) for file in files], n=1024, seed=7, causes=None)
    return folder, run


def cells(folder: Path, name: str):
    with open(folder / "tables" / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_has_the_numbers_of_the_program_to_the_bit(pair):
    folder, run = pair
    names = sorted(file.stem for file in (folder / "tables").glob("*.csv"))
    # Of how many replicates causes are taken is the program's own choice.
    assert names == run.tables
    for name in set(names) - {"causes"}:
        rows, table = cells(folder, name), pa.table(run.table(name))
        assert table.column_names == list(rows[0]), name
        assert table.num_rows == len(rows) == len(run.table(name))
        for column in table.column_names:
            for cell, value in zip((row[column] for row in rows), table[column].to_pylist()):
                if value is None:
                    assert cell == "", (name, column)
                elif isinstance(value, str):
                    assert cell == value
                else:
                    assert float(cell) == value, (name, column)


def test_estimates_are_those_of_the_summary_to_the_bit(pair):
    folder, run = pair
    summary = json.loads((folder / "summary.json").read_text())
    mine = json.loads(run.summary_json())
    assert mine["scenarios"][0]["id"] == "told" and mine["replicates"] == 1024
    assert mine["ranking"] == summary["ranking"]
    for entry in summary["scenarios"]:
        for arm in ("attributable", "counterfactual"):
            tier = summary["reporting_tier"]
            found = run.estimate("index_headline", scenario=entry["id"], arm=arm, tier=tier)
            assert found.p05 <= found.p50 <= found.p95 and found.se > 0
            kept = next(index for index in entry["index"] if (index["tier"], index["arm"]) == (tier, arm))
            names = ("mean", "se", "lower", "upper", "p05", "p25", "p50", "p75", "p95")
            assert [getattr(found, name) for name in names] == [kept[name] for name in names]


def test_tables_are_read_by_polars_and_pandas(pair):
    _, run = pair
    index = pl.DataFrame(run.table("index"))
    assert index.schema["mean"] == pl.Float64 and index.schema["tier"].is_integer()
    assert set(index["scenario"]) == {"told", "orderly-20k"}
    frame = pa.table(run.table("index")).to_pandas()
    assert math.isclose(frame["mean"].sum(), index["mean"].sum(), rel_tol=1e-12)


def test_values_are_set_in_one_scenario_alone():
    base = drawdown.load("orderly-20k")
    low, high = base.set(linkage=0.1).set(linkage=0.3).named("low"), base.set({"reaction": 0}).named("high")
    run = drawdown.compare([base, low, high], n=1024)
    assert run.scenarios == ["orderly-20k", "low", "high"]
    alone = base.set(linkage=0.3).run(n=1024)
    asked = {"outcome": "index_headline", "arm": "scenario", "tier": 30}
    means = [run.estimate(scenario=id, **asked).mean for id in run.scenarios]
    assert means[1] == alone.estimate(**asked).mean
    assert len(set(means)) == 3
    text = drawdown.loads('(base: "orderly-20k", linkage: 0.3)', id="text").run(n=1024)
    assert text.estimate(**asked).mean == means[1]


def test_errors_have_places(tmp_path):
    file = tmp_path / "wrong.ron"
    file.write_text('(\n    base: "orderly-20k",\n    linkge: 0.3,\n)\n')
    with pytest.raises(drawdown.DrawdownError) as caught:
        drawdown.load(file)
    error = caught.value
    assert (error.file, error.line, error.column, error.code) == (str(file), 3, 5, "misspelt")
    assert "linkge" in error.message and "linkage" in str(error) and len(error.findings) == 1
    base = drawdown.load("orderly-20k")
    with pytest.raises(drawdown.DrawdownError) as caught:
        base.set("linkage", 7).run(n=1024)
    assert (caught.value.code, caught.value.file) == ("out-of-range", "--set")
    for wrong, code in [
        (lambda: base.run(n=1024, design="grid"), "unknown"),
        (lambda: base.run(n=1024).estimate("index_headline"), "axes"),
        (lambda: base.run(n=1024).estimate("indx", tier=30), "unknown"),
        (lambda: base.run(n=1024).estimate("index_headline", arm="none", tier=30), "unknown"),
        (lambda: base.require(probability=2.0), "range"),
        (lambda: drawdown.sweep("none", tmp_path / "store"), "no-file"),
    ]:
        with pytest.raises(drawdown.DrawdownError) as caught:
            wrong()
        assert caught.value.code == code, str(caught.value)


def test_what_to_buy_and_what_to_spend_are_the_program_s(tmp_path):
    options = ["--options", "people,isr", "--budget", "20", "--step", "5", "-n", "1024"]
    folder = program(tmp_path / "invest", "invest", "orderly-20k", *options)
    found = drawdown.load("orderly-20k").invest([20], options=["people", "isr"], step=5)
    assert json.loads(found.summary_json()) == json.loads((folder / "invest.json").read_text())
    for name in found.tables:
        assert len(found.table(name)) == len(cells(folder, name)), name
    assert found.figures() and found.answer()
    folder = program(tmp_path / "require", "require", "orderly-20k", "-n", "500", "--year", "2040")
    found = drawdown.require(["orderly-20k"], n=500, year=2040)
    assert json.loads(found.summary_json()) == json.loads((folder / "required.json").read_text())
    curve = pa.table(found.table("required_curve"))
    assert curve.num_rows == len(cells(folder, "required_curve"))


def test_every_replicate_and_variance_by_input(tmp_path):
    base = drawdown.load("orderly-20k")
    rows = pl.DataFrame(base.replicates(n=1024, inputs=["linkage"], outcomes=["index_headline[30]"]))
    assert len(rows) == 1024 and "input:linkage" in rows.columns
    run = base.run(n=1024)
    with_it, without = (rows[f"{arm}:index_headline[30]"] for arm in ("scenario", "counterfactual"))
    mean = (with_it - without).mean()
    assert math.isclose(mean, run.estimate("index_headline", arm="attributable", tier=30).mean, rel_tol=1e-9)
    run.replicates(inputs=["linkage"], path=tmp_path / "all.parquet")
    assert len(pl.read_parquet(tmp_path / "all.parquet")) == 1024
    groups = pl.DataFrame(base.sobol("kind", n=256))
    assert {"first", "total", "group"} <= set(groups.columns) and len(groups) > 3


def test_a_sweep_is_the_program_s(tmp_path):
    experiment = str(Path(__file__).parents[2] / ".ci/experiment.ron")
    subprocess.run([BIN, "sweep", experiment, "-n", "64", "--output", str(tmp_path / "own"), "--quiet", "--no-report"], check=True, capture_output=True)
    told = []
    store = drawdown.sweep(experiment, tmp_path / "store", n=64, progress=lambda done, all: told.append((done, all)))
    assert store.failed == 0 and store.done == told[-1][0] == len(store.experiments)
    for table in ("experiments", "outcomes"):
        for own in (tmp_path / "own" / table).glob("*.parquet"):
            assert own.read_bytes() == (tmp_path / "store" / table / own.name).read_bytes()
    assert pl.DataFrame(store.outcomes).height > store.done


def test_figures_are_the_program_s(tmp_path):
    # With more runs the program also says how much of the spread rests on judgement.
    arguments = ["orderly-20k", "-n", "256", "--design", "mc", "--no-causes"]
    subprocess.run([BIN, "run", *arguments, "--output", str(tmp_path / "run"), "--quiet", "--no-report"], check=True, capture_output=True)
    run = drawdown.load("orderly-20k").run(n=256, design="mc")
    figure = run.figure("coverage")
    assert figure.name == "1-coverage" and figure.title and figure.alt
    assert figure._repr_svg_() == (tmp_path / "run/figures/1-coverage.svg").read_text()
    # Width and height stand in the same place of every PNG.
    png, drawn = figure._repr_png_(), (tmp_path / "run/figures/1-coverage.png").read_bytes()
    assert png[:8] == drawn[:8] == b"\x89PNG\r\n\x1a\n" and png[16:24] == drawn[16:24]
    with pytest.raises(drawdown.DrawdownError):
        run.figure("none")


def test_progress_is_told_and_what_it_raises_ends_the_run():
    told = []
    drawdown.load("orderly-20k").run(n=4096, progress=lambda done, all: told.append((done, all)))
    assert told[-1] == (4096, 4096) and told == sorted(told)

    def enough(done, all):
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        drawdown.load("orderly-20k").run(n=1 << 20, progress=enough)


def test_ctrl_c_ends_a_run_and_other_threads_go_on():
    begun, counted = time.monotonic(), []

    def press():
        # Only a run that has let go of the lock lets this thread count.
        for i in range(20):
            counted.append(i)
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    with pytest.raises(KeyboardInterrupt):
        drawdown.load("orderly-20k").run(n=50_000_000, threads=1)
    pressing.join()
    assert len(counted) == 20 and time.monotonic() - begun < 60


def test_numbers_do_not_depend_on_threads():
    one, two = (drawdown.load("orderly-20k").run(n=1024, threads=threads) for threads in (1, 2))
    assert one.summary_json() == two.summary_json()


if __name__ == "__main__":
    sys.exit(pytest.main([__file__]))
