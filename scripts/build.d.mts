export const root: string;
export function ensureBuilt(): Promise<boolean>;
export function fingerprint(folder?: string): string;
