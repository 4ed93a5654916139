import type { Database } from "../../db/client";
import type { Role } from "../../domain/people/person";
import { byHub } from "../audit/record";
import { createPerson } from "./create-person";
import { sessionOf } from "./session-of";
import { signIn } from "./sign-in";
import type { CookieChange, Visitor } from "./visitor";

// What fails is logged, and here much fails. The environment is read once, at the first use, which comes after this import.
process.env.HOMELAB_LOG_LEVEL = "silent";

export const testPassword = "correct horse battery";

/** A person for tests, whose password is `testPassword`. */
export function testPerson(db: Database, username = "ann", role: Role = "admin"): Promise<{ id: string }> {
  return createPerson(db, { username, role, password: testPassword, isTemporary: false }, byHub(Date.now()));
}

/** A browser for tests: it keeps cookies, and its address is what the test says. */
export class TestBrowser {
  private readonly jar = new Map<string, string>();

  constructor(public address = "10.0.0.9") {}

  get cookies(): string {
    return [...this.jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("; ");
  }

  get visitor(): Visitor {
    return { address: this.address, userAgent: "Firefox", cookies: this.cookies };
  }

  get headers(): Headers {
    return new Headers({ cookie: this.cookies });
  }

  keep(changes: CookieChange[]): void {
    for (const { name, value, maxAgeSeconds } of changes) {
      if (maxAgeSeconds === 0) this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }

  /** Tries to sign in and answers how it ended. */
  async signIn(
    db: Database,
    { username = "ann", password = testPassword, now = Date.now() } = {},
  ): Promise<string> {
    const outcome = await signIn(db, { username, password, visitor: this.visitor, now });
    if ("cookies" in outcome) this.keep(outcome.cookies);
    return outcome.kind;
  }

  person(db: Database, now = Date.now()) {
    return sessionOf(db, this.headers, now);
  }
}
