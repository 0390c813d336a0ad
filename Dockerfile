# Images of the service and of the provider simulator. docs/deployment.md describes how to build and run them.
# tools/checks/image.ts runs these steps without a container engine and checks the result.
#
#   docker build -t jiraiya .
#   docker build -t jiraiya-simulator --target simulator .

# A release pins the digest: --build-arg NODE_DIGEST=sha256:…
ARG NODE_IMAGE=node:24-slim
ARG NODE_DIGEST=

FROM ${NODE_IMAGE}${NODE_DIGEST:+@${NODE_DIGEST}} AS base
WORKDIR /app

# The optional packages include SWC. No package needs its install script here, so none runs.
FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# The optional packages are for building and local runs; the running service does not need them.
FROM base AS production-dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM dependencies AS build
COPY .swcrc ./
COPY tools/end-with-parent.mjs ./tools/
COPY tools/dev ./tools/dev
COPY src ./src
RUN node tools/dev/build.ts

# For the profile reload in compose.yaml: compiles changed files of src and restarts the service.
FROM build AS development
RUN mkdir .dev && chown 10001:10001 .dev
ENV ENVIRONMENT=development
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["node", "tools/dev/reload.ts"]

# The running service needs Node, but neither npm nor yarn.
FROM base AS runtime
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
  /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
USER 10001:10001

# Node runs the TypeScript sources directly. Their only package is gpt-tokenizer.
FROM runtime AS simulator
COPY package.json ./
COPY --from=production-dependencies /app/node_modules/gpt-tokenizer ./node_modules/gpt-tokenizer
COPY tools/simulator ./tools/simulator
EXPOSE 8089
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8089/__simulator/stats').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "tools/simulator/main.ts", "--host", "0.0.0.0"]

# The default stage. Its build arguments change with every build, so they come after the cached steps.
# `docker run … jiraiya dist/migrate.js` migrates the schema.
FROM runtime AS service
ENV NODE_ENV=production ENVIRONMENT=production
COPY --from=production-dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
ARG VERSION=unknown
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="jiraiya" \
  org.opencontainers.image.description="AI story service" \
  org.opencontainers.image.licenses="UNLICENSED" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.created="${CREATED}" \
  org.opencontainers.image.source="${SOURCE}"
EXPOSE 8000
# Liveness, not readiness: an engine must not restart the container because PostgreSQL is down.
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# By default the young generation grows to 192 MB, which is mostly garbage.
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=16"]
CMD ["dist/main.js"]
