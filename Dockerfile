# The service, and the simulator of the provider beside it. docs/deployment.md says how they are built
# and run; tools/checks/image.ts runs these steps without an engine and looks at what comes out.
#
#   docker build -t jiraiya .
#   docker build -t jiraiya-simulator --target simulator .

# A release pins the digest: --build-arg NODE_DIGEST=sha256:…
ARG NODE_IMAGE=node:24-slim
ARG NODE_DIGEST=

FROM ${NODE_IMAGE}${NODE_DIGEST:+@${NODE_DIGEST}} AS base
WORKDIR /app

# SWC is among the optional packages. None needs its install script here, so none runs.
FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# The optional packages build and try the service; what runs needs none of them.
FROM base AS production-dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM dependencies AS build
COPY .swcrc ./
COPY tools/end-with-parent.mjs ./tools/
COPY tools/dev ./tools/dev
COPY src ./src
RUN node tools/dev/build.ts

# For compose.yaml's profile reload: it compiles what changes in src and starts the service again.
FROM build AS development
RUN mkdir .dev && chown 10001:10001 .dev
ENV ENVIRONMENT=development
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["node", "tools/dev/reload.ts"]

# What runs needs Node, and neither npm nor yarn.
FROM base AS runtime
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
  /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
USER 10001:10001

# TypeScript as it is, which Node strips of its types; one package of tables beside it.
FROM runtime AS simulator
COPY package.json ./
COPY --from=production-dependencies /app/node_modules/gpt-tokenizer ./node_modules/gpt-tokenizer
COPY tools/simulator ./tools/simulator
EXPOSE 8089
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8089/__simulator/stats').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "tools/simulator/main.ts", "--host", "0.0.0.0"]

# The last stage is what a build without --target makes. Its arguments change with every build, so they
# stand below what does not. `docker run … jiraiya dist/migrate.js` brings the schema up to date.
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
# Alive, not ready: an engine that restarts what is unhealthy must not do so for want of PostgreSQL.
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/main.js"]
