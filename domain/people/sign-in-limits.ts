/** What is being guessed: the password, or the code after it. */
export const signInSteps = ["password", "code"] as const;
export type SignInStep = (typeof signInSteps)[number];

/**
 * From where somebody tries to sign in to an account. A known device carries the cookie of an earlier success, a known
 * address is one from which the account was signed in to before, a stranger has failed here lately, a newcomer has not.
 */
export const standings = ["known_device", "known_address", "newcomer", "stranger"] as const;
export type Standing = (typeof standings)[number];
