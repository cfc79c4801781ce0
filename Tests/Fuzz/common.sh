# Sourced by the fuzzers' `run`: builds a fuzzer from whole targets, and runs it. A finding is kept beside the corpus.
#
# The targets are modules of their own, as they are built otherwise, since two may have files or types of one name. They
# are built once for all fuzzers, and again when their sources have changed.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
build="${FUZZ_BUILD:-$root/.build/fuzz}"
mkdir -p "$build"
flags=(-O -wmo -parse-as-library -swift-version 6 -package-name fuzz -sanitize=fuzzer,address -I "$build")
for feature in ExistentialAny MemberImportVisibility InternalImportsByDefault NonisolatedNonsendingByDefault; do
    flags+=(-enable-upcoming-feature "$feature")
done

# build_fuzzer SOURCE TARGET…: the targets in the order in which they import each other.
build_fuzzer() {
    local source="$1" target objects=() newest=""
    shift
    for target in "$@"; do
        local object="$build/$target.o"
        objects+=("$object")
        # A target is built again after one below it.
        if [ ! -e "$object" ] || [ -n "$newest" ] || [ -n "$(find -L "$root/Sources/$target" -newer "$object" -name '*.swift')" ]; then
            newest=yes
            find -L "$root/Sources/$target" -name '*.swift' -print0 |
                xargs -0 swiftc "${flags[@]}" -c -emit-module -emit-module-path "$build/$target.swiftmodule" \
                    -module-name "$target" -o "$object"
        fi
    done
    fuzzer="$build/$(basename "$source" .swift)"
    swiftc "${flags[@]}" -module-name Fuzzing "$source" "${objects[@]}" -o "$fuzzer"
}

# run_fuzzer SECONDS OPTION…: with the seeds beside the source, and a dictionary where there is one.
run_fuzzer() {
    local seconds="$1" corpus="$fuzzer-corpus"
    shift
    mkdir -p "$corpus"
    cp "$here"/seeds/* "$corpus"
    [ ! -e "$here/dictionary" ] || set -- -dict="$here/dictionary" "$@"
    cd "$build"
    # A crash would hang in Swift's own backtrace.
    SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
        "$fuzzer" -max_total_time="$seconds" -timeout=10 -print_final_stats=1 "$@" "$corpus"
}
