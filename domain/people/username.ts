import { z } from "zod";
import { roleSchema } from "./person";

export const USERNAME_LENGTH_MAX = 50;

/** Letters, digits, dot, hyphen, underscore and @, beginning with a letter or digit: what can be said on the phone and put into a file. */
const USERNAME = /^[a-z0-9][a-z0-9._@-]{0,49}$/i;

export function isUsername(text: string): boolean {
  return USERNAME.test(text);
}

/** Usernames are lower case wherever they are kept: "Anna" and "anna" are one person. */
export const usernameSchema = z
  .string()
  .trim()
  .regex(USERNAME, "A username is 1 to 50 letters, digits and . _ @ -, beginning with a letter or digit")
  .toLowerCase();

/** Somebody who is to be added. */
export const newPersonSchema = z.object({ username: usernameSchema, role: roleSchema });
