/** `end`: epoch milliseconds of the newest samples, by default now. */
export function fillDemo(file: string, end?: number): void;
