/** A stream of numbers in [0, 1) that is the same for the same name, on every machine (mulberry32 over FNV-1a). */
export function randomStream(name: string): () => number {
  let state = 0x811c9dc5;
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Noise that remembers: each value is near the one before and all are near 0, mostly within -2..2. */
export class Drift {
  private value = 0;

  constructor(
    private readonly random: () => number,
    /** How much of a value is left a minute later, 0..1. */
    private readonly memory: number,
  ) {}

  next(): number {
    // Three dice are bell-shaped enough; scaled so that the values have a spread of about 1.
    const bell = (this.random() + this.random() + this.random() - 1.5) * 2;
    this.value = this.value * this.memory + bell * Math.sqrt(1 - this.memory ** 2);
    return this.value;
  }
}

/** A UUID that is the same for the same name. */
export function uuidOf(name: string): string {
  const random = randomStream(name);
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
