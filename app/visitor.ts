import { cookies, headers } from "next/headers";
import type { CookieChange, Visitor } from "@/hub/people/visitor";
import { clientAddressOf, isSecure } from "./client-address";

/** The browser behind the request, as the deeds of signing in take it. */
export async function visitor(): Promise<Visitor> {
  const given = await headers();
  return {
    address: clientAddressOf(given),
    userAgent: given.get("user-agent") ?? "",
    cookies: given.get("cookie") ?? "",
  };
}

/** Gives the browser what a deed wants it to keep. Nothing on a page can read these, and over TLS they travel only so. */
export async function keepCookies(changes: CookieChange[]): Promise<void> {
  const jar = await cookies();
  const secure = isSecure(await headers());
  for (const { name, value, maxAgeSeconds } of changes) {
    const common = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
    jar.set(name, value, maxAgeSeconds === null ? common : { ...common, maxAge: maxAgeSeconds });
  }
}
