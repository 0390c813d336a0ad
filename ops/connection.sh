# shellcheck shell=bash
# Used by backup.sh and restore.sh. All users of a machine can read command lines, and so a password in a
# URL argument. Therefore the parts of DATABASE_URL are passed to PostgreSQL's programs in the environment.

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# Reads DATABASE_URL, or the file named by DATABASE_URL_FILE, as the service does. Error messages never
# contain it.
connect_like_the_service() {
  local url=${DATABASE_URL:-}
  if [[ -z $url && -n ${DATABASE_URL_FILE:-} ]]; then url=$(<"$DATABASE_URL_FILE"); fi
  local user='(([^:@/?]*)(:([^@/?]*))?@)?' host='(\[([^]]+)\]|([^]:/?[]*))(:([0-9]+))?'
  local shape="^postgres(ql)?://$user$host/([^?]+)(\?(.*))?\$"
  [[ $url =~ $shape ]] ||
    fail 'DATABASE_URL must be postgres://user:password@host:5432/database, percent-encoded'
  local parts=("${BASH_REMATCH[@]}")
  take PGUSER "${parts[3]}"
  take PGPASSWORD "${parts[5]}"
  take PGHOST "${parts[7]}${parts[8]}"
  take PGPORT "${parts[10]}"
  take PGDATABASE "${parts[11]}"
  take_parameters "${parts[13]}"
}

take() {
  if [[ -n $2 ]]; then export "$1=$(decoded "$2")"; fi
}

take_parameters() {
  local pairs pair name value mode='' like_libpq=''
  IFS='&' read -r -a pairs <<<"$1"
  for pair in ${pairs[@]+"${pairs[@]}"}; do
    name=${pair%%=*} value=${pair#*=}
    case $name in
      host) take PGHOST "$value" ;;
      application_name) take PGAPPNAME "$value" ;;
      sslrootcert) take PGSSLROOTCERT "$value" ;;
      sslcert) take PGSSLCERT "$value" ;;
      sslkey) take PGSSLKEY "$value" ;;
      sslmode) mode=$value ;;
      ssl) if [[ $value == true || $value == 1 ]]; then mode=verify-full; fi ;;
      uselibpqcompat) like_libpq=$value ;;
      *) fail "DATABASE_URL has an unsupported parameter: $name" ;;
    esac
  done
  # The driver of the service verifies the server in all of these modes; libpq does not.
  if [[ $like_libpq != true ]]; then
    case $mode in
      prefer | require | verify-ca) mode=verify-full ;;
      no-verify) mode=require ;;
    esac
  fi
  take PGSSLMODE "$mode"
}

need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "$program is not on PATH: install the PostgreSQL client"
  done
}

# Checksums in the format of sha256sum. Systems without sha256sum have shasum.
digests() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# Prints one line for each row, with columns separated by a space. Exits with 3 on an error.
ask() {
  psql --no-psqlrc --quiet --tuples-only --no-align --field-separator=' ' \
    --set=ON_ERROR_STOP=1 --file=-
}

# Lists each table with its row count. Input for ask.
# shellcheck disable=SC2034 # used by the scripts that source this file
readonly counts_of_tables="
SELECT format('SELECT %L, count(*) FROM %I.%I', schemaname || '.' || tablename, schemaname, tablename)
FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
ORDER BY schemaname COLLATE \"C\", tablename COLLATE \"C\" \\gexec"
