# Runs the Python programs of a page in the folder where it is called: python guide.py docs/guide.md
import re
import sys
from pathlib import Path

programs = re.findall(r"```python\n(.*?)```", Path(sys.argv[1]).read_text(encoding="utf-8"), re.DOTALL)
for number, program in enumerate(programs, 1):
    print(f"program {number} of {len(programs)}")
    exec(compile(program, f"{sys.argv[1]}, program {number}", "exec"), {})
assert programs, "no program"
