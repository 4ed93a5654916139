/** What package-lock.json (lockfileVersion 3) says of one package, as far as it matters here. */
export type LockedPackage = {
  /** Only where it is not the name of the folder. */
  name?: string;
  version?: string;
  /** As the package's own package.json has it, where npm had that at hand. */
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
};

/** By folder, `""` being the project itself. */
export type Lock = { packages: Record<string, LockedPackage> };

/** In the words of npm: linux, x64, glibc. `libc` is null where there is no choice of one. */
export type Platform = { os: string; cpu: string; libc: string | null };

export type ShippedPackage = {
  name: string;
  version: string;
  /** An SPDX expression; null = not stated. */
  licence: string | null;
  /** Asked for by the project itself, not only by another package. */
  isDirect: boolean;
};

/** What a package calls its licence that is none of SPDX's names; its text has been read for which of them is meant. */
const spdx = new Map([["SIL OPEN FONT LICENSE", "OFL-1.1"]]);

/**
 * What the project needs to run on this platform, down to the last package: direct ones first, then by name, each version
 * once. `copied` are development dependencies of which a part is copied into the build, `leftOut` packages that are asked for and
 * not taken into it.
 *
 * Followed from the project along what each package asks for. The marks `dev` and `optional` of the lock would not do: an
 * optional peer of a package that ships, such as the test runner that an authentication library can work with, has
 * neither mark of a development dependency nor any part in what ships.
 */
export function shippedPackages(
  lock: Lock,
  platform: Platform,
  { copied = [], leftOut = [] }: { copied?: string[]; leftOut?: string[] } = {},
): ShippedPackage[] {
  const { packages } = lock;
  const direct = new Set(
    [...asked(packages[""]), ...copied]
      .map((name) => folderOf(packages, "", name))
      .filter((at) => at !== null),
  );
  // A set that is gone through also yields what is added on the way.
  const folders = new Set(direct);
  const found = new Map<string, ShippedPackage>();
  for (const folder of folders) {
    const entry = packages[folder];
    if (entry === undefined || !runsOn(entry, platform)) continue;
    for (const needed of asked(entry)) {
      if (leftOut.includes(needed)) continue;
      const at = folderOf(packages, folder, needed);
      if (at !== null) folders.add(at);
    }
    const { name = nameOf(folder), version = "", license } = entry;
    const key = `${name}@${version}`;
    found.set(key, {
      name,
      version,
      licence: license === undefined ? null : (spdx.get(license) ?? license),
      isDirect: direct.has(folder) || found.get(key)?.isDirect === true,
    });
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.isDirect) - Number(a.isDirect) ||
      a.name.localeCompare(b.name, "en") ||
      a.version.localeCompare(b.version, "en", { numeric: true }),
  );
}

/** Names of the packages without which this one does not do, and of those that it uses where they can be had. */
function asked(entry: LockedPackage | undefined): string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = entry ?? {};
  const peers = Object.keys(peerDependencies).filter(
    (name) => entry?.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers];
}

const FOLDER = "node_modules/";

/** Node's way to a package: the own node_modules, then those of the folders above. Null = not installed. */
function folderOf(packages: Lock["packages"], from: string, name: string): string | null {
  for (let above = from; ; above = above.slice(0, Math.max(0, above.lastIndexOf(`/${FOLDER}`)))) {
    const folder = `${above === "" ? "" : `${above}/`}${FOLDER}${name}`;
    if (Object.hasOwn(packages, folder)) return folder;
    if (above === "") return null;
  }
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf(FOLDER) + FOLDER.length);
}

function runsOn({ os, cpu, libc }: LockedPackage, platform: Platform): boolean {
  return includes(os, platform.os) && includes(cpu, platform.cpu) && includes(libc, platform.libc);
}

/** As npm reads such a list: nothing = everywhere, `!win32` = everywhere else. */
function includes(list: string[] | undefined, own: string | null): boolean {
  if (list === undefined || list.length === 0) return true;
  if (list.includes(`!${own}`)) return false;
  return list.every((word) => word.startsWith("!")) || (own !== null && list.includes(own));
}
