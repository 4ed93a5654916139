import type { InStatement, ResultSet } from "@libsql/client";
import type { Database } from "../../db/client";
import { classifyDatabaseError, isConstraint } from "../../db/errors";
import type { Thresholds } from "../../domain/alerts/thresholds";
import { faultOfTimestamp, type Heartbeat } from "../../domain/heartbeats/heartbeat";
import { HubError } from "../../domain/hub-error";
import type { Caller } from "../agents/identify-caller";
import { newSecret, prefixOf, sha256 } from "../agents/secrets";
import { changeStatements } from "../alerts/alert-changes";
import { evaluateHeartbeats, mayAlert } from "../alerts/evaluate-heartbeats";
import { mayAlertOfServices } from "../alerts/evaluate-services";
import { loadAlerting } from "../alerts/load-alerting";
import { storedThresholds } from "../alerts/stored-thresholds";
import { audit } from "../audit/record";
import { placeSamples } from "../metrics/place-samples";
import type { Arrival, Outcome } from "./arrival";
import { placedSample, sampleRow, snapshotRows } from "./heartbeat-rows";
import * as statements from "./heartbeat-statements";
import {
  type ExpectedService,
  type FreshHeartbeats,
  type KnownServer,
  serverUpdates,
} from "./server-updates";
import { type ServicesStored, storeServices } from "./store-services";

/** To the minute, as MARK_TOKENS_USED and MARK_API_KEYS_USED have it. */
const USED_EVERY_MS = 60_000;

type Read = (statement: InStatement) => Promise<ResultSet>;

/**
 * Stores many heartbeats in one transaction and answers one outcome each, in order. Resolves after the commit is on
 * disk. A heartbeat that cannot be stored is rejected alone; throws HubError `unavailable` where nothing was stored.
 */
export async function recordHeartbeats(db: Database, arrivals: Arrival[]): Promise<Outcome[]> {
  const store = () => db.transact((read, commit) => storeTogether(arrivals, read, commit));
  const isRefused = (error: unknown) => isConstraint(classifyDatabaseError(error));
  try {
    // What another hub wrote between our reading and our writing is refused once; read anew, it is accepted.
    return await store().catch((error: unknown) => (isRefused(error) ? store() : Promise.reject(error)));
  } catch (error) {
    if (!isRefused(error)) throw error;
    // The database refused one of them, and with it all: halve until it is alone.
    if (arrivals.length === 1) return [{ kind: "rejected", error: refused(error) }];
    const middle = Math.ceil(arrivals.length / 2);
    const first = await recordHeartbeats(db, arrivals.slice(0, middle));
    return [...first, ...(await recordHeartbeats(db, arrivals.slice(middle)))];
  }
}

