import type { ChannelType } from "@/domain/notifications/notification";

export type ChannelField = {
  key: string;
  label: string;
  /** `secret` is stored encrypted and never shown again; `list` is several, apart by commas. */
  kind: "text" | "secret" | "number" | "list" | "choice";
  isRequired?: boolean;
  placeholder?: string;
  hint?: string;
  choices?: readonly string[];
};

export const channelWords: Record<ChannelType, string> = {
  slack: "Slack",
  discord: "Discord",
  ntfy: "ntfy",
  gotify: "Gotify",
  telegram: "Telegram",
  pushover: "Pushover",
  email: "Email",
  apprise: "Apprise",
  webhook: "Webhook",
};

/** What each type of channel has to be told. */
export const channelFields: Record<ChannelType, readonly ChannelField[]> = {
  slack: [{ key: "url", label: "Address of the incoming webhook", kind: "secret", isRequired: true }],
  discord: [{ key: "url", label: "Address of the webhook", kind: "secret", isRequired: true }],
  ntfy: [
    { key: "url", label: "Server", kind: "text", placeholder: "https://ntfy.sh" },
    { key: "topic", label: "Topic", kind: "secret", isRequired: true },
    { key: "token", label: "Access token", kind: "secret" },
    {
      key: "priority",
      label: "Priority, 1 to 5",
      kind: "number",
      hint: "By severity where it is left empty",
    },
    { key: "tags", label: "Tags", kind: "list" },
  ],
  gotify: [
    { key: "url", label: "Server", kind: "text", isRequired: true, placeholder: "https://gotify.lan" },
    { key: "token", label: "Application token", kind: "secret", isRequired: true },
    {
      key: "priority",
      label: "Priority, 0 to 10",
      kind: "number",
      hint: "By severity where it is left empty",
    },
  ],
  telegram: [
    { key: "token", label: "Bot token", kind: "secret", isRequired: true },
    { key: "chat_id", label: "Chat", kind: "text", isRequired: true, placeholder: "-1001234567890" },
    { key: "url", label: "Server", kind: "text", placeholder: "https://api.telegram.org" },
  ],
  pushover: [
    { key: "token", label: "Application token", kind: "secret", isRequired: true },
    { key: "user", label: "User key", kind: "secret", isRequired: true },
    {
      key: "priority",
      label: "Priority, -2 to 1",
      kind: "number",
      hint: "By severity where it is left empty",
    },
    { key: "url", label: "Server", kind: "text", placeholder: "https://api.pushover.net" },
  ],
  email: [
    { key: "host", label: "SMTP server", kind: "text", isRequired: true, placeholder: "smtp.example.com" },
    { key: "port", label: "Port", kind: "number", placeholder: "587" },
    { key: "security", label: "Security", kind: "choice", choices: ["starttls", "tls", "none"] },
    { key: "username", label: "User", kind: "text" },
    { key: "password", label: "Password", kind: "secret" },
    { key: "from", label: "From", kind: "text", isRequired: true, placeholder: "hub@example.com" },
    { key: "to", label: "To", kind: "list", isRequired: true, hint: "Several with commas between them" },
  ],
  apprise: [
    {
      key: "url",
      label: "Address of the API",
      kind: "secret",
      isRequired: true,
      placeholder: "http://apprise:8000/notify/KEY",
    },
    { key: "urls", label: "Apprise addresses", kind: "secret", hint: "For a server without a key" },
    { key: "tag", label: "Tag", kind: "text" },
  ],
  webhook: [
    {
      key: "url",
      label: "Address",
      kind: "secret",
      isRequired: true,
      placeholder: "https://example.com/hook",
    },
    { key: "secret", label: "Secret", kind: "secret", hint: "Signs each request with HMAC" },
  ],
};
