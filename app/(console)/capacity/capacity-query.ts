import type { Route } from "next";

export const capacityKinds = [
  { kind: "filesystem", label: "Filesystems" },
  { kind: "memory", label: "Memory" },
  { kind: "load", label: "Load" },
] as const;
type CapacityKind = (typeof capacityKinds)[number]["kind"];

export type CapacityQuery = {
  /** Null: all of them. */
  kind: CapacityKind | null;
  /** However many they are. */
  isAll: boolean;
};

/** What the address asks for; what it cannot mean is as if it were not there. */
export function parseCapacityQuery(asked: Record<string, string | string[] | undefined>): CapacityQuery {
  const known = capacityKinds.find(({ kind }) => kind === asked.kind);
  return { kind: known?.kind ?? null, isAll: asked.rows === "all" };
}

export function capacityHref({ kind, isAll = false }: { kind: CapacityKind | null; isAll?: boolean }): Route {
  const query = new URLSearchParams({
    ...(kind === null ? {} : { kind }),
    ...(isAll ? { rows: "all" } : {}),
  });
  return (query.size === 0 ? "/capacity" : `/capacity?${query}`) as Route;
}
