export function localFileOf(url: string): string | null;
export function fileUrl(file: string): string;
