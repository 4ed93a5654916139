import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

type FailedPage = {
  /** Under which the log has the cause; letters, digits, dots and dashes. */
  requestId: string;
  /** What the styles of the page are known by. */
  nonce: string;
};

/** What Next says of its own body and is not so of this one. */
const OF_THE_BODY = ["content-encoding", "content-length", "transfer-encoding", "etag"];

/**
 * A page that fails leaves Next as an empty document, into which scripts write the error: without JavaScript it says nothing. This
 * takes the place of its body, and every browser reads it, however little of the hub still works. Where a page is left for one that
 * fails, scripts ask for no document, and app/(console)/error.tsx stands in the frame that is there.
 */
export function replaceFailedPage(response: ServerResponse, page: FailedPage): void {
  const { writeHead, write, end } = response;
  let isReplaced = false;
  response.writeHead = ((...given: unknown[]) => {
    if (given[0] !== 500 || response.headersSent || !isHtml(response, given)) {
      return Reflect.apply(writeHead, response, given);
    }
    isReplaced = true;
    for (const name of OF_THE_BODY) response.removeHeader(name);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return Reflect.apply(writeHead, response, [500]);
  }) as typeof writeHead;
  response.write = ((...given: unknown[]) => {
    beginHeadOfFailure(response);
    return isReplaced || Reflect.apply(write, response, given);
  }) as typeof write;
  response.end = ((...given: unknown[]) => {
    beginHeadOfFailure(response);
    return Reflect.apply(end, response, isReplaced ? [failedPage(page)] : given);
  }) as typeof end;
}

/** Else Node begins it inside of the write that may have to be left out. */
function beginHeadOfFailure(response: ServerResponse): void {
  if (response.statusCode === 500 && !response.headersSent) response.writeHead(500);
}

function isHtml(response: ServerResponse, given: unknown[]): boolean {
  const headers = given.find((value) => typeof value === "object" && value !== null) as
    | OutgoingHttpHeaders
    | undefined;
  return String(response.getHeader("content-type") ?? headers?.["Content-Type"]).startsWith("text/html");
}

/** In the colours and the voice of app/(console)/error.tsx, with nothing to load. */
function failedPage({ requestId, nonce }: FailedPage): string {
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>This page could not be made</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; background: light-dark(#fafbfc, #0d0f12); color: light-dark(#14171c, #e8eaee); font: 0.875rem/1.375rem ui-sans-serif, system-ui, sans-serif }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.75rem; font-weight: 600; color: light-dark(#c4232d, #fa6a61) }
p { margin: 0.25rem 0 1rem; color: light-dark(#4c5561, #a9b1bc) }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
a { margin-right: 1rem; color: inherit }
</style>
<main>
<h1>This page could not be made</h1>
<p>The hub met an error while it read its data. Nothing is lost: agents keep what they cannot deliver. The log has the cause under <code>${requestId}</code>.</p>
<a href="">Try again</a> <a href="/">Overview</a>
</main>
</html>
`;
}
