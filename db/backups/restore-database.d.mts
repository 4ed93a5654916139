import type { Orphans } from "./copy-database.mjs";

export function restoreDatabase(options: {
  backup: string;
  database: string;
  /** The folder of the migrations that the hub knows. */
  migrations: string;
  now: number;
  acceptOrphans?: boolean;
}): Promise<{
  /** The newest schema change that the backup has, and how many the next start will apply. */
  schema: string;
  pending: number;
  servers: number;
  lastSeen: number | null;
  hasSecrets: boolean;
  orphans: Orphans;
  safetyCopy: string | null;
}>;
