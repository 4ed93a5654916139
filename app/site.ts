import { cache } from "react";
import { database } from "@/db/client";
import { getGeneralConfig } from "@/db/queries/config";
import { type GeneralConfig, generalConfigDefault } from "@/domain/general/general-config";

/** How the hub is called, which time it shows and in which units; read once a request. A page about a broken database has a title, too. */
export const site = cache(async (): Promise<GeneralConfig> => {
  try {
    return await getGeneralConfig(database());
  } catch {
    return generalConfigDefault;
  }
});

/** What stands around the title of a page. Next puts that in the place of every `%s`, so one in the name is taken apart. */
export function titleTemplate(siteName: string): string {
  return `%s · ${siteName.replaceAll("%s", "%\u2060s")}`;
}
