import { Fragment } from "react";

/** A page's answer in one sentence. A narrow screen breaks it between what is said, never between a number and its word. */
export function VerdictHeading({ text }: { text: string }) {
  const parts = text.split(" · ");
  return (
    <h1 className="text-verdict font-semibold">
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 ? " " : null}
          <span className="inline-block">
            {part}
            {index < parts.length - 1 ? " ·" : null}
          </span>
        </Fragment>
      ))}
    </h1>
  );
}
