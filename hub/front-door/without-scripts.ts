import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { brotliDecompressSync, constants, gunzipSync, type InputType, inflateSync } from "node:zlib";

type Page = {
  /** Under which the log has the cause; letters, digits, dots and dashes. */
  requestId: string;
  /** What the styles of the page are known by. */
  nonce: string;
};

/** In the words of app/(console)/forbidden.tsx, app/nothing-here.tsx and app/(console)/error.tsx. */
const told: Record<number, { title: string; text: string; retry?: boolean }> = {
  403: {
    title: "Not allowed",
    text: "Your role does not include this. Viewers look, operators change what is watched, administrators also decide about people, keys and channels. Ask an administrator of this hub for another role.",
  },
  404: {
    title: "Not found",
    text: "There is nothing at this address. A server that was here may have been deleted or renamed.",
  },
  500: {
    title: "This page could not be made",
    text: "The hub met an error while it read its data. Nothing is lost: agents keep what they cannot deliver. The log has the cause under the number of this request.",
    retry: true,
  },
};

/** What Next says of a body that is sent in one piece, and as it is read. */
const OF_THE_BODY = ["content-encoding", "content-length", "transfer-encoding", "etag"];

/** So that a body which broke off is read as far as it came. */
const asFarAsItCame = { finishFlush: constants.Z_SYNC_FLUSH };
const decoders: Record<string, (body: InputType) => Buffer> = {
  br: (body) => brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  deflate: (body) => inflateSync(body, asFarAsItCame),
  gzip: (body) => gunzipSync(body, asFarAsItCame),
  identity: (body) => Buffer.from(body as Uint8Array),
};

/**
 * What a page throws, that it failed as well as that there is nothing or that it is not for this person, leaves Next as a document
 * without a word, into which scripts write the page. Here the words are put into it for whoever runs no scripts.
 */
export function tellWithoutScripts(response: ServerResponse, page: Page): void {
  const { writeHead, write, end } = response;
  let decode: ((body: InputType) => Buffer) | undefined;
  const pieces: Buffer[] = [];
  const keep = ([piece, encoding]: unknown[]) => {
    if (typeof piece === "string") pieces.push(Buffer.from(piece, encodingOf(encoding)));
    else if (piece instanceof Uint8Array) pieces.push(Buffer.from(piece));
  };
  response.writeHead = ((...given: unknown[]) => {
    if (
      decode === undefined &&
      !response.headersSent &&
      Number(given[0]) in told &&
      isHtml(response, given)
    ) {
      decode = decoders[String(response.getHeader("content-encoding") ?? "identity")];
      if (decode !== undefined) for (const name of OF_THE_BODY) response.removeHeader(name);
    }
    return Reflect.apply(writeHead, response, given);
  }) as typeof writeHead;
  response.write = ((...given: unknown[]) => {
    beginHead(response);
    if (decode === undefined) return Reflect.apply(write, response, given);
    keep(given);
    return true;
  }) as typeof write;
  response.end = ((...given: unknown[]) => {
    beginHead(response);
    if (decode === undefined) return Reflect.apply(end, response, given);
    keep(given);
    const body = decode(Buffer.concat(pieces)).toString();
    return Reflect.apply(end, response, [withWords(body, { ...page, status: response.statusCode })]);
  }) as typeof end;
}

/** Else Node begins it inside of the write that may have to be kept. */
function beginHead(response: ServerResponse): void {
  if (response.statusCode in told && !response.headersSent) response.writeHead(response.statusCode);
}

function isHtml(response: ServerResponse, given: unknown[]): boolean {
  const headers = given.find((value) => typeof value === "object" && value !== null) as
    | OutgoingHttpHeaders
    | undefined;
  return String(response.getHeader("content-type") ?? headers?.["Content-Type"]).startsWith("text/html");
}

function encodingOf(given: unknown): BufferEncoding {
  return typeof given === "string" && Buffer.isEncoding(given) ? given : "utf8";
}

/** The document with the words; as it was where it has its own. */
function withWords(html: string, { status, requestId, nonce }: Page & { status: number }): string {
  const words = told[status];
  if (words === undefined || !/^<!doctype html><html[^>]* id="__next_error__"/i.test(html)) return html;
  const { title, text, retry } = words;
  const head = /<title>/i.test(html) ? "" : `<title>${title}</title>`;
  return html
    .replace("<html", '<html lang="en-GB"')
    .replace(/<\/head>/i, `${head}</head>`)
    .replace(
      /<body[^>]*>/i,
      (body) => `${body}<noscript>${styles(nonce)}<main>
<h1${retry ? ' class="bad"' : ""}>${title}</h1>
<p>${text}</p>
<p>Request <code>${requestId}</code></p>
<p>${retry ? '<a href="">Try again</a> ' : ""}<a href="/">To the overview</a></p>
</main></noscript>`,
    );
}

/** The colours of app/globals.css, of which nothing may have been loaded. */
function styles(nonce: string): string {
  return `<style nonce="${nonce}">
:root { color-scheme: light dark; background: light-dark(#fafbfc, #0d0f12); color: light-dark(#14171c, #e8eaee); font: 0.875rem/1.375rem ui-sans-serif, system-ui, sans-serif }
main { max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
h1 { margin: 0; font-size: 1.25rem; line-height: 1.75rem; font-weight: 600 }
.bad { color: light-dark(#c4232d, #fa6a61) }
p { margin: 0.25rem 0 0.75rem; color: light-dark(#4c5561, #a9b1bc) }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
a { margin-right: 1rem; color: light-dark(#14171c, #e8eaee) }
</style>`;
}
