/** How figures of two buckets of the same time become those of one. */
export type Add = (a: number, b: number) => number;
export const least: Add = (a, b) => Math.min(a, b);
export const greatest: Add = (a, b) => Math.max(a, b);
export const sum: Add = (a, b) => a + b;

export const thousandths = (value: number) => Math.round(value * 1000) / 1000;