async function storeTogether(
  arrivals: Arrival[],
  read: Read,
  commit: (statements: InStatement[]) => Promise<ResultSet[]>,
): Promise<Outcome[]> {
  const servers = await loadServers(arrivals, read);
  const thresholds = storedThresholds((await read(statements.LOAD_THRESHOLDS)).rows[0]?.value);
  const enrolment = await loadEnrolment(arrivals, read);
  const admissions = admit(arrivals, servers, enrolment);
  const admitted = admissions.filter((admission) => admission.error === null);
  if (admitted.length === 0) return admissions.map(({ error }) => rejected(error));

  const samples = admitted.filter((admission) => admission.isFirstOfItsTime);
  const now = Math.max(...admitted.map(({ arrival }) => arrival.receivedAt));
  const intervals = newIntervals(samples);
  const placed = samples.map(({ arrival }) => placedSample(arrival.heartbeat));
  const placement = await placeSamples(placed, {
    rolledUpUntil: (id) => servers.get(id)?.rolledUpUntil ?? 0,
    intervalSeconds: (id) => servers.get(id)?.intervalSeconds ?? intervals.get(id) ?? 60,
    now,
    read,
  });
  const raw = samples.filter((_, index) => !placement.isOld(index));
  const sampleRows = JSON.stringify(raw.map(({ arrival }) => sampleRow(arrival.heartbeat)));
  // What is too old to be kept raw has no neighbours to be placed between.
  const services = await storeServices(
    raw.map(({ arrival }) => arrival.heartbeat),
    { servers, thresholds, read },
  );
  const batch = new Batch();
  batch.add(statements.INSERT_SERVERS, registrations(admitted, intervals));
  batch.add(statements.COUNT_ENROLMENTS, enrolmentCounts(admitted));
  batch.add(statements.REVOKE_UNUSED_TOKENS, reissues(admitted));
  batch.add(statements.INSERT_TOKENS, newTokens(admitted));
  const snapshots = snapshotRows(raw.map(({ arrival }) => arrival.heartbeat));
  batch.add(statements.STORE_SNAPSHOTS, snapshots);
  const samplesAt = batch.addJson(statements.INSERT_SAMPLES, sampleRows);
  batch.statements.push(...placement.statements);
  const updates = serverUpdates(
    samples.map(({ arrival }) => arrival),
    servers,
    thresholds,
    services.after,
  );
  batch.add(statements.UPDATE_PRESENCE, updates.presence);
  batch.add(statements.DESCRIBE_SERVERS, updates.descriptions);
  batch.add(statements.MARK_TOKENS_USED, tokensUsed(admitted));
  batch.add(statements.MARK_API_KEYS_USED, apiKeysUsed(admitted));
  const alerts = await evaluateAlerts(updates.fresh, { servers, thresholds, services, now, read });
  const audited = admitted.flatMap(auditOf);
  const results = await commit([...batch.statements, ...services.statements, ...alerts, ...audited]);

  const stored = new Set(results[samplesAt]?.rows.map((row) => `${row.server_id} ${row.timestamp}`));
  for (const { serverId, at } of placement.acceptedOld) stored.add(`${serverId} ${at}`);
  return admissions.map((admission) => {
    if (admission.error !== null) return rejected(admission.error);
    const { heartbeat } = admission.arrival;
    const isNew = admission.isFirstOfItsTime && stored.has(`${heartbeat.server_id} ${heartbeat.timestamp}`);
    return {
      kind: isNew ? "accepted" : "duplicate",
      isRegistered: admission.isRegistering,
      serverToken: admission.serverToken,
      intervalSeconds: heartbeat.interval_seconds ?? servers.get(heartbeat.server_id)?.intervalSeconds ?? 60,
      expectedServices: servers.get(heartbeat.server_id)?.expected.map(({ name }) => name) ?? [],
    };
  });
}

/** What fresh heartbeats do to alerts. Nearly always nothing, which is seen without asking the database. */
async function evaluateAlerts(
  fresh: FreshHeartbeats[],
  context: {
    servers: Map<string, KnownServer>;
    thresholds: Thresholds;
    services: ServicesStored;
    now: number;
    read: Read;
  },
): Promise<InStatement[]> {
  const { servers, thresholds, services, now, read } = context;
  const watched = (serverId: string) => ({
    expected: servers.get(serverId)?.expected ?? [],
    words: services.words,
    restarts: services.restarts.get(serverId) ?? [],
  });
  const concerned = fresh.filter(({ serverId, heartbeats }) => {
    const known = servers.get(serverId);
    return (
      known?.isAlerting === true ||
      mayAlertOfServices(heartbeats, watched(serverId)) ||
      mayAlert({ serverId, heartbeats, thresholds, cpuCores: known?.cpuCores ?? null })
    );
  });
  if (concerned.length === 0) return [];
  const alerting = await loadAlerting(
    read,
    concerned.map(({ serverId }) => serverId),
  );
  const changes = concerned.flatMap((heartbeats) =>
    evaluateHeartbeats(alerting, { ...heartbeats, services: watched(heartbeats.serverId), now }),
  );
  return changeStatements(changes, alerting, now);
}

/** The statements of one commit; a statement without rows is left out. */
class Batch {
  readonly statements: InStatement[] = [];

