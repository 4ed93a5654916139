import type { Metadata } from "next";
import { requireAdmin } from "@/app/require-person";
import { ApiKeyForm, EnrolmentKeyForm, RotateForm } from "@/components/keys/key-forms";
import { KeyList } from "@/components/keys/key-list";
import { SettingsHead } from "@/components/settings/settings-head";
import { database } from "@/db/client";
import { listAgentTokens, listApiKeys, listEnrolmentKeys } from "@/db/queries/keys";
import { listServers } from "@/db/queries/servers";
import { now } from "@/hub/clock";
import { hubConfig } from "@/hub-config";
import { endKey, endToken, makeApiKey, makeEnrolmentKey, rotateToken } from "./actions";
import { apiKeyRow, enrolmentKeyRow, tokenRow } from "./keys-view";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage() {
  const { role } = await requireAdmin();
  const db = database();
  const at = now();
  const [apiKeys, enrolmentKeys, tokens, servers] = await Promise.all([
    listApiKeys(db),
    listEnrolmentKeys(db, at),
    listAgentTokens(db, at),
    listServers(db),
  ]);
  const { apiKey, enrolmentKey } = hubConfig();
  return (
    <>
      <SettingsHead current="keys" role={role} />
      <p className="mb-6 max-w-prose text-secondary text-table">
        A key is shown once, when it is made. The hub keeps its SHA-256 only, so that nobody can read it here
        again: whoever has lost one makes another. What is revoked ends at once.
      </p>

      <h2 className="mb-1 font-medium">API keys</h2>
      <p className="mb-3 max-w-prose text-secondary text-table">
        For programs that read the hub, or change things in it.
        {apiKey === undefined ? null : (
          <>
            {" "}
            HOMELAB_API_KEY of the environment is one more, to read and write; it ends when the hub starts
            without it.
          </>
        )}
      </p>
      {apiKeys.length === 0 ? null : (
        <div className="mb-4">
          <KeyList label="API keys" rows={apiKeys.map(apiKeyRow)} now={at} revoke={endKey} />
        </div>
      )}
      <ApiKeyForm action={makeApiKey} />

      <h2 className="mt-8 mb-1 font-medium">Enrolment keys</h2>
      <p className="mb-3 max-w-prose text-secondary text-table">
        With one a machine that the hub does not know registers, and gets a token of its own. Revoking the key
        leaves the machines that came by it as they are.
        {enrolmentKey === undefined ? null : (
          <> HOMELAB_ENROLMENT_KEY of the environment is one more, for any number of machines.</>
        )}
      </p>
      {enrolmentKeys.length === 0 ? null : (
        <div className="mb-4">
          <KeyList
            label="Enrolment keys"
            rows={enrolmentKeys.map(enrolmentKeyRow)}
            now={at}
            revoke={endKey}
          />
        </div>
      )}
      <EnrolmentKeyForm action={makeEnrolmentKey} />

      <h2 className="mt-8 mb-1 font-medium">Tokens of agents</h2>
      <p className="mb-3 max-w-prose text-secondary text-table">
        Each speaks for one server. Give a machine its new token within the day in which the one before it
        still works, and no heartbeat is lost.
      </p>
      {tokens.length === 0 ? (
        <p className="mb-4 text-secondary text-table">No server has one.</p>
      ) : (
        <div className="mb-4">
          <KeyList label="Tokens of agents" rows={tokens.map(tokenRow)} now={at} revoke={endToken} />
        </div>
      )}
      {servers.length === 0 ? null : (
        <RotateForm
          action={rotateToken}
          servers={servers.map(({ id, displayName }) => ({ id, name: displayName ?? id }))}
        />
      )}
    </>
  );
}
