#!/usr/bin/env bash
# Lints and renders the chart with helm: by itself, and with each of its values files. Needs helm only,
# and no cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

chart=helm/jiraiya
for values in "$chart"/values*.yaml; do
  echo "== $values"
  helm lint --strict "$chart" --values "$values"
  helm template jiraiya "$chart" --namespace jiraiya --values "$values" > /dev/null
done