  add(sql: string, rows: unknown[]): void {
    if (rows.length > 0) this.addJson(sql, JSON.stringify(rows));
  }

  /** Returns the place of its result among the results. */
  addJson(sql: string, rows: string): number {
    return this.statements.push({ sql, args: [rows] }) - 1;
  }
}

async function loadServers(arrivals: Arrival[], read: Read): Promise<Map<string, KnownServer>> {
  const ids = new Set(arrivals.map(({ heartbeat }) => heartbeat.server_id));
  const guids = new Set(arrivals.flatMap(({ heartbeat }) => heartbeat.server_guid ?? []));
  const result = await read({
    sql: statements.LOAD_SERVERS,
    args: [JSON.stringify([...ids]), JSON.stringify([...guids])],
  });
  const servers = new Map<string, KnownServer>();
  for (const row of result.rows) {
    servers.set(String(row.id), {
      id: String(row.id),
      guid: row.guid === null ? null : String(row.guid),
      lastSeen: row.last_seen === null ? null : Number(row.last_seen),
      intervalSeconds: Number(row.heartbeat_interval_seconds),
      rolledUpUntil: Number(row.rolled_up_until ?? 0),
      newestSampleAt: row.newest_sample_at === null ? null : Number(row.newest_sample_at),
      cpuCores: row.cpu_cores === null ? null : Number(row.cpu_cores),
      services: {
        digest: row.services_digest === null ? null : String(row.services_digest),
        storedAt: row.services_stored_at === null ? null : Number(row.services_stored_at),
        seenAt: row.services_seen_at === null ? null : Number(row.services_seen_at),
      },
      expected: expectedOf(row.expected_services),
      isAlerting: Number(row.is_alerting) === 1,
      description: String(row.description),
    });
  }
  return servers;
}

/** Most servers expect the same as a minute ago, and many expect nothing. */
function expectedOf(json: unknown): ExpectedService[] {
  if (json === "[]") return [];
  return (JSON.parse(String(json)) as [string, number][]).map(([name, isCritical]) => ({
    ...{ name, isCritical: isCritical === 1 },
  }));
}

/** Server id -> hashes of the enrolment keys whose token for it was handed out and has never come back. */
async function loadEnrolment(arrivals: Arrival[], read: Read): Promise<Map<string, Set<string>>> {
  const enrolling = arrivals.filter(({ caller }) => caller.kind === "enrolment");
  const unused = new Map<string, Set<string>>();
  if (enrolling.length === 0) return unused;
  const ids = enrolling.map(({ heartbeat }) => heartbeat.server_id);
  const result = await read({ sql: statements.LOAD_UNUSED_TOKENS, args: [JSON.stringify(ids)] });
  for (const row of result.rows) {
    const hashes = unused.get(String(row.server_id)) ?? new Set<string>();
    unused.set(String(row.server_id), hashes.add(String(row.enrolled_with_sha256)));
  }
  return unused;
}

type Admission = {
  arrival: Arrival;
  error: HubError | null;
  isRegistering: boolean;
  /** An enrolment whose first answer was lost: it gets a new token, and the unused one is revoked. */
  isReissue: boolean;
  serverToken: string | null;
  /** An enrolment that was sent again within this commit: it gets the token of the first, and nothing more happens. */
  isRepeat: boolean;
  /** False for the second sample of one server and instant within this commit. */
  isFirstOfItsTime: boolean;
};

