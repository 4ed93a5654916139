import { headers } from "next/headers";

/** Under which the answer that somebody is looking at is known to the hub and to whatever stands before it. */
export async function RequestId() {
  const id = (await headers()).get("x-request-id");
  if (id === null) return null;
  return (
    <p className="mt-3 text-faint text-label">
      Request <span className="figures [overflow-wrap:anywhere] whitespace-normal">{id}</span>
    </p>
  );
}
