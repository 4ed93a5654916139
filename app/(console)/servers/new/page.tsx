import type { Metadata } from "next";
import { requireOperator } from "@/app/require-person";
import { RecentArrivals } from "@/components/servers/recent-arrivals";
import { database } from "@/db/client";
import { listServersCreatedSince } from "@/db/queries/servers";
import { now } from "@/hub/clock";
import { AddServer } from "./add-server";

export const metadata: Metadata = { title: "Add server" };

const RECENT_MS = 3_600_000;

export default async function AddServerPage() {
  await requireOperator();
  const at = now();
  return (
    <>
      <h1 className="text-title font-semibold">Add server</h1>
      <p className="mt-1 max-w-prose text-secondary">
        Run one line on the machine. It installs a small agent that sends a heartbeat every minute, and
        nothing else: it listens on no port and takes no commands.
      </p>
      <AddServer />
      <RecentArrivals servers={await listServersCreatedSince(database(), at - RECENT_MS)} now={at} />
    </>
  );
}
