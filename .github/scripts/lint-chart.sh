#!/usr/bin/env bash
# Lints and renders the chart with helm, with each of its values files and with those of its folder ci,
# which fill in what an installation does; tools/checks/manifests.ts then reads what came out. Needs helm,
# a built checkout, and no cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

chart=helm/jiraiya
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT

# NAME, an install or an upgrade, and the values, of which later ones win.
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
node tools/checks/manifests.ts "$rendered"
