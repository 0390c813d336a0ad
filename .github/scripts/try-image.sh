#!/usr/bin/env bash
# try-image.sh IMAGE: without settings, the container must list the missing ones and exit with an error.
set -euo pipefail

said=$(mktemp)
trap 'rm -f "$said"' EXIT
if docker run --rm --read-only --cap-drop ALL "$1" >"$said" 2>&1; then
  echo 'It started without settings' >&2
  exit 1
fi
cat "$said"
grep -qF 'DATABASE_URL is required' "$said"
