#!/usr/bin/env bash
# Step outputs for the release image: its name, its creation time, and the current digest of the Node base image.
set -euo pipefail

: "${GITHUB_REPOSITORY:?}" "${GITHUB_OUTPUT:?}"
manifest=$(docker buildx imagetools inspect node:24-slim --format '{{json .Manifest}}')
node_digest=$(jq -er .digest <<<"$manifest")
{
  echo "image=ghcr.io/${GITHUB_REPOSITORY,,}"
  echo "created=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  echo "node_digest=$node_digest"
} >>"$GITHUB_OUTPUT"
