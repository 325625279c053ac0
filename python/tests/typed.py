"""What the stubs say of types: `mypy --strict` reads this, nothing runs it."""

from typing import List

import drawdown


def added(names: List[str]) -> List[float]:
    def told(done: int, all: int) -> None:
        print(done, all)

    studies = [drawdown.load(name).set(linkage=0.3).set("required[isr,30]", 3) for name in names]
    run: drawdown.Run = drawdown.compare(studies, n=1024, design="sobol", progress=told)
    table: drawdown.Table = run.table("index")
    columns: List[str] = table.columns
    found = [run.estimate("index_headline", scenario=id, arm="attributable", tier=30) for id in run.scenarios]
    picture: bytes = run.figure("coverage").png(scale=1.0)
    bought: drawdown.Answer = drawdown.invest(studies, [20.0], options=["isr"])
    assert columns and picture and bought.tables
    try:
        studies[0].run()
    except drawdown.DrawdownError as error:
        line = error.line
        assert line is None or line > 0
    return [estimate.mean for estimate in found]
