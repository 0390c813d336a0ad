#!/usr/bin/env bash
# Tests compose.yaml: all services become healthy, a story is generated, and the service exits with 0 on
# SIGTERM. Requires Docker with Compose, and free ports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

docker compose --profile observability --profile reload config --quiet
finish() {
  local code=$?
  if [[ $code != 0 ]]; then docker compose logs --tail 50; fi
  docker compose down --volumes
  exit "$code"
}
trap finish EXIT
docker compose up --build --detach --wait --wait-timeout 300

curl --fail --silent --show-error http://127.0.0.1:8000/api/v1/generate \
  --header 'X-API-Key: local-development-key' --header 'Content-Type: application/json' \
  --data '{"keywords":["fox"],"genre":"fairy tale"}' | jq -e '.keywords_used == ["fox"]'

container=$(docker compose ps --quiet service)
docker compose stop service
code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
echo "exit code after SIGTERM: $code"
[[ $code == 0 ]]
