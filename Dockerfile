# syntax=docker/dockerfile:1

# Built for the platform it runs on (no --platform here), because the database driver is a native module.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build

FROM node:22-bookworm-slim
WORKDIR /app
# 0.0.0.0 inside the container, or no published port would reach the hub. Who may reach it from outside is decided by
# the address that the port is published on, as in compose.yaml. Next reads HOSTNAME.
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    HOSTNAME=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=file:/app/data/homelab.db
# The program belongs to root, so the hub cannot change itself; the history is all it may write.
RUN mkdir data && chown node:node data
COPY --from=build /app/.next/standalone ./
USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/v1/system/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
