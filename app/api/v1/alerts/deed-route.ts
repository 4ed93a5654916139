import { database } from "@/db/client";
import { alertDeedSchema } from "@/domain/alerts/alerts-query";
import type { Deed } from "@/hub/alerts/acknowledge-alert";
import { answering } from "../answer";
import { requireWriter } from "../authorise";
import { readOptionalJson } from "../body";
import { alertIdOf, readAlert } from "./read-alert";

type Context = { params: Promise<{ id: string }> };
type Verb = (db: ReturnType<typeof database>, deed: Deed & { id: number }) => Promise<void>;

/** A handler that does something to an alert, perhaps with a note, and answers what the alert is then. */
export function deedRoute(verb: Verb) {
  return answering<Context>(async (request, { params }) => {
    const by = await requireWriter(request);
    const id = alertIdOf((await params).id);
    const { note } = await readOptionalJson(request, alertDeedSchema, {});
    await verb(database(), { ...by, id, note });
    return Response.json(await readAlert(id));
  });
}
