/** The colours of the page, as an icon knows neither its variables nor the theme of the browser's bar. */
const dots = new Map([
  ["bad", "#fa6a61"],
  ["notice", "#d9a02e"],
]);

/** The icon of a tab, with a dot while alerts are open: `?dot=bad` or `?dot=notice`. The same drawing as app/icon.svg. */
export function GET(request: Request): Response {
  const colour = dots.get(new URL(request.url).searchParams.get("dot") ?? "");
  const dot =
    colour === undefined
      ? ""
      : `<circle cx="24.5" cy="7.5" r="6.5" fill="${colour}" stroke="#14171c" stroke-width="2"/>`;
  return new Response(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><title>HomelabCmd</title><rect width="32" height="32" rx="7" fill="#14171c"/><g fill="none" stroke="#fafbfc" stroke-width="2.6" stroke-linecap="round"><path d="M8.93 24.07a10 10 0 1 1 14.14 0"/><path d="M16 17l4.6-4.6"/></g><circle cx="16" cy="17" r="2.3" fill="#fafbfc"/>${dot}</svg>`,
    { headers: { "Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=86400" } },
  );
}
