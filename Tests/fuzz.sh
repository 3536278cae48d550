#!/usr/bin/env bash
# Fuzzes every decoder: Tests/fuzz.sh [seconds per target, 60] [target…]
#
# Builds StorkFuzz with libFuzzer and the address sanitizer into .build-fuzz, makes seeds, runs each target for so many
# seconds and prints executions and coverage. The corpus stays in .build-fuzz/corpus and grows from run to run;
# inputs that were findings are in .build-fuzz/findings. Exit status 1 when there was one. Linux, with the toolchain's
# own libclang_rt.fuzzer.
#
# Without the sanitizer the same inputs are replayed by: swift run StorkFuzz TARGET FILE-OR-FOLDER…
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift

build=.build-fuzz
# Both forms are needed: --sanitize makes the package manager leave main to libFuzzer, and of two -sanitize flags the
# compiler heeds the last, so that this one names both.
swift build -c release --product StorkFuzz --scratch-path "$build" \
    --sanitize=address --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address -Xswiftc -DFUZZING

# Swift keeps flags in unused bits of pointers, which the leak detector takes for lost memory. Stacks of allocations
# cost a third of the time: replay a finding without these two options to see them.
ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:quarantine_size_mb=8
export ASAN_OPTIONS
fuzz=$build/release/StorkFuzz
"$fuzz" seeds "$build/corpus" >/dev/null
[ $# -gt 0 ] || set -- $("$fuzz" list)

# Fuzzes one target and prints its row; exit status 1 when there was a finding.
fuzz_target() {
    local target=$1 log=$build/$1.log result=clean longest=4096 status=0
    mkdir -p "$build/findings/$target"
    # Text has no long structures; four times as many lines find no more and take four times as long.
    case $target in configuration | sets) longest=1024 ;; esac
    "$fuzz" "$target" "$build/corpus/$target" -max_total_time="$seconds" -max_len="$longest" -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$build/findings/$target/" >"$log" 2>&1 || {
        status=1
        result="FINDING, see $log"
    }
    local executions rate edges inputs
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log" | tail -n 1)
    edges=$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
    inputs=$(sed -n 's/.* corp: \([0-9]*\)\/.*/\1/p' "$log" | tail -n 1)
    printf '%-14s %12s %9s %7s %7s  %s\n' \
        "$target" "${executions:-0}" "${rate:-0}" "${edges:-0}" "${inputs:-0}" "$result"
    return $status
}

printf '%-14s %12s %9s %7s %7s  %s\n' target executions per-second edges inputs result
# As many at a time as there are processors.
fuzzers=()
for target in "$@"; do
    if [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; then wait -n || true; fi
    fuzz_target "$target" &
    fuzzers+=($!)
done
status=0
for fuzzer in "${fuzzers[@]}"; do wait "$fuzzer" || status=1; done
exit $status
