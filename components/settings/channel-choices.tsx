import type { Route } from "next";
import { type ChannelType, channelTypes } from "@/domain/notifications/notification";
import { LinkButton } from "../ui/link-button";
import { channelWords } from "./channel-fields";

/** The kinds of channel that can be added; the one whose form is open is filled. */
export function ChannelChoices({ chosen }: { chosen: ChannelType | null }) {
  return (
    <nav aria-label="Add a channel" className="mt-3">
      <p className="mb-1.5 text-secondary text-table">Add a channel</p>
      <ul className="flex flex-wrap gap-2">
        {channelTypes.map((type) => (
          <li key={type}>
            <LinkButton
              href={`/settings/notifications?add=${type}` as Route}
              size="small"
              aria-current={type === chosen ? "true" : undefined}
              scroll={false}
              prefetch={false}
              className="aria-[current]:border-ink aria-[current]:bg-wash"
            >
              {channelWords[type]}
            </LinkButton>
          </li>
        ))}
      </ul>
    </nav>
  );
}
