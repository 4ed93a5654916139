import { randomInt } from "node:crypto";

const CODES = 10;
/** Without what looks alike on paper: 0 and o, 1 and l and i. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const HALF_LENGTH = 5;

/** Codes for the day when the phone is lost, `abcde-fghjk`: some 49 bits each, in one case, as they are typed off a sheet of paper. */
export function makeRecoveryCodes(): string[] {
  const half = () => Array.from({ length: HALF_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return Array.from({ length: CODES }, () => `${half()}-${half()}`);
}

/**
 * How a typed code may be meant, the likeliest first: with its dash, in lower case; and in its own, for those that were made when
 * case made a difference.
 */
export function readingsOfRecoveryCode(typed: string): string[] {
  const bare = typed.replace(/[^A-Za-z0-9]/g, "");
  const whole = `${bare.slice(0, HALF_LENGTH)}-${bare.slice(HALF_LENGTH)}`;
  return [...new Set([whole.toLowerCase(), whole])];
}
