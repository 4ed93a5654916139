import { expect, test } from "vitest";
import { channelFields } from "@/components/settings/channel-fields";
import { channelSettings, secretSettings } from "@/domain/notifications/channel-settings";
import { channelTypes } from "@/domain/notifications/notification";
import { channelTypeOf, channelUpdateOf, inputNameOf, shownSettings } from "./channel-input";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test.each(channelTypes)("the form of %s asks for what its settings are, and hides what is secret", (type) => {
  const fields = channelFields[type];
  expect(fields.map(({ key }) => key).sort()).toEqual(Object.keys(channelSettings[type].shape).sort());
  const secrets = fields.filter(({ kind }) => kind === "secret").map(({ key }) => key);
  expect(secrets.sort()).toEqual([...secretSettings[type]].sort());
});

test("reads numbers, lists and text, and leaves out what is empty", () => {
  const form = formOf({
    name: " mail ",
    min_severity: "high",
    "settings.host": "smtp.lan",
    "settings.port": "25",
    "settings.username": "",
    "settings.password": "",
    "settings.from": "hub@lan.example",
    "settings.to": "a@lan.example, b@lan.example,",
  });
  expect(channelUpdateOf(form, "email", [])).toEqual({
    name: "mail",
    type: "email",
    min_severity: "high",
    settings: {
      host: "smtp.lan",
      port: 25,
      from: "hub@lan.example",
      to: ["a@lan.example", "b@lan.example"],
    },
  });
});

test("a secret that is left empty stays as it is stored, and one that is typed replaces it", () => {
  const sent = (secret: string) =>
    channelUpdateOf(formOf({ "settings.url": "http://a", "settings.secret": secret }), "webhook", ["secret"])
      .settings;
  expect(sent("")).toEqual({ url: "http://a", secret: "***" });
  expect(sent("new")).toEqual({ url: "http://a", secret: "new" });
});

test("shows settings as they are typed, and only the names of secrets", () => {
  expect(shownSettings({ host: "smtp.lan", port: 25, to: ["a@x", "b@x"], password: "***" })).toEqual({
    settings: { host: "smtp.lan", port: "25", to: "a@x, b@x" },
    secrets: ["password"],
  });
});

test.each([
  ["channels.0.name", "name"],
  ["channels.0.settings.url", "settings.url"],
  ["channels.0.settings.to.1", "settings.to"],
  ["channels", ""],
])("%s is the input %s", (path, name) => {
  expect(inputNameOf(path)).toBe(name);
});

test("knows the types there are", () => {
  expect([channelTypeOf("ntfy"), channelTypeOf("fax"), channelTypeOf(undefined)]).toEqual([
    "ntfy",
    null,
    null,
  ]);
});
