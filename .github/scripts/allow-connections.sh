#!/usr/bin/env bash
# allow-connections.sh CONTAINER: the tests open more connections than the hundred of PostgreSQL's image;
# the tests' own server allows 300. The setting is read at a start only.
set -euo pipefail

container=$1
docker exec "$container" psql -U jiraiya -c 'ALTER SYSTEM SET max_connections = 300'
docker restart "$container"
for _ in {1..60}; do
  if docker exec "$container" pg_isready -U jiraiya; then exit 0; fi
  sleep 1
done
echo "PostgreSQL did not come back" >&2
exit 1
