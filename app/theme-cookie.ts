import { cookies } from "next/headers";
import { type Theme, themes } from "@/components/frame/theme";

/*
 * The choice of light or dark is a cookie, not localStorage: the server writes it into the first byte of HTML, so there
 * is no flash, no script before the first paint, and it works with JavaScript switched off.
 */
const NAME = "theme";
const MAX_AGE_S = 400 * 24 * 60 * 60;

/** The operator's choice; anything unknown in the cookie is `system`. */
export async function readTheme(): Promise<Theme> {
  const value = (await cookies()).get(NAME)?.value;
  return themes.find((theme) => theme === value) ?? "system";
}

export async function writeTheme(theme: Theme): Promise<void> {
  const jar = await cookies();
  if (theme === "system") jar.delete(NAME);
  else jar.set(NAME, theme, { path: "/", maxAge: MAX_AGE_S, sameSite: "lax", httpOnly: true });
}
