import { channelFields } from "@/components/settings/channel-fields";
import { MASK } from "@/domain/notifications/channel-settings";
import { type ChannelType, channelTypes } from "@/domain/notifications/notification";

/** The type that a form or an address names; null where there is none of it. */
export function channelTypeOf(text: unknown): ChannelType | null {
  return channelTypes.find((type) => type === text) ?? null;
}

/** What the form says of a channel. A secret that is left empty stays as it is stored; not checked yet. */
export function channelUpdateOf(form: FormData, type: ChannelType, storedSecrets: readonly string[]) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const settings = channelFields[type].flatMap(({ key, kind }): [string, unknown][] => {
    const value = text(`settings.${key}`);
    if (value === "") return kind === "secret" && storedSecrets.includes(key) ? [[key, MASK]] : [];
    if (kind === "number") return [[key, Number(value)]];
    if (kind === "list") return [[key, value.split(/[,\n]/).flatMap((each) => each.trim() || [])]];
    return [[key, value]];
  });
  return {
    name: text("name"),
    type,
    min_severity: text("min_severity"),
    settings: Object.fromEntries(settings),
  };
}

/** The stored settings as the form shows them, and which secrets there are; the secrets themselves never come here. */
export function shownSettings(settings: Record<string, unknown>): {
  settings: Record<string, string>;
  secrets: string[];
} {
  const entries = Object.entries(settings);
  return {
    settings: Object.fromEntries(
      entries
        .filter(([, value]) => value !== MASK)
        .map(([key, value]) => [key, Array.isArray(value) ? value.join(", ") : String(value)]),
    ),
    secrets: entries.filter(([, value]) => value === MASK).map(([key]) => key),
  };
}

/** "channels.0.settings.to.1" is the input "settings.to". */
export function inputNameOf(path: string): string {
  const parts = path.replace(/^channels(\.\d+)?\.?/, "").split(".");
  return parts[0] === "settings" ? parts.slice(0, 2).join(".") : (parts[0] ?? "");
}
