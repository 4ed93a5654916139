export const root: string;
export const standalone: string;
export function ensureBuilt(): Promise<boolean>;
export function fingerprint(folder?: string): string;
