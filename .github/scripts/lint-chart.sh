#!/usr/bin/env bash
# Lints and renders the chart with each values file. The files in its folder ci set the values that an
# installation sets. tools/checks/manifests.ts then checks the result. Requires helm and a built checkout, but
# no cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

chart=helm/jiraiya
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT

# choice NAME install|upgrade VALUES_FILE...; later files override earlier ones.
choice() {
  local name=$1 how=$2 values=()
  shift 2
  for file in "$@"; do values+=(--values "$chart/$file"); done
  echo "== $name"
  helm lint --strict "$chart" "${values[@]}"
  local flags=()
  if [[ $how == upgrade ]]; then flags=(--is-upgrade); fi
  helm template jiraiya "$chart" --namespace jiraiya "${flags[@]}" "${values[@]}" \
    >"$rendered/$name.yaml"
}

choice values install ci/existing-secret.yaml
choice values-development install values-development.yaml ci/secret-values.yaml
choice values-staging install values-staging.yaml
choice values-production upgrade values-production.yaml
choice external-secret-first install values-production.yaml ci/external-secret.yaml
choice external-secret upgrade values-production.yaml ci/external-secret.yaml
choice everything install ci/everything.yaml
node tools/bootstrap.mjs chart tools/checks/manifests.ts "$rendered"