/** Decides for each arrival, in order, whether this caller may post it, and what else it brings about. */
function admit(
  arrivals: Arrival[],
  servers: Map<string, KnownServer>,
  unusedTokens: Map<string, Set<string>>,
): Admission[] {
  const registering = new Set<string>();
  const times = new Set<string>();
  const issued = new Map<string, string>();
  const guidOwners = new Map([...servers.values()].map((server) => [server.guid, server.id]));
  const admitOne = (arrival: Arrival): Admission => {
    const { heartbeat, caller } = arrival;
    const id = heartbeat.server_id;
    const isKnown = servers.has(id) || registering.has(id);
    const enrolment = caller.kind === "enrolment" ? `${id} ${caller.keySha256}` : null;
    const issuedBefore = enrolment === null ? undefined : issued.get(enrolment);
    const isRepeat = issuedBefore !== undefined;
    const isReissue =
      caller.kind === "enrolment" &&
      isKnown &&
      !isRepeat &&
      unusedTokens.get(id)?.has(caller.keySha256) === true;
    const guidOwner = heartbeat.server_guid ? guidOwners.get(heartbeat.server_guid) : undefined;
    const error =
      faultOfTime(arrival) ??
      faultOfCaller(caller, id, { isKnown, mayRepeat: isReissue || isRepeat }) ??
      (guidOwner !== undefined && guidOwner !== id ? guidTaken(guidOwner) : null);
    const nothing = {
      arrival,
      error,
      isRegistering: false,
      isReissue: false,
      serverToken: null,
      isRepeat,
      isFirstOfItsTime: false,
    };
    if (error !== null) return nothing;

    const time = `${id} ${heartbeat.timestamp}`;
    const isFirstOfItsTime = !times.has(time);
    times.add(time);
    if (!isKnown) registering.add(id);
    if (heartbeat.server_guid) guidOwners.set(heartbeat.server_guid, id);
    const serverToken = enrolment === null ? null : (issuedBefore ?? newSecret("hla_"));
    if (enrolment !== null && serverToken !== null) issued.set(enrolment, serverToken);
    return {
      arrival,
      error: null,
      isRegistering: !isKnown,
      isReissue,
      serverToken,
      isRepeat,
      isFirstOfItsTime,
    };
  };
  return arrivals.map(admitOne);
}

function faultOfTime({ heartbeat, receivedAt }: Arrival): HubError | null {
  const fault = faultOfTimestamp(heartbeat.timestamp, receivedAt);
  if (fault === null) return null;
  return new HubError("invalid", `timestamp ${fault}`, {
    fields: [{ path: "timestamp", message: fault }],
    hint: "Set the clock of the machine (for example with systemd-timesyncd or chrony).",
  });
}

function faultOfCaller(
  caller: Caller,
  id: string,
  server: { isKnown: boolean; mayRepeat: boolean },
): HubError | null {
  switch (caller.kind) {
    case "program":
      return null;
    case "agent":
      if (caller.serverId === id && server.isKnown) return null;
      return new HubError("forbidden", `This token may not post for server '${id}'`, {
        fields: [{ path: "server_id", message: "is not the token's server" }],
      });
    case "enrolment":
      if (server.mayRepeat) return null;
      if (server.isKnown) {
        return new HubError("forbidden", `Server '${id}' is known already and needs its own token`, {
          hint: "Make a new token on the server's page, or choose another server id.",
          fields: [{ path: "server_id", message: "is taken" }],
        });
      }
      if (!caller.isUsedUp) return null;
      return new HubError("forbidden", "This enrolment key has been used as often as it may", {
        hint: "Make a new one under 'Add server'.",
      });
  }
}

function guidTaken(owner: string): HubError {
  return new HubError("conflict", `server_guid belongs to server '${owner}'`, {
    fields: [{ path: "server_guid", message: `belongs to server '${owner}'` }],
    hint: "Two machines share one identity, as clones do: give one of them a new server_guid.",
  });
}

function registrations(admitted: Admission[], intervals: Map<string, number>): unknown[] {
  return admitted
    .filter(({ isRegistering }) => isRegistering)
    .map(({ arrival: { heartbeat, receivedAt } }) => {
      const { server_id: id, hostname } = heartbeat;
      return [id, hostname, receivedAt, intervals.get(id) ?? 60];
    });
}

