import type { DailyValue } from "./trend";

/** Disks whose future is known, because it was made up together with their past. Sizes in GB, a day of 1,440 samples. */
export type History = {
  kind: string;
  values: DailyValue[];
  capacity: number;
  /** When the made-up future reaches the capacity, in days from now; null where it never does within five years. */
  fullInDays: number | null;
  now: number;
};

const DAY_MS = 86_400_000;
const CAPACITY = 1000;
const FUTURE_DAYS = 5 * 365;
/** A Saturday at 09:30 UTC. */
const TODAY = 20_778;
export const historyNow = (TODAY + 9.5 / 24) * DAY_MS;

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds = ["steady", "bursty", "stepped", "cleaned", "weekly", "rotated", "gappy", "spiky"] as const;

/** A disk that fills, in one of many ways, with everything that real ones do to a trend. */
export function fillingHistory(seed: number): History {
  const random = randomOf(seed);
  const kind = kinds[seed % kinds.length] ?? "steady";
  const days = kind === "weekly" || kind === "rotated" ? 21 + int(random, 50) : 8 + int(random, 60);
  const perDay = CAPACITY * (0.0008 + 0.02 * random() ** 3);
  // Bursty: what comes in differs from day to day, and stays.
  const burst = kind === "bursty" ? 0.3 + random() : 0.1 * random();
  const tremble = CAPACITY * 0.003 * random();
  const season = kind === "weekly" ? perDay * (1 + 2 * random()) : 0;
  const rotation = kind === "rotated" ? perDay * (3 + 8 * random()) : 0;
  const past = new Map<number, number>();
  let grown = 0;
  const jumpDay = kind === "stepped" || kind === "cleaned" ? 1 + int(random, days - 2) : -1;
  const jump = CAPACITY * (0.08 + 0.15 * random()) * (kind === "cleaned" ? -1 : 1);
  const wave = (day: number) =>
    season * Math.sin((2 * Math.PI * day) / 7) + (rotation * (((day % 7) + 7) % 7)) / 7;
  for (let ago = days; ago >= 0; ago -= 1) {
    const day = TODAY - ago;
    grown += Math.max(0, perDay * (1 + burst * normal(random)));
    if (days - ago === jumpDay) grown += jump;
    past.set(day, grown + wave(day));
  }
  const newest = past.get(TODAY) ?? 0;
  const levelNow = CAPACITY * (0.3 + 0.6 * random());
  const offset = levelNow - newest;
  let fullInDays: number | null = null;
  for (let ahead = 1; ahead <= FUTURE_DAYS && fullInDays === null; ahead += 1) {
    const before = grown;
    grown += Math.max(0, perDay * (1 + burst * normal(random)));
    const level = grown + wave(TODAY + ahead) + offset;
    const last = before + wave(TODAY + ahead - 1) + offset;
    if (level >= CAPACITY)
      fullInDays = ahead - 1 + clamp((CAPACITY - last) / Math.max(1e-9, level - last)) + 0.1;
  }
  const values: DailyValue[] = [...past].map(([day, value]) => ({
    day,
    value: value + offset + tremble * normal(random),
    coverage: 0.97 + 0.03 * random(),
  }));
  return {
    kind,
    capacity: CAPACITY,
    now: historyNow,
    fullInDays,
    values: values
      .filter(({ day }) => !(kind === "gappy" && day !== TODAY && random() < 0.2))
      .map((value) => (kind === "spiky" && value.day < TODAY - 1 && random() < 0.06 ? spiked(value) : value)),
  };
}

/** A disk that does not fill: it stays about where it is, trembles, has weeks, or empties slowly. */
export function calmHistory(seed: number): History {
  const random = randomOf(seed + 1_000_000);
  const days = 8 + int(random, 60);
  const level = CAPACITY * (0.2 + 0.6 * random());
  const tremble = CAPACITY * 0.01 * random();
  const season = seed % 3 === 1 ? CAPACITY * 0.02 * random() : 0;
  const perDay = seed % 3 === 2 ? -CAPACITY * 0.003 * random() : 0;
  const values = Array.from({ length: days + 1 }, (_, index) => {
    const day = TODAY - days + index;
    const value =
      level + perDay * (index - days) + season * Math.sin((2 * Math.PI * day) / 7) + tremble * normal(random);
    return { day, value, coverage: 1 };
  });
  return { kind: "calm", capacity: CAPACITY, now: historyNow, fullInDays: null, values };
}

function spiked(value: DailyValue): DailyValue {
  return { ...value, value: value.value + CAPACITY * 0.15 };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function int(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));
