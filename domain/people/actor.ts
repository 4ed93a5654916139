export const actorKinds = ["person", "key", "hub"] as const;

/** Who did a deed: somebody who signed in, a program by its key, or the hub by itself. `id` is that of `users` or of the key. */
export type Actor =
  | { kind: "person"; id: string; name: string }
  | { kind: "key"; id: string; name: string }
  | { kind: "hub" };

/** The word for an actor beside what was done. */
export function actorName(actor: Actor): string {
  return actor.kind === "hub" ? "hub" : actor.name;
}
