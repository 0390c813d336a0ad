#!/usr/bin/env bash
# DATABASE_URL=… ops/backup.sh FOLDER
#
# Writes jiraiya-TIME.dump (custom format of pg_dump), .counts (row count of each table) and .sha256
# (checksums of both) to the folder, and prints the path of the dump. It does not block the service. Data
# written after its start is not included. The major version of pg_dump must not be older than the server's.
set -euo pipefail
umask 077

# shellcheck source-path=SCRIPTDIR source=connection.sh
source "$(dirname "${BASH_SOURCE[0]}")/connection.sh"

[[ $# -eq 1 ]] || fail 'usage: DATABASE_URL=… ops/backup.sh FOLDER'
need psql pg_dump
connect_like_the_service
mkdir -p "$1"
cd "$1"

name=jiraiya-$(date -u +%Y%m%dT%H%M%SZ)
[[ ! -e $name.dump ]] || fail "$name.dump already exists"
# On failure the trap removes all partial files.
making=$(mktemp -d "$PWD/.$name.XXXXXX")
trap 'rm -rf "$making"' EXIT
export DUMP_FILE=$making/$name.dump

# pg_dump uses the snapshot of the counting transaction, so that dump and counts match.
ask >"$making/$name.counts" <<SQL
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \\gset
\\setenv SNAPSHOT :snapshot
$counts_of_tables
\\! pg_dump --format=custom --snapshot="\$SNAPSHOT" --file="\$DUMP_FILE.partial" && mv "\$DUMP_FILE.partial" "\$DUMP_FILE"
COMMIT;
SQL
[[ -s $DUMP_FILE ]] || fail 'No backup was written: pg_dump failed'

(cd "$making" && digests "$name.dump" "$name.counts" >"$name.sha256")
# The dump is moved last: if it exists, the other files exist too.
mv "$making/$name.counts" "$making/$name.sha256" .
mv "$making/$name.dump" .
printf '%s\n' "$PWD/$name.dump"
