import { z } from "zod";

/** Long enough that ten guesses a minute lead nowhere; short enough that hashing it is no way to keep the hub busy. */
export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 256;

export const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH_MIN, `A password has at least ${PASSWORD_LENGTH_MIN} characters`)
  .max(PASSWORD_LENGTH_MAX, `A password has at most ${PASSWORD_LENGTH_MAX} characters`)
  .regex(/[^\p{C}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u, "A password has a character that can be seen");

/** The first that is tried, however it is spelt: the name of whoever it is to keep safe. */
export function isOwnName(password: string, username: string): boolean {
  const bare = (text: string) =>
    text
      .normalize("NFKC")
      .replace(/[\p{C}\p{Z}]/gu, "")
      .toLowerCase();
  return bare(password) === bare(username);
}

export const OWN_NAME_FAULT = "A password is not the name of whoever has it";
