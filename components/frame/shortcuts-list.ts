/** What `?` shows, in the order in which one needs it. */
export const shortcuts = [
  { keys: "/", what: "Search servers" },
  { keys: "g o", what: "Overview" },
  { keys: "g a", what: "Alerts" },
  { keys: "g v", what: "Services" },
  { keys: "g c", what: "Capacity" },
  { keys: "g s", what: "Settings" },
  { keys: "j", what: "Next in a list" },
  { keys: "k", what: "The one before" },
  { keys: "Enter", what: "Open it" },
  { keys: "a", what: "Acknowledge the alert that has the focus" },
  { keys: "?", what: "This list" },
] as const;

export type KeyMeaning =
  | { kind: "go"; href: (typeof destinations)[keyof typeof destinations] }
  | { kind: "move"; by: 1 | -1 }
  | { kind: "acknowledge" }
  | { kind: "help" }
  | { kind: "prefix" };

const destinations = { o: "/", a: "/alerts", v: "/services", c: "/capacity", s: "/settings" } as const;

/** What a key means, after a `g` or by itself; null where it means nothing here. */
export function meaningOf(key: string, isAfterG: boolean): KeyMeaning | null {
  if (isAfterG) {
    const href = destinations[key as keyof typeof destinations];
    return href === undefined ? null : { kind: "go", href };
  }
  if (key === "g") return { kind: "prefix" };
  if (key === "j") return { kind: "move", by: 1 };
  if (key === "k") return { kind: "move", by: -1 };
  if (key === "a") return { kind: "acknowledge" };
  return key === "?" ? { kind: "help" } : null;
}
