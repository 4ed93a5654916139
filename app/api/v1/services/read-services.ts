import { database } from "@/db/client";
import { listExpectedServices, listServiceRuns, serviceKey } from "@/db/queries/services";
import type { ServiceAnswer } from "@/domain/services/service-answer";
import { now } from "@/hub/clock";
import { serviceNotFound } from "@/hub/services/service-not-found";
import { SPAN_MS, serviceAnswer } from "./service-answer";

/** Expected services as the API answers them: all, those of one server, or one. */
export async function readServices(
  of: { serverId?: string; serviceName?: string } = {},
): Promise<{ services: ServiceAnswer[]; total: number }> {
  const at = now();
  const expected = await listExpectedServices(database(), of);
  const runs = await listServiceRuns(database(), { services: expected, from: at - SPAN_MS, to: at + 1 });
  const services = expected.map((service) => serviceAnswer(service, runs.get(serviceKey(service)) ?? [], at));
  return { services, total: services.length };
}

/** Throws HubError `not_found`. */
export async function readService(serverId: string, serviceName: string): Promise<ServiceAnswer> {
  const [service] = (await readServices({ serverId, serviceName })).services;
  if (service === undefined) throw serviceNotFound(serverId, serviceName);
  return service;
}
