#!/usr/bin/env bash
# What a release's image is called and made from, as outputs of a step: image, created, and the digest
# of the Node that the tag stands for today.
set -euo pipefail

: "${GITHUB_REPOSITORY:?}" "${GITHUB_OUTPUT:?}"
manifest=$(docker buildx imagetools inspect node:24-slim --format '{{json .Manifest}}')
node_digest=$(jq -er .digest <<<"$manifest")
{
  echo "image=ghcr.io/${GITHUB_REPOSITORY,,}"
  echo "created=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  echo "node_digest=$node_digest"
} >>"$GITHUB_OUTPUT"
