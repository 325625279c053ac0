"""drawdown: which European capability gaps a US drawdown opens, how deep, for how long, at what cost.

>>> import drawdown
>>> run = drawdown.load("media-learned-50k").set(linkage=0.3).run(n=1024)
>>> added = run.estimate("index_headline", arm="attributable", tier=30)
>>> added.mean, added.se  # fractions of the requirement

Numbers are those of the command line for the same scenarios, seed, design and number of replicates, to the last bit. Money is in
billions of US dollars, times of readiness in days after the alert, indices and coverage in fractions of the requirement.
"""

from __future__ import annotations


from . import _drawdown, ema, salib
from ._drawdown import Answer, DrawdownError, Estimate, Figure, Run, Store, Table
from ._study import Progress, Scenario, Study, Value, compare, evaluate, invest, load, loads, require, sweep

__version__: str = _drawdown.VERSION

__all__ = [
    "Answer",
    "DrawdownError",
    "Estimate",
    "Figure",
    "Progress",
    "Run",
    "Scenario",
    "Store",
    "Study",
    "Table",
    "Value",
    "compare",
    "ema",
    "evaluate",
    "invest",
    "load",
    "loads",
    "require",
    "salib",
    "sweep",
]
