# What the parts of .ci/extended share. Sourced from the repository's root; $part names the part.

skip() { printf 'SKIPPED, no %s test: %s\n' "$part" "$*"; exit 0; }
fail() { printf 'FAILED, %s test: %s\n' "$part" "$*" >&2; exit 1; }
say() { printf '   %s\n' "$*"; }

# Builds the program and sets $bin; $DRAWDOWN names one to test instead.
build() {
    bin=${DRAWDOWN:-}
    [ -z "$bin" ] || return 0
    cargo build --release --quiet
    bin="$PWD/target/release/drawdown"
    case "${CARGO_TARGET_DIR:-}" in
        '') ;;
        /*) bin="$CARGO_TARGET_DIR/release/drawdown" ;;
        *) bin="$PWD/$CARGO_TARGET_DIR/release/drawdown" ;;
    esac
}

# Installs Debian packages unless the command $1 (empty: none) is there. No service of theirs is started.
debian() {
    local command=$1 policy=/usr/sbin/policy-rc.d
    shift
    PATH="$PATH:/usr/sbin:/sbin" command -v "$command" > /dev/null && return
    command -v apt-get > /dev/null || return 1
    local ours=''
    if [ ! -e "$policy" ] && printf '#!/bin/sh\nexit 101\n' > "$policy" 2> /dev/null; then
        ours=yes
        chmod +x "$policy"
    fi
    local code=0
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } > /dev/null 2>&1 || code=1
    [ -z "$ours" ] || rm -f "$policy"
    return $code
}

# A virtual environment with the Python packages of the lists given, or of the examples and of the Dask driver; sets $python.
python_packages() {
    local lists=("$@")
    [ $# -gt 0 ] || lists=(examples/requirements.txt cluster/dask/requirements.txt)
    command -v python3 > /dev/null || skip "no python3"
    local place
    place="$PWD/target/python-$(cat "${lists[@]}" | cksum | cut -d ' ' -f 1)"
    python="$place/bin/python"
    [ -e "$place/whole" ] && return
    rm -rf "$place"
    mkdir -p target
    python3 -m venv "$place" > "$place.log" 2>&1 || { debian '' python3-venv && python3 -m venv --clear "$place" >> "$place.log" 2>&1; } \
        || skip "python3 makes no virtual environment: $(tail -1 "$place.log")"
    "$python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "${lists[@]/#/--requirement=}" >> "$place.log" 2>&1 \
        || skip "pip cannot install ${lists[*]}: $(tail -1 "$place.log")"
    touch "$place/whole"
}

# Two stores hold the same: all data files byte for byte, the manifest but for its timings.
same_store() {
    diff -rq --exclude=lock --exclude=manifest.json "$1" "$2" || fail "$1 and $2 differ"
    local untimed='/^  "timings": \[/,/^  \]/d'
    diff <(sed "$untimed" "$1/manifest.json") <(sed "$untimed" "$2/manifest.json") || fail "manifests of $1 and $2 differ"
}
