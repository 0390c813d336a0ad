#!/usr/bin/env bash
# DATABASE_URL=… ops/restore.sh [--schema-unchecked] FILE.dump
#
# Reads what backup.sh wrote into the database that DATABASE_URL names, which must be empty, and
# compares the rows of each table with those of the backup. Then the service's own `migrate` says
# whether this version knows the schema, and brings an older one up to date: it needs the service's
# other settings too and a build in dist. A pg_restore that fails leaves the database empty.
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
  fail 'There is no dist/migrate.js: npm run build makes it, --schema-unchecked does without'
fi
need psql pg_restore
name=$(basename "$1" .dump)
folder=$(cd "$(dirname "$1")" && pwd)
for ending in dump counts sha256; do
  [[ -r $folder/$name.$ending ]] || fail "$name.$ending is missing beside the others"
done
expected=$(<"$folder/$name.sha256")
[[ $(cd "$folder" && digests "$name.dump" "$name.counts") == "$expected" ]] ||
  fail 'The backup is damaged: it is not what its checksums say'
connect_like_the_service

tables=$(ask <<<"SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'")
[[ $tables == 0 ]] || fail 'The database is not empty: restore into a new one'

# As the user of DATABASE_URL, whoever owned things before.
pg_restore --exit-on-error --single-transaction --no-owner --no-privileges \
  --dbname="$PGDATABASE" "$folder/$name.dump"
counts=$(ask <<<"$counts_of_tables")
[[ $counts == "$(<"$folder/$name.counts")" ]] ||
  fail 'Not all rows are there: the counts differ from those of the backup. Do not use it'
# A restored database knows nothing of its tables' sizes, and plans badly until it does.
ask <<<'ANALYZE'
printf '%s\n' "$counts"

if [[ $check_schema == no ]]; then
  echo 'Restored. Whether this version of the service knows the schema was not checked'
elif node "$migrate"; then
  echo 'Restored'
else
  fail 'Restored, but not for this version of the service: see above. Do not start it on this database'
fi
