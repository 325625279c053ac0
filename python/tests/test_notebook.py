"""The notebook of a study: committed bare, executed whole."""

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[1] / "examples/study.ipynb"

# What must hold of what the cells have left, whatever the numbers.
LEFT = """
assert len(experiments) == POLICIES * SCENARIOS and set(results) == set(outcomes)
assert chosen["coverage"] > 0.2 and chosen["density"] > deep.mean() and chosen["res_dim"] >= 1
assert len(rows) == N and rows["input:linkage"].is_between(0, 1).all()
means = {id: told.estimate(scenario=id, **outcomes["added"]).mean for id in told.scenarios}
assert means["untold"] != means["told"]
settled = indices.drop_nulls("total")
assert len(settled) > 1 and settled["total"].max() > 0.05
assert bought.answer() and needed.answer() and len(bought.figures()) and len(needed.figures())
"""


@pytest.fixture(scope="module")
def notebook():
    return pytest.importorskip("nbformat").read(NOTEBOOK, as_version=4)


def test_it_is_committed_without_what_a_machine_has_left(notebook):
    pytest.importorskip("nbformat").validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and len(notebook.cells) <= 26
    assert all(cell.execution_count is None and not cell.outputs for cell in code)
    assert all(not cell.metadata for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"} and set(notebook.metadata.language_info) == {"name"}


def test_every_cell_runs_and_shows_what_it_should(notebook, tmp_path):
    client, formats = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    notebook.cells.append(formats.v4.new_code_cell(LEFT))
    client.NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {cell.id: {kind for output in cell.outputs for kind in output.get("data", {})} for cell in notebook.cells if cell.cell_type == "code"}
    for id in ("figure", "invest", "require"):
        assert {"image/png", "image/svg+xml"} <= shown[id], (id, shown[id])
    assert "image/png" in shown["prim"] and "text/html" in shown["sobol"]
    # The Workbench tells of its progress there.
    said = [cell.id for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs if output.get("name") == "stderr"]
    assert set(said) <= {"experiments"}