/** Of each server that is new in this commit what its newest sample says, as it describes it from then on. */
function newIntervals(samples: Admission[]): Map<string, number> {
  const newest = new Map<string, Heartbeat>();
  for (const { arrival, isRegistering } of samples) {
    const { heartbeat } = arrival;
    const before = newest.get(heartbeat.server_id);
    // The one that registers a server is the first of it in its commit.
    if (before === undefined ? isRegistering : heartbeat.timestamp > before.timestamp)
      newest.set(heartbeat.server_id, heartbeat);
  }
  return new Map([...newest].map(([id, { interval_seconds: seconds }]) => [id, seconds ?? 60]));
}

function enrolmentCounts(admitted: Admission[]): unknown[] {
  const uses = new Map<number, [id: number, uses: number, now: number, address: string | null]>();
  for (const { arrival, isReissue, isRepeat } of admitted) {
    if (arrival.caller.kind !== "enrolment" || arrival.caller.keyId === null) continue;
    if (isReissue || isRepeat) continue;
    const { keyId } = arrival.caller;
    uses.set(keyId, [keyId, (uses.get(keyId)?.[1] ?? 0) + 1, arrival.receivedAt, arrival.ipAddress]);
  }
  return [...uses.values()];
}

function reissues(admitted: Admission[]): unknown[] {
  return admitted
    .filter(({ isReissue }) => isReissue)
    .map(({ arrival }) => [arrival.heartbeat.server_id, arrival.receivedAt]);
}

function newTokens(admitted: Admission[]): unknown[] {
  return admitted.flatMap(({ arrival, serverToken, isRepeat }) =>
    serverToken === null || isRepeat || arrival.caller.kind !== "enrolment"
      ? []
      : [
          [
            ...[arrival.heartbeat.server_id, sha256(serverToken), arrival.caller.keySha256],
            ...[arrival.receivedAt, prefixOf(serverToken)],
          ],
        ],
  );
}

function tokensUsed(admitted: Admission[]): unknown[] {
  const used = new Map<number, unknown[]>();
  for (const { arrival } of admitted) {
    if (arrival.caller.kind !== "agent") continue;
    const { tokenId, lastUsedAt } = arrival.caller;
    if (isWrittenDown(lastUsedAt, arrival.receivedAt)) continue;
    used.set(tokenId, [tokenId, arrival.receivedAt, arrival.ipAddress]);
  }
  return [...used.values()];
}

function apiKeysUsed(admitted: Admission[]): unknown[] {
  const used = new Map<number, unknown[]>();
  for (const { arrival } of admitted) {
    if (arrival.caller.kind !== "program" || arrival.caller.keyId === null) continue;
    const { keyId, lastUsedAt } = arrival.caller;
    if (isWrittenDown(lastUsedAt, arrival.receivedAt)) continue;
    used.set(keyId, [keyId, arrival.receivedAt, arrival.ipAddress]);
  }
  return [...used.values()];
}

/** Without a statement for each heartbeat of one that posts every few seconds. */
function isWrittenDown(lastUsedAt: number | null, now: number): boolean {
  return lastUsedAt !== null && now - lastUsedAt < USED_EVERY_MS;
}

/** A server that comes into being, or is handed its token once more, is somebody's deed; any other heartbeat is none. */
function auditOf({ arrival, isRegistering, isReissue }: Admission): InStatement[] {
  const { caller, heartbeat } = arrival;
  if (caller.kind === "agent" || !(isRegistering || isReissue)) return [];
  return audit(
    { actor: caller.actor, address: arrival.ipAddress, now: arrival.receivedAt },
    {
      action: isRegistering ? "server.register" : "agent_token.issue",
      subject: { kind: "server", id: heartbeat.server_id },
      before: null,
      after: { hostname: heartbeat.hostname },
    },
  );
}

function rejected(error: HubError | null): Outcome {
  return { kind: "rejected", error: error ?? new HubError("internal", "The heartbeat was not stored") };
}

function refused(error: unknown): HubError {
  return new HubError("conflict", "The database refused the heartbeat", {
    hint: "Another hub changed the same server or key at the same moment; send it again.",
    cause: error,
  });
}
