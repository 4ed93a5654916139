import type { NextConfig } from "next";

const config: NextConfig = {
  // One folder that runs anywhere: `npm start`, the container and the tests all boot the same tree.
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  // Read from disk at run time, so the tracer cannot see them.
  outputFileTracingIncludes: {
    "/*": [
      "./drizzle/**/*",
      "./agent/homelab-agent",
      "./agent/install.sh",
      "./db/backups/*.mjs",
      "./scripts/{database-place,db-backup,db-restore}.mjs",
    ],
  },
  // Images are served as they are drawn (`images` below): a quarter of the folder would be for shrinking them.
  outputFileTracingExcludes: { "*": ["./node_modules/sharp/**/*", "./node_modules/@img/**/*"] },
  // `npm run check:types` checks them, tests included; whoever only starts the hub need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // The icons are drawings: nothing has to be shrunk, so no stranger may have it done.
  images: { unoptimized: true },
  experimental: {
    // For forbidden(): what a role does not include answers 403 with app/(console)/forbidden.tsx.
    authInterrupts: true,
    // An address without a page answers 404 with app/global-not-found.tsx.
    globalNotFound: true,
  },
  // Asked for by a browser whose page has not told its icon yet, as the title and the icon follow the count of alerts.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/mark.svg" }],
};

export default config;
