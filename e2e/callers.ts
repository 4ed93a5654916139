import { createClient } from "@libsql/client";
import { Database } from "../db/client";
import type { Role } from "../domain/people/person";
import { createMaintenance } from "../hub/alerts/maintenance/create-maintenance";
import { byHub } from "../hub/audit/record";
import { createApiKey } from "../hub/keys/create-api-key";
import { createPerson } from "../hub/people/create-person";
import type { Least } from "./doors";
import { expect, type Hub } from "./hub";

/** In the name of everything that `callersOf` puts into a hub, and in no request: an answer with it tells what it should not. */
export const SECRET = /zebrafish/i;

export const PASSWORD = "correct horse battery";

/** As whom the hub is to treat somebody. */
export type Standing = "anybody" | Role;

const order: Standing[] = ["anybody", "viewer", "operator", "admin"];

/** An agent's door opens for tokens and keys only; those who call here have none for the server that they speak of. */
export const mayEnter = (standing: Standing, least: Least) =>
  least !== "agent" && order.indexOf(standing) >= order.indexOf(least);

/** Standing on a page, where a key is nothing, and in the HTTP API. */
export type Caller = { name: string; headers: Record<string, string>; page: Standing; api: Standing };

/** Adds a person who has chosen the password themselves; their name is their role. */
export async function addPerson(hub: Hub, role: Role): Promise<{ username: string; password: string }> {
  const person = { username: role, password: PASSWORD };
  await withDatabase(hub, (db) => createPerson(db, { ...person, role, isTemporary: false }, by(hub)));
  return person;
}

/** Puts something of everything into the hub, and answers one of everybody who may call; `person` is the viewer's id. */
export async function callersOf(hub: Hub): Promise<{ callers: Caller[]; person: string; admin: string }> {
  const beat = (headers: Record<string, string>, server: string) =>
    hub.fetch("/api/v1/agents/heartbeat", {
      headers,
      json: {
        server_id: server,
        hostname: "zebrafish",
        timestamp: hub.now().toISOString(),
        os_info: { distribution: "Zebrafish Linux" },
        metrics: { cpu_percent: 5, disk_percent: 97 },
        services: [
          { name: "ssh.service", status: "running", status_reason: "zebrafish" },
          { name: "smartd.service", status: "failed", status_reason: "zebrafish" },
        ],
      },
    });
  const change = async (method: string, at: string, json: unknown) =>
    expect((await hub.fetch(`/api/v1/${at}`, { method, json })).status, at).toBeLessThan(300);

  // Nothing is to fall silent while it is asked about, and nothing to be sent.
  await change("PUT", "config/thresholds", { server_offline_seconds: 86_400 });
  const settings = { url: "http://127.0.0.1:9/zebrafish" };
  await change("PUT", "config/notifications", {
    channels: [{ name: "zebrafish", type: "webhook", enabled: false, settings }],
  });
  expect((await beat({}, "nas")).status).toBe(200);
  const enrolled = await beat({ authorization: `Bearer ${hub.enrolmentKey}` }, "pi");
  const { server_token: agentToken } = await enrolled.json();
  expect(agentToken).toMatch(/^hla_/);
  const own = { cpu: { high_percent: 60, clear_percent: 50 } };
  await change("PUT", "config/thresholds", { servers: { nas: own } });
  await change("PATCH", "servers/nas", { display_name: "Zebrafish" });
  await change("POST", "servers/nas/services", { service_name: "ssh.service" });
  for (let more = 0; more < 3; more++) {
    hub.moveClock(61_000);
    expect((await beat({}, "nas")).status).toBe(200);
  }

  const { viewer, keys } = await withDatabase(hub, async (db) => {
    const add = (username: string, role: Role, isTemporary: boolean) =>
      createPerson(db, { username, role, password: PASSWORD, isTemporary }, by(hub));
    const key = (access: "read" | "read-write") =>
      createApiKey(db, { name: `zebrafish ${access}`, access, expiresAt: null }, by(hub));
    const when = { kind: "once", startsAt: 1, endsAt: 2 } as const;
    await createMaintenance(db, { name: "Zebrafish", serverId: null, tag: null, when }, by(hub));
    await add("operator", "operator", false);
    await add("newcomer", "admin", true);
    return {
      viewer: await add("viewer", "viewer", false),
      keys: { read: await key("read"), write: await key("read-write") },
    };
  });
  const cookieOf = async (person: { username: string; password: string }) =>
    (await hub.cookies(person)).map(({ name, value }) => `${name}=${value}`).join("; ");
  const cookie = async (username: string) => ({ Cookie: await cookieOf({ username, password: PASSWORD }) });
  const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });
  const admin = await cookieOf(hub.admin);
  const nobody = { page: "anybody", api: "anybody" } as const;
  const callers: Caller[] = [
    { name: "a stranger", headers: {}, ...nobody },
    { name: "a forged session", headers: { Cookie: forgedCookie }, ...nobody },
    { name: "a temporary password", headers: await cookie("newcomer"), ...nobody },
    { name: "a viewer", headers: await cookie("viewer"), page: "viewer", api: "viewer" },
    { name: "an operator", headers: await cookie("operator"), page: "operator", api: "operator" },
    { name: "an admin", headers: { Cookie: admin }, page: "admin", api: "admin" },
    { name: "a key to read", headers: { "X-API-Key": keys.read }, page: "anybody", api: "viewer" },
    { name: "a key to write", headers: bearer(keys.write), page: "anybody", api: "admin" },
    { name: "another server's agent", headers: bearer(agentToken), ...nobody },
    { name: "a machine that enrols", headers: bearer(hub.enrolmentKey), ...nobody },
  ];
  return { callers, person: viewer.id, admin };
}

