import type { Metadata, Route } from "next";
import type { ReactNode } from "react";
import { signOutHere } from "@/app/(entry)/account/actions";
import { providerWords } from "@/app/provider-words";
import { requireViewer } from "@/app/require-person";
import { SessionList } from "@/components/account/session-list";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { LocalTime } from "@/components/ui/local-time";
import { StateMark } from "@/components/ui/state-mark";
import { database } from "@/db/client";
import { findAccount, listOpenSessions } from "@/db/queries/people";
import { now } from "@/hub/clock";
import { hubConfig } from "@/hub-config";
import { endOtherSessions, endSession, signOutEverywhere } from "./actions";
import { browserWords } from "./browser-words";
import { disconnect } from "./provider/actions";

export const metadata: Metadata = { title: "Account" };

const done: Record<string, string> = {
  password: "The password is changed. Every other browser was signed out.",
  "second-factor": "The second factor is on.",
  "no-second-factor": "The second factor is off.",
  connected: "Connected. From now on you can sign in that way too.",
  disconnected: "Disconnected. Your password is the way in.",
};

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const person = await requireViewer();
  const at = now();
  const [account, sessions, query] = await Promise.all([
    findAccount(database(), person.id),
    listOpenSessions(database(), person.id, at),
    searchParams,
  ]);
  const { provider } = hubConfig();
  const said = typeof query.done === "string" ? done[query.done] : undefined;
  const fault = providerWords(query.said, provider?.name);
  return (
    <>
      <h1 className="font-semibold text-title">{person.username}</h1>
      <p className="mb-5 text-secondary text-table">
        {person.role}
        {account.lastLogin === null ? null : (
          <>
            , signed in last <LocalTime at={account.lastLogin} />
          </>
        )}
      </p>
      {said === undefined ? null : (
        <p role="status" className="mb-5 text-table">
          <StateMark state="ok" word={said} wraps />
        </p>
      )}
      {fault === null ? null : (
        <p role="alert" className="mb-5 text-table">
          <StateMark state="bad" word={fault} wraps />
        </p>
      )}
      <dl className="mb-8 max-w-3xl border-y text-table">
        <Row word="Password" state={account.hasPassword ? "set" : "none: you sign in with your provider"}>
          {account.hasPassword ? (
            <LinkButton size="small" href="/account/password">
              Change
            </LinkButton>
          ) : null}
        </Row>
        {account.hasPassword ? (
          <Row
            word="Second factor"
            state={account.hasTwoFactor ? "on: a code of your app is asked for" : "off"}
          >
            <LinkButton size="small" href="/account/second-factor">
              {account.hasTwoFactor ? "Change" : "Turn on"}
            </LinkButton>
          </Row>
        ) : null}
        {provider === undefined ? null : (
          <Row word={provider.name} state={account.hasOidc ? "connected" : "not connected"}>
            {!account.hasPassword ? null : account.hasOidc ? (
              <form action={disconnect}>
                <Button size="small">Disconnect</Button>
              </form>
            ) : (
              <LinkButton size="small" href={"/account/provider" as Route}>
                Connect
              </LinkButton>
            )}
          </Row>
        )}
      </dl>
      <section aria-labelledby="sessions" className="max-w-3xl">
        <h2 id="sessions" className="mb-2 font-semibold">
          Where you are signed in
        </h2>
        <SessionList
          sessions={sessions.map(({ userAgent, ...session }) => ({
            ...session,
            browser: browserWords(userAgent),
            isThis: session.id === person.sessionId,
          }))}
          end={endSession}
          signOut={signOutHere}
        />
        <div className="mt-3 flex flex-wrap gap-2">
          {sessions.length > 1 ? (
            <form action={endOtherSessions}>
              <Button>Sign out everywhere else</Button>
            </form>
          ) : null}
          <form action={signOutEverywhere}>
            <Button>Sign out everywhere</Button>
          </form>
        </div>
      </section>
    </>
  );
}

/** One way to prove who one is, and what can be done about it. */
function Row({ word, state, children }: { word: string; state: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-2 last:border-b-0">
      <dt className="w-32 truncate font-medium">{word}</dt>
      <dd className="min-w-0 flex-1 text-secondary">{state}</dd>
      {children === null ? null : <dd>{children}</dd>}
    </div>
  );
}
