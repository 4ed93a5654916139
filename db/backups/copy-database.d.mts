import type { Client } from "@libsql/client";

export type Orphans = { table: string; rows: number }[];
export function copyDatabase(options: {
  file: string;
  target: string;
  spareBytes?: number;
}): Promise<{ bytes: number; orphans: Orphans }>;
export function checkDatabase(client: Client): Promise<{ faults: string[]; orphans: Orphans }>;
export function withClient<T>(file: string, work: (client: Client) => Promise<T>): Promise<T>;
export function synchronise(fileOrDirectory: string): void;
