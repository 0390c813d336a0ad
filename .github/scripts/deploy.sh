#!/usr/bin/env bash
# Deploys one release to one cluster, and rolls back if it does not become ready. Deploys only artifacts that
# the release workflow of this repository has signed.
#
#   RELEASE_ENVIRONMENT           staging or production; selects the values file
#   VERSION IMAGE IMAGE_DIGEST CHART CHART_DIGEST    outputs of the release build
#   KUBE_CONFIG                   kubeconfig of the cluster, from the secrets of the GitHub environment
#   URL                           optional: URL of the service, if this runner can reach it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

: "${RELEASE_ENVIRONMENT:?}" "${VERSION:?}" "${IMAGE:?}" "${IMAGE_DIGEST:?}" "${CHART:?}" "${CHART_DIGEST:?}"
: "${KUBE_CONFIG:?is not set: the environment $RELEASE_ENVIRONMENT has no such secret}"

signer="https://github.com/$GITHUB_REPOSITORY/.github/workflows/release.yml@refs/heads/main"
for signed in "$IMAGE@$IMAGE_DIGEST" "$CHART@$CHART_DIGEST"; do
  cosign verify "$signed" --certificate-identity "$signer" \
    --certificate-oidc-issuer https://token.actions.githubusercontent.com > /dev/null
  echo "signed by the release workflow: $signed"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export KUBECONFIG="$folder/config"
(umask 077 && printf '%s' "$KUBE_CONFIG" > "$KUBECONFIG")

# Helm writes the digest into the file name, in its own format.
mkdir "$folder/chart"
helm pull "oci://$CHART@$CHART_DIGEST" --destination "$folder/chart"
helm upgrade jiraiya "$folder"/chart/*.tgz --install --namespace jiraiya --atomic --timeout 15m \
  --values "helm/jiraiya/values-$RELEASE_ENVIRONMENT.yaml" \
  --set-string "image.repository=$IMAGE" --set-string "image.digest=$IMAGE_DIGEST"

if [ -n "${URL:-}" ]; then
  curl --fail --silent --show-error --retry 10 --retry-delay 3 --retry-all-errors --max-time 10 \
    "$URL/api/health" | jq -e --arg version "$VERSION" '.version == $version'
fi
