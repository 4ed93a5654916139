export function fillDemo(file: string): void;
