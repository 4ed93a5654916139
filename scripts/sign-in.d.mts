type Person = { username: string; password: string };

export function signIn(url: string, person: Person): Promise<{ name: string; value: string }[]>;
