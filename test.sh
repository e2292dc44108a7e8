#!/usr/bin/env bash
# Runs every test. Usage: ./test.sh [NAME ...]   NAME is a part of a test project's name, such as Ledger.
# As root on Debian it installs what the tests need; otherwise it says what is missing. The last line is "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2

# command:package, as Debian names them.
needs=(mount:mount flock:util-linux find:findutils)
[ "$(id -u)" = 0 ] && needs+=(setpriv:util-linux)

missing=()
for need in "${needs[@]}"; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need##*:}")
done
# The server's programs are not on the PATH: Debian keeps each version in a folder of its own.
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || exit 2
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then
      # Tests start servers of their own: the package must not make one and start it on 5432. Its tools read this folder before the server's package asks them.
      mkdir -p /etc/postgresql-common/createcluster.d
      echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/giro-tests.conf
      apt-get install -y -qq --no-install-recommends postgresql-common || exit 2
    fi
    apt-get install -y -qq --no-install-recommends "${missing[@]}" || exit 2
  else
    echo "test.sh: missing: ${missing[*]}. Install them, for instance with: apt-get install ${missing[*]}" >&2
    exit 2
  fi
fi
if ! command -v dotnet >/dev/null; then
  echo "test.sh: the .NET 10 SDK is missing (no 'dotnet' on the PATH)" >&2
  exit 2
fi

echo "building ..."
log=$(mktemp)
if ! dotnet build Giro.slnx -c Release --nologo -v quiet >"$log" 2>&1; then
  cat "$log"
  rm -f "$log"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
rm -f "$log"

# Everything that the tests put into a temporary folder stands in this one, which others may pass through, as PostgreSQL does not run as root. A test process that is
# killed leaves its server behind: whichever has its data folder in here is ended.
run=$(mktemp -d -t giro-tests-XXXXXX) && chmod 711 "$run" || exit 2
run=$(cd -P "$run" && pwd)
export TMPDIR="$run"
end_servers() {
  local file id
  while IFS= read -r file; do
    id=$(head -n 1 "$file")
    # Only what stands in that folder is that server: the number of a process that has ended may be another's.
    [[ $id =~ ^[0-9]+$ ]] && [ "$(readlink "/proc/$id/cwd")" = "$(dirname "$file")" ] || continue
    echo "test.sh: a server was left behind in $(dirname "$file"); it is ended" >&2
    kill -s QUIT "$id"
    for _ in $(seq 100); do [ -d "/proc/$id" ] || break; sleep 0.05; done
    [ -d "/proc/$id" ] && kill -s KILL "$id"
  done < <(find "$run" -name postmaster.pid 2>/dev/null)
}
tidy() {
  end_servers
  rm -rf --one-file-system "$run"
}
trap tidy EXIT
trap 'exit 130' INT TERM

passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  if [ $# -gt 0 ]; then
    wanted=no
    for part in "$@"; do [[ $name == *"$part"* ]] && wanted=yes; done
    [ $wanted = yes ] || continue
  fi
  dll="$project/bin/Release/net10.0/$name.dll"
  [ -f "$dll" ] || { echo "test.sh: $dll was not built"; failed=$((failed + 1)); continue; }
  echo "== $name"
  output=$(mktemp)
  dotnet "$dll" -noColor -noLogo 2>&1 | tee "$output"
  code=${PIPESTATUS[0]}
  end_servers
  rm -rf --one-file-system "$run"/giro-test-postgresql-*
  summary=$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+" "$output" | tail -1)
  rm -f "$output"
  if [ -z "$summary" ]; then
    echo "test.sh: $name ended without a summary (exit code $code)"
    failed=$((failed + 1))
    continue
  fi
  count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  total=$(count Total) errors=$(count Errors) fails=$(count Failed) skips=$(count Skipped)
  bad=$((errors + fails))
  # A project that failed without naming a test still counts as one failure.
  [ "$code" != 0 ] && [ $bad = 0 ] && bad=1
  failed=$((failed + bad))
  skipped=$((skipped + skips))
  passed=$((passed + total - fails - skips))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
