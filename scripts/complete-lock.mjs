import { readFileSync, writeFileSync } from "node:fs";

// npm writes only those platforms' optional packages into package-lock.json that the registry could give it on that
// day, and `npm ci` then refuses the file on every machine ("Missing: ... from lock file"). Run this after
// `npm install`: it writes down the ones left out, at the exact version their parent asks for. They have no
// integrity hash, because nothing was fetched; npm adds it where it installs them.

const lockFile = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(lockFile, "utf8"));
const added = [];

for (const [location, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const isExact = /^\d+\.\d+\.\d+[\w.+-]*$/.test(version);
    const platform = platformOf(name);
    if (!isExact || platform === null || isInLock(location, name)) continue;
    const occupied = lock.packages[`node_modules/${name}`] !== undefined;
    lock.packages[occupied ? `${location}/node_modules/${name}` : `node_modules/${name}`] = {
      version,
      ...platform,
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
    };
    added.push(`${name}@${version}`);
  }
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries(sorted);
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "package-lock.json is complete." : `Added ${added.join(", ")}.`);

/** Node's way: the package's own node_modules, then those of the folders above it. */
function isInLock(location, name) {
  for (let folder = location; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    if (lock.packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (!folder.includes("/node_modules/")) return lock.packages[`node_modules/${name}`] !== undefined;
  }
}

/** What `os`, `cpu` and `libc` say in such a package, read from its name; null where the name does not say it. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  if (words.includes("wasm32")) return { cpu: ["wasm32"] };
  const os = words.find((word) =>
    /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/.test(word),
  );
  const cpu = words.find((word) => /^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)$/.test(word));
  const libc = /-musl/.test(name) ? { libc: ["musl"] } : /-gnu/.test(name) ? { libc: ["glibc"] } : {};
  return os && cpu ? { cpu: [cpu], ...libc, os: [os] } : null;
}
