#!/usr/bin/env bash
# Makes the pictures of README.md again: the main command at its default (4,096 replicates, seed 1), three of its figures.
set -euo pipefail
cd "$(dirname "$0")/../.."
run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cargo run --release -- compare scenarios/*.ron --output "$run/compare" | tee "$run/answer.txt"
for figure in 1-coverage 2-heatmap 8-ranking; do
    cp "$run/compare/figures/$figure.png" "docs/figures/$figure.png"
    size=$(wc -c < "docs/figures/$figure.png")
    echo "docs/figures/$figure.png: $size bytes"
    [ "$size" -le 409600 ] || echo "over 400 KB: draw it smaller before committing it" >&2
done
echo "README.md holds the answer in words: compare it with what is printed above." >&2
