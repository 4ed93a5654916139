import { defineConfig } from "drizzle-kit";
import { hubConfig } from "./hub-config";

const { databaseUrl, databaseAuthToken } = hubConfig();

export default defineConfig({
  dialect: "turso",
  schema: "./db/schema/index.ts",
  out: "./drizzle",
  dbCredentials: { url: databaseUrl, authToken: databaseAuthToken },
});
