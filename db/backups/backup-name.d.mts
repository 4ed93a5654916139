export type BackupKind = "scheduled" | "manual";
export function backupName(file: string, backup: { at: number; kind: BackupKind }): string;
export function readBackupName(file: string, name: string): { at: number; kind: BackupKind } | null;
