import type { Metadata } from "next";
import { ConsoleFrame, consoleMetadata } from "./(console)/console-frame";
import { Document, documentMetadata, documentViewport } from "./document";
import { NothingHere } from "./nothing-here";
import { signedIn } from "./require-person";
import { site } from "./site";

export const generateViewport = documentViewport;

export async function generateMetadata(): Promise<Metadata> {
  const { site_name: siteName } = await site();
  const ofConsole = (await isInside()) ? await consoleMetadata() : {};
  return { ...(await documentMetadata()), ...ofConsole, title: { absolute: `Not found · ${siteName}` } };
}

/**
 * An address that no page has. Whoever is signed in keeps the bar; a stranger is told the same and nothing else. A page of its
 * own, as `not-found.tsx` at the root would be sent along with every page there is. Nothing on it is live.
 */
export default async function GlobalNotFound() {
  return (
    <Document>
      {(await isInside()) ? (
        <ConsoleFrame>
          <NothingHere />
        </ConsoleFrame>
      ) : (
        <main className="gutter py-16">
          <NothingHere />
        </main>
      )}
    </Document>
  );
}

async function isInside(): Promise<boolean> {
  const person = await signedIn();
  return person !== null && !person.mustChangePassword;
}
