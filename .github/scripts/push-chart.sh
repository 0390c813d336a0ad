#!/usr/bin/env bash
# Packages the chart with the version of the release, pushes and signs it. Step outputs: chart, digest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

: "${VERSION:?}" "${GITHUB_REPOSITORY_OWNER:?}" "${GITHUB_OUTPUT:?}"
charts="ghcr.io/${GITHUB_REPOSITORY_OWNER,,}/charts"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

helm package helm/jiraiya --version "$VERSION" --app-version "$VERSION" --destination "$folder"
helm push "$folder/jiraiya-$VERSION.tgz" "oci://$charts" 2>&1 | tee "$folder/pushed"
digest=$(sed -n 's/^Digest: *//p' "$folder/pushed")
if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "helm push printed no digest" >&2
  exit 1
fi
cosign sign --yes "$charts/jiraiya@$digest"
{
  echo "chart=$charts/jiraiya"
  echo "digest=$digest"
} >>"$GITHUB_OUTPUT"
