import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import path from "node:path";
import { median } from "./measurement";

const filesystems: Record<number, string> = {
  61267: "ext4",
  1481003842: "xfs",
  2435016766: "btrfs",
  801189825: "zfs",
  16914836: "tmpfs",
  2035054128: "overlay",
  26985: "nfs",
};

/** The machine on one line; without it no figure means anything. */
export function machineLine(folder: string): string {
  const { type } = statfsSync(folder);
  return [
    cpus()[0]?.model.trim() ?? "unknown CPU",
    `${cpus().length} cores`,
    `${(totalmem() / 1024 ** 3).toFixed(0)} GiB`,
    `Node ${process.versions.node}`,
    `${process.platform} ${release()}`,
    `${filesystems[type] ?? `filesystem 0x${type.toString(16)}`} (a synced 4 kB write: ${syncMs(folder).toFixed(2)} ms)`,
  ].join(" · ");
}

function syncMs(folder: string): number {
  const file = path.join(folder, "sync-probe");
  const block = Buffer.alloc(4096, 1);
  const handle = openSync(file, "w");
  try {
    const times = Array.from({ length: 41 }, () => {
      const startedAt = performance.now();
      writeSync(handle, block);
      fsyncSync(handle);
      return performance.now() - startedAt;
    });
    return median(times);
  } finally {
    closeSync(handle);
    rmSync(file, { force: true });
  }
}
