#!/usr/bin/env bash
# allow-connections.sh CONTAINER
#
# Sets max_connections of the PostgreSQL container to 300, because the tests open more than its default of 100
# connections. PostgreSQL reads this setting only at start, so the script restarts the container.
set -euo pipefail

container=$1
docker exec "$container" psql -U jiraiya -c 'ALTER SYSTEM SET max_connections = 300'
docker restart "$container"
for _ in {1..60}; do
  if docker exec "$container" pg_isready -U jiraiya; then exit 0; fi
  sleep 1
done
echo "PostgreSQL did not restart" >&2
exit 1
