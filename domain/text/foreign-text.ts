import { z } from "zod";

/**
 * Foreign text is what others wrote: machines, people, programs. Taken out of it is what nobody can see and what acts: controls
 * (C0 and C1 end a log line, move a terminal's cursor, end a mail's header; SQLite ends a text at a NUL), what turns the
 * direction of the words around it, line separators, joints without width by which two names look like one, and halves of
 * surrogate pairs, which are no characters. ZWJ and ZWNJ stay: emoji and Persian are written with them.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]/gu;
/** Of a text of several lines, all but the line breaks and tabs. */
const UNSEEN_IN_LINES = /[^\P{Cc}\n\t]|[\p{Cs}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]/gu;
/** Nearly every text has nothing but these, and to know so costs less than to look for what is rare. */
const BEYOND_PLAIN_ASCII = /[^ -~]/;

/** Foreign text as one line that is what it looks like. */
export function withoutUnseen(text: string): string {
  return BEYOND_PLAIN_ASCII.test(text) ? text.replace(UNSEEN, "") : text;
}

/** The same for what may have lines of its own, such as a note; whatever ended them, they end with a line feed. */
export function linesWithoutUnseen(text: string): string {
  return BEYOND_PLAIN_ASCII.test(text)
    ? text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replace(UNSEEN_IN_LINES, "")
    : text;
}

/** A foreign text of one line as a field; it may be empty. `lengthMax` counts UTF-16 units of what was sent. */
export const foreignText = (lengthMax: number) => z.string().max(lengthMax).overwrite(withoutUnseen);

/** What somebody typed as a name: without the spaces around it, and something must be left. */
export const typedName = (lengthMax: number) =>
  z
    .string()
    .overwrite((text) => withoutUnseen(text).trim())
    .min(1, "must not be empty")
    .max(lengthMax, `must be at most ${lengthMax} characters`);
