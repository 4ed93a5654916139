/** What is being guessed: the password, or the code after it. */
export const signInSteps = ["password", "code"] as const;
export type SignInStep = (typeof signInSteps)[number];

/**
 * From where somebody tries to sign in to an account. A known device carries the cookie of an earlier success, a known
 * address is one from which the account was signed in to before, a stranger has failed lately, a newcomer has not.
 */
export const standings = ["known_device", "known_address", "newcomer", "stranger"] as const;
export type Standing = (typeof standings)[number];

/**
 * At most `max` failures within `windowMs`, counted over one device, over everybody of that standing who tries the account,
 * over all that one address tries, or over everybody.
 */
export type Limit = { counts: "device" | "account" | "address" | "everybody"; max: number; windowMs: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** From so many failures of its address on, within STRANGER_MS, somebody is a stranger. */
const STRANGER_FAILURES = 2;
export const STRANGER_MS = HOUR_MS;

const perMinute = (counts: Limit["counts"], max: number): Limit => ({ counts, max, windowMs: MINUTE_MS });
const perHour = (counts: Limit["counts"], max: number): Limit => ({ counts, max, windowMs: HOUR_MS });
const perDay = (counts: Limit["counts"], max: number): Limit => ({ counts, max, windowMs: DAY_MS });

/** What one address may try, and all unknown ones together, so that guessing is no way to keep the processor busy. */
const ofUnknown = [perMinute("address", 10), perHour("address", 60), perMinute("everybody", 60)];

/**
 * Each standing has guesses of its own, so that those of strangers take none from the owner: a browser that signed in before
 * and an address that did are judged apart, and somebody new does not stand behind those who have failed. Without the
 * cookie, an account is guessed at most 3 + 4 + 3 = 10 times a minute, from however many addresses.
 */
const limits: Record<SignInStep, Record<Standing, Limit[]>> = {
  password: {
    known_device: [perMinute("device", 10), perHour("device", 100)],
    known_address: [perMinute("account", 3), perHour("account", 60)],
    newcomer: [perMinute("account", 4), ...ofUnknown],
    stranger: [perMinute("account", 3), ...ofUnknown],
  },
  // Whoever gets here knows the password. Three codes of a million are right at a time, so the day is limited too.
  code: {
    known_device: [perMinute("device", 10), perHour("device", 50)],
    known_address: [perMinute("account", 3), perDay("account", 100)],
    newcomer: [perMinute("account", 4), perDay("account", 100), ...ofUnknown],
    stranger: [perMinute("account", 3), perDay("account", 100), ...ofUnknown],
  },
};

export function limitsOf(step: SignInStep, standing: Standing): Limit[] {
  return limits[step][standing];
}

/** Who somebody is to the account, from what is known of the browser and of the address. */
export function standingOf(known: { device: boolean; address: boolean; failures: number }): Standing {
  if (known.device) return "known_device";
  if (known.address) return "known_address";
  return known.failures < STRANGER_FAILURES ? "newcomer" : "stranger";
}

/**
 * What counts as one address: an IPv6 network of 64 bits, as one household or rented machine has 2^64 addresses of it; an
 * IPv4 address also where it is written as IPv6.
 */
export function addressGroup(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, "")
    .replace(/%.*$/, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  const groups = [...front, ...(tail === undefined ? [] : zeros), ...back].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
