"use server";

import { writeTheme } from "@/app/theme-cookie";
import { themes } from "@/components/frame/theme";

/** Keeps the chosen theme in the visitor's own cookie; it tells nothing and changes nothing on the hub. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = themes.find((known) => known === form.get("theme"));
  if (theme !== undefined) await writeTheme(theme);
}
