import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ServerSettings } from "./server-settings";

test("a dialog that may fill the screen has a button that closes it, before all that is in it", () => {
  const html = renderToStaticMarkup(
    <ServerSettings
      server={{
        ...{ id: "nas", displayName: null, machineType: "server", machineCategory: null },
        ...{ tdpWatts: null, idleWatts: null, tags: [], pausedAt: null },
      }}
      actions={{
        changeServer: async (before) => before,
        togglePause: async () => {},
        issueNewToken: async () => "",
        removeServer: async () => null,
      }}
    />,
  );
  const close = /<button[^>]*popoverTarget="server-settings"[^>]*popoverTargetAction="hide"[^>]*>Close/i.exec(
    html,
  );
  expect(close?.index).toBeLessThan(html.indexOf("<form"));
});
