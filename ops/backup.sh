#!/usr/bin/env bash
# DATABASE_URL=… ops/backup.sh FOLDER
#
# Writes jiraiya-TIME.dump (pg_dump's custom format), .counts (rows of each table) and .sha256 (of
# both) into the folder, and prints the dump's path. Nobody is kept waiting meanwhile; what is written
# after the start is not in it. pg_dump must be of the server's major version or newer.
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
[[ ! -e $name.dump ]] || fail "$name.dump is there already"
# Whatever ends this early, nothing that looks like a backup is left.
making=$(mktemp -d "$PWD/.$name.XXXXXX")
trap 'rm -rf "$making"' EXIT
export DUMP_FILE=$making/$name.dump

# The dump and the counts see the same moment: the transaction that counts lends its snapshot.
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
[[ -s $DUMP_FILE ]] || fail 'There is no backup: pg_dump failed'

(cd "$making" && digests "$name.dump" "$name.counts" >"$name.sha256")
# The dump last: where it is, all is.
mv "$making/$name.counts" "$making/$name.sha256" .
mv "$making/$name.dump" .
printf '%s\n' "$PWD/$name.dump"
