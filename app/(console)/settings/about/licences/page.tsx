import type { Metadata } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { PackageTable } from "@/components/settings/package-table";
import { SettingsHead } from "@/components/settings/settings-head";
import { hubLicence } from "@/hub/hub-version";
import { readPackages } from "@/hub/system/read-packages";
import { licencesSentence, NOT_STATED } from "./licences-view";

export const metadata: Metadata = { title: "Licences" };

/** What the hub is licensed under, and every package by others that comes with it. */
export default async function LicencesPage() {
  const { role } = await requireViewer();
  const { platform, packages } = readPackages();
  const rows = packages.map(({ licence, ...rest }) => ({ ...rest, licence: licence ?? NOT_STATED }));
  return (
    <>
      <SettingsHead current="about" role={role} />
      <p className="mb-1 text-table">
        <Link href="/settings/about" className="text-secondary underline">
          About
        </Link>
      </p>
      <h2 className="mb-3 font-semibold">Licences</h2>
      <div className="max-w-3xl">
        <p className="max-w-prose">
          HomelabCmd itself is under the {hubLicence} licence; its text is the file LICENSE of the source.{" "}
          {licencesSentence(packages, platform)}
        </p>
        <h3 className="mt-8 mb-2 font-medium">Used by the hub itself</h3>
        <PackageTable label="Used by the hub itself" packages={rows.filter(({ isDirect }) => isDirect)} />
        <h3 className="mt-8 mb-2 font-medium">Brought along by those</h3>
        <PackageTable label="Brought along by those" packages={rows.filter(({ isDirect }) => !isDirect)} />
        <p className="mt-8 max-w-prose text-secondary text-table">
          This is what package-lock.json said when the hub was built. What a package has copied into itself,
          as Next.js has, it does not name.
          {packages.some(({ licence }) => licence === null)
            ? ` A licence is ${NOT_STATED} where the lock was written without the package at hand, or the package names none.`
            : null}
        </p>
      </div>
    </>
  );
}
