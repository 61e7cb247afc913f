#!/bin/sh
# EL6 has no /run: where a program has that name built in, it gets one of the same length, of a hidden link to /var/run.
# usage: without-run.sh FOLDER…
grep -rlE --binary-files=text '(^|[^r])/run/' "$@" | while read -r file; do
  [ "$(head -c 4 "$file" | tail -c 3)" != ELF ] || perl -pi -e 's{(?<![\w.])/run/}{/.vr/}g' "$file"
done
