/** Who did a deed: somebody who signed in, a program by its key, or the hub by itself. `id` is that of `users` or of the key. */
export type Actor =
  | { kind: "person"; id: string; name: string }
  | { kind: "key"; id: string; name: string }
  | { kind: "hub" };
