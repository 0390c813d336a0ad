#!/usr/bin/env bash
# sign-image.sh IMAGE@DIGEST SBOM: signs the image and attests the SBOM with the identity of this workflow.
set -euo pipefail

cosign sign --yes "$1"
cosign attest --yes --type spdxjson --predicate "$2" "$1"
