import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** The only form in which a token or key is stored: it has 256 bits of chance, so a fast hash is enough. Hex, 64 characters. */
export function sha256(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** A secret that says what it is: `hla_` an agent's token, `hle_` an enrolment key, `hlk_` an API key. */
export function newSecret(prefix: "hla_" | "hle_" | "hlk_"): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** So much of a secret may be shown beside its name: with 24 of its 256 bits nobody guesses the rest. */
export function prefixOf(secret: string): string {
  return secret.slice(0, 8);
}

/** Compares without telling by its duration how much was right. */
export function isSameSecret(given: string, expected: string | undefined): boolean {
  if (expected === undefined) return false;
  return timingSafeEqual(Buffer.from(sha256(given), "hex"), Buffer.from(sha256(expected), "hex"));
}
