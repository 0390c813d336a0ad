#!/usr/bin/env bash
# DATABASE_URL=… ops/restore.sh [--schema-unchecked] FILE.dump
#
# Restores a backup of backup.sh into the database of DATABASE_URL, which must be empty, and compares the
# row counts. Then it runs `migrate` of the service, which checks that this version can use the schema and
# migrates an older one. `migrate` requires the other settings of the service and a build in dist. If
# pg_restore fails, the database is still empty.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=connection.sh
source "$here/connection.sh"

check_schema=yes
if [[ ${1:-} == --schema-unchecked ]]; then
  check_schema=no
  shift
fi
[[ $# -eq 1 ]] || fail 'usage: DATABASE_URL=… ops/restore.sh [--schema-unchecked] FILE.dump'
migrate=$here/../dist/migrate.js
if [[ $check_schema == yes && ! -f $migrate ]]; then
  fail 'dist/migrate.js is missing: run npm run build, or use --schema-unchecked'
fi
need psql pg_restore
name=$(basename "$1" .dump)
folder=$(cd "$(dirname "$1")" && pwd)
for ending in dump counts sha256; do
  [[ -r $folder/$name.$ending ]] || fail "$name.$ending is missing"
done
expected=$(<"$folder/$name.sha256")
[[ $(cd "$folder" && digests "$name.dump" "$name.counts") == "$expected" ]] ||
  fail 'The backup is damaged: its checksums do not match'
connect_like_the_service

tables=$(ask <<<"SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'")
[[ $tables == 0 ]] || fail 'The database is not empty: restore into a new one'

# The user of DATABASE_URL owns all restored objects.
pg_restore --exit-on-error --single-transaction --no-owner --no-privileges \
  --dbname="$PGDATABASE" "$folder/$name.dump"
counts=$(ask <<<"$counts_of_tables")
[[ $counts == "$(<"$folder/$name.counts")" ]] ||
  fail 'Not all rows are there: the counts differ from those of the backup. Do not use this database'
# A restored database has no planner statistics, and without them query plans are slow.
ask <<<'ANALYZE'
printf '%s\n' "$counts"

if [[ $check_schema == no ]]; then
  echo 'Restored. The schema was not checked against this version of the service'
elif node "$migrate"; then
  echo 'Restored'
else
  fail 'Restored, but this version of the service cannot use the schema: see above. Do not start it'
fi
