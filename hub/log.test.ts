import { pino } from "pino";
import { expect, test } from "vitest";
import { nastyTexts } from "../domain/text/testing-nasty-texts";
import { printable } from "./log";

test.each(nastyTexts)(
  "%s is one line of the log that moves no terminal and says what it was",
  (_what, text) => {
    const lines: string[] = [];
    const log = pino({ hooks: { streamWrite: printable } }, { write: (line) => void lines.push(line) });
    log.warn({ host: text, [text]: 1 }, text);
    const [line = ""] = lines;
    expect(lines).toHaveLength(1);
    expect(line).toMatch(/^[^\p{Cc}\u2028\u2029\p{Bidi_Control}]+\n$/u);
    expect(JSON.parse(line)).toMatchObject({ host: text, msg: text });
  },
);
