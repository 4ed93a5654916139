import { headers } from "next/headers";
import { InstallForm } from "@/components/servers/install-form";
import { hubConfig } from "@/hub-config";
import { makeEnrolmentKey } from "./make-enrolment-key";

/** The form that makes a key, with a word where the line would not work from another machine. */
export async function AddServer() {
  const host = hostOf(await headers());
  const isLocal = hubConfig().publicUrl === undefined && /^(localhost|127\.|\[::1\])/.test(host);
  return (
    <div className="mt-5 max-w-3xl">
      <InstallForm makeKey={makeEnrolmentKey} />
      {isLocal ? (
        <p className="mt-4 max-w-prose text-label text-secondary">
          You opened this hub as <span className="figures">{host}</span>, which means this machine only. To
          add other machines, open it under an address that they can reach: the line carries the address you
          typed.
        </p>
      ) : null}
    </div>
  );
}

/** Where an action leads here, Next asks itself for this page, at an address of its own; the Origin is still the browser's. */
function hostOf(asked: Headers): string {
  const origin = asked.get("origin") ?? "";
  return URL.canParse(origin) ? new URL(origin).host : (asked.get("host") ?? "");
}
