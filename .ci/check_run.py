"""Checks a run folder: every PNG decodes, every number of the tables and of summary.json is finite."""

import csv
import json
import math
import struct
import sys
import zlib
from pathlib import Path

TEXT = {"step", "address", "input", "grade", "low", "high", "scenario", "scenario_a", "scenario_b", "arm", "outcome", "unit", "domain", "ally", "host"}


def png(path):
    """Size of a PNG whose chunks and pixels are all there."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", f"{path}: no PNG"
    at, pixels, head, kinds = 8, b"", None, []
    while at < len(data):
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert zlib.crc32(kind + body) == crc, f"{path}: {kind} is damaged"
        kinds.append(kind)
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        if kind == b"IDAT":
            pixels += body
        at += 12 + length
    assert kinds[-1] == b"IEND", f"{path}: cut off"
    width, height, depth, colour, _, _, interlace = head
    assert interlace == 0, f"{path}: interlaced"
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    rows = zlib.decompress(pixels)
    assert len(rows) == height * (1 + (width * samples * depth + 7) // 8), f"{path}: pixels are missing"
    assert len(set(rows)) > 8, f"{path}: an empty picture"
    return width, height, len(data)


def table(path):
    """Number of cells of a table that hold a number."""
    numbers = 0
    with path.open(newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            assert None not in row and None not in row.values(), f"{path}:{line}: columns"
            for column, cell in row.items():
                if column in TEXT or cell == "":
                    continue
                assert math.isfinite(float(cell)), f"{path}:{line}: {column} is {cell}"
                numbers += 1
    assert numbers, f"{path}: no number"
    return numbers


def finite(value, where):
    """Number of numbers below a JSON value; an error for one that is not finite."""
    if isinstance(value, dict):
        return sum(finite(inner, f"{where}.{key}") for key, inner in value.items())
    if isinstance(value, list):
        return sum(finite(inner, f"{where}[{i}]") for i, inner in enumerate(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        assert math.isfinite(value), f"{where} is {value}"
        return 1
    return 0


def main():
    run = Path(sys.argv[1])
    for path in sorted(run.glob("figures/*.png")):
        width, height, size = png(path)
        print(f"{path.name}: {width} x {height}, {size // 1000} kB")
    print(f"tables: {sum(table(path) for path in sorted(run.glob('tables/*.csv')))} finite numbers")
    summary = json.loads((run / "summary.json").read_text())
    print(f"summary.json: {finite(summary, 'summary')} finite numbers")


main()