/** An address with the names of what `callersOf` put into the hub. */
export function filled(address: string, person: string): string {
  return address
    .replace("[...path]", "no/such/thing")
    .replace("[name]", "ssh.service")
    .replace("alerts/[id]", "alerts/1")
    .replace("people/[id]", `people/${person}`)
    .replace("[id]", "nas");
}

/** Environment of a hub with a provider that never answers: what belongs to one is there. */
export const silentProvider = {
  HOMELAB_URL: "{hub}",
  HOMELAB_OIDC_ISSUER: "http://127.0.0.1:9",
  HOMELAB_OIDC_CLIENT_ID: "hub",
};

export const forgedCookie = `homelab.session_token=${"a".repeat(32)}.${"b".repeat(43)}%3D`;

/** What the hub writes by itself as time passes, and when somebody is let in. */
const ofItsOwnPace = /^(jobs|job_runs|rollup_progress|.*_(5m|1h|1d)|database_sizes?|sqlite_.*|__drizzle.*)$/;
const columnsOfItsOwnPace = new Set([
  "last_used_at",
  "last_used_from",
  "updated_at",
  "expires_at",
  "last_login",
]);

/** The database in words, by table, without what changes by itself: the same before and after where nobody changed anything. */
export async function everything(hub: Hub): Promise<Record<string, string>> {
  const client = createClient({ url: `file:${hub.databaseFile}` });
  try {
    const tables = await client.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    const dump: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const table = String(name);
      if (ofItsOwnPace.test(table)) continue;
      const { rows, columns } = await client.execute(`SELECT * FROM "${table}"`);
      const kept = columns.filter((column) => !columnsOfItsOwnPace.has(column));
      dump[table] = JSON.stringify(rows.map((row) => kept.map((column) => row[column])));
    }
    return dump;
  } finally {
    client.close();
  }
}

const by = (hub: Hub) => byHub(hub.now().getTime());

async function withDatabase<T>(hub: Hub, use: (db: Database) => Promise<T>): Promise<T> {
  const db = new Database(`file:${hub.databaseFile}`, undefined);
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}
