/** What the form that connects an account answers: after the password the way to the provider. */
export type ConnectOutcome = { url: string | null; errors: Record<string, string> };

export type ConnectAction = (before: ConnectOutcome, form: FormData) => Promise<ConnectOutcome>;
