#!/usr/bin/env bash
# Brings one release into one cluster, and takes it back if it does not become ready. Takes only what the
# release workflow of this repository has signed.
#
#   RELEASE_ENVIRONMENT           staging or production: names the values file
#   VERSION IMAGE IMAGE_DIGEST    what the release built; CHART CHART_DIGEST likewise
#   KUBE_CONFIG                   of the cluster, from the environment's secrets
#   URL                           optional: where the service answers inside of this runner's reach
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

# The file's name holds the digest in a spelling of helm's own.
mkdir "$folder/chart"
helm pull "oci://$CHART@$CHART_DIGEST" --destination "$folder/chart"
helm upgrade jiraiya "$folder"/chart/*.tgz --install --namespace jiraiya --atomic --timeout 15m \
  --values "helm/jiraiya/values-$RELEASE_ENVIRONMENT.yaml" \
  --set-string "image.repository=$IMAGE" --set-string "image.digest=$IMAGE_DIGEST"

if [ -n "${URL:-}" ]; then
  curl --fail --silent --show-error --retry 10 --retry-delay 3 --retry-all-errors --max-time 10 \
    "$URL/api/health" | jq -e --arg version "$VERSION" '.version == $version'
fi
