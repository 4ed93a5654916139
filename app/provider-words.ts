import type { ProviderFault } from "@/hub/people/finish-provider-sign-in";

/** Why the way over the provider led nowhere, and what to do. `name` is what people call it. */
const words: Record<ProviderFault, (name: string) => string> = {
  down: (name) => `${name} does not answer. Sign in with a password, or try again later.`,
  denied: (name) => `${name} did not let you in, or you went back.`,
  state: (name) =>
    `What came back from ${name} is not what this browser began, or it took longer than ten minutes. Try again.`,
  claim: (name) =>
    `${name} does not say which groups you are in. An administrator can read more in the hub's log.`,
  group: (name) => `None of your groups at ${name} may use this hub.`,
  unknown: (name) => `Nobody here is connected to you at ${name}. Ask an administrator to add you.`,
  taken: (name) =>
    `Somebody here has your name already. If it is you: sign in with the password, then connect ${name} under Account.`,
  name: (name) => `${name} says no name of yours that can be a username here.`,
  connected: (name) => `This account, or the one at ${name}, is connected already.`,
  failed: (name) => `${name} and the hub did not come to terms. The hub's log says why.`,
};

/** The sentence for what stands in an address; null where that is none of ours. */
export function providerWords(said: string | string[] | undefined, name: string | undefined): string | null {
  if (typeof said !== "string" || name === undefined || !Object.hasOwn(words, said)) return null;
  return words[said as ProviderFault](name);
}
