"use client";

/** The last resort, when even the frame fails; it brings its own few styles, as nothing else has loaded. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en-GB" style={{ colorScheme: "light dark", fontFamily: "system-ui, sans-serif" }}>
      <body style={{ maxWidth: "40rem", margin: "4rem auto", padding: "0 1rem" }}>
        <h1 style={{ fontSize: "1.5rem" }}>The hub could not make this page</h1>
        <p>
          Nothing is lost: agents keep what they cannot deliver.
          {error.digest === undefined ? null : ` The log has the cause under ${error.digest}.`}
        </p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
