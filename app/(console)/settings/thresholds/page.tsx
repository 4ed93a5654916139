import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { OverrideForm } from "@/components/settings/override-form";
import { RulesForm } from "@/components/settings/rules-form";
import { SettingsHead } from "@/components/settings/settings-head";
import { Button } from "@/components/ui/button";
import { Row, Table, Td, Th } from "@/components/ui/table";
import { database } from "@/db/client";
import { getThresholds } from "@/db/queries/config";
import { listServers } from "@/db/queries/servers";
import { removeOverride, saveOverride, saveRules } from "./actions";
import { overrideRows, ruleRows } from "./thresholds-form";

export const metadata: Metadata = { title: "Thresholds" };

export default async function ThresholdsPage() {
  await requireViewer();
  const db = database();
  const [thresholds, servers] = await Promise.all([getThresholds(db), listServers(db)]);
  const named = servers.map(({ id, displayName }) => ({ id, name: displayName ?? id }));
  const overrides = overrideRows(thresholds, new Map(named.map(({ id, name }) => [id, name])));
  return (
    <>
      <SettingsHead current="thresholds" />
      <h2 className="font-medium">For all servers</h2>
      <p className="mb-2 max-w-prose text-secondary text-table">
        A reading at or above its line, often enough in a row, opens an alert. An empty line is off.
      </p>
      <div className="max-w-4xl">
        <RulesForm
          action={saveRules}
          rules={ruleRows(thresholds)}
          offlineSeconds={thresholds.server_offline_seconds}
        />
      </div>
      <h2 className="mt-8 font-medium">For one server or filesystem</h2>
      <p className="mb-2 max-w-prose text-secondary text-table">
        What is set here goes before what is said for all. Write “off” to turn a line off; what is left empty
        stays as for all.
      </p>
      {overrides.length === 0 ? (
        <p className="border-y py-2 text-secondary text-table">Every server goes by the rules above.</p>
      ) : (
        <Table
          label="Rules of their own"
          head={
            <>
              <Th>Server</Th>
              <Th>About</Th>
              <Th>Says</Th>
              <Th align="right">
                <span className="sr-only">Remove</span>
              </Th>
            </>
          }
        >
          {overrides.map((row) => (
            <Row key={`${row.server} ${row.section} ${row.mount}`}>
              <Td className="max-w-0 w-1/4 truncate">{row.serverName}</Td>
              <Td className="max-w-0 w-1/4 truncate">{row.about}</Td>
              <Td className="figures text-secondary">{row.words}</Td>
              <Td align="right">
                <form action={removeOverride}>
                  <input type="hidden" name="server" value={row.server} />
                  <input type="hidden" name="section" value={row.section} />
                  <input type="hidden" name="mount" value={row.mount} />
                  <Button size="small" tone="quiet" aria-label={`Remove ${row.serverName}, ${row.about}`}>
                    Remove
                  </Button>
                </form>
              </Td>
            </Row>
          ))}
        </Table>
      )}
      <OverrideForm action={saveOverride} servers={named} />
    </>
  );
}
