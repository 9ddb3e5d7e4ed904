#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Formats all C and C++ sources; with --check it changes nothing, and lists the files that would change.
# Formats differ between versions of clang-format, so it is always 14, Debian 12's.
set -eu
cd "$(dirname "$0")/.."
case "${1-}" in
  '' | --check) ;;
  *) echo "usage: scripts/format.sh [--check]" >&2; exit 2 ;;
esac
command -v clang-format-14 >/dev/null || { echo "format: clang-format-14 is missing: scripts/setup ci" >&2; exit 1; }

# Released headers that were copied as fixtures stay as they were.
sources() {
  find sdk framework plugins tests -path 'tests/abi/sdk-*' -prune -o -path '*/corpus/*' -prune -o \
    -type f \( -name '*.h' -o -name '*.hpp' -o -name '*.c' -o -name '*.cpp' \) -print0
}

if [ $# -eq 0 ]; then
  sources | xargs -0 -r clang-format-14 --style=file -i
  exit
fi
found=$(sources | xargs -0 -r clang-format-14 --style=file --dry-run 2>&1 |
  sed -n 's/^\([^ :]*:[0-9]*\):.*clang-format-violations.*/\1/p' | sort -t: -k1,1 -k2,2n -u)
[ -z "$found" ] || { echo "$found"; echo "not formatted: run scripts/format.sh"; exit 1; }
