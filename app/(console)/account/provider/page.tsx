import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { requireViewer } from "@/app/require-person";
import { ConnectForm } from "@/components/account/connect-form";
import { database } from "@/db/client";
import { findAccount } from "@/db/queries/people";
import { hubConfig } from "@/hub-config";
import { connect } from "./actions";

export const metadata: Metadata = { title: "Connect" };

export default async function ConnectPage() {
  const { id } = await requireViewer();
  const { provider } = hubConfig();
  if (provider === undefined) notFound();
  const { hasPassword, hasOidc } = await findAccount(database(), id);
  if (hasOidc || !hasPassword) redirect("/account");
  return (
    <>
      <h1 className="mb-1 font-semibold text-title">Connect {provider.name}</h1>
      <p className="mb-5 max-w-prose text-secondary text-table">
        Afterwards you sign in with your password or with {provider.name}, whose second factor then takes the
        place of the hub's.
      </p>
      <ConnectForm action={connect} provider={provider.name} />
    </>
  );
}
