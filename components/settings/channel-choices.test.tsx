import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { channelTypes } from "@/domain/notifications/notification";
import { ChannelChoices } from "./channel-choices";

test("each kind of channel is a choice with an edge, and the chosen one says so", () => {
  const html = renderToStaticMarkup(<ChannelChoices chosen="ntfy" />);
  const links = html.match(/<a [^>]*>/g) ?? [];
  expect(links).toHaveLength(channelTypes.length);
  for (const link of links) expect(link).toContain("border-edge");
  expect(links.filter((link) => link.includes('aria-current="true"'))).toEqual([
    expect.stringContaining("add=ntfy"),
  ]);
});
