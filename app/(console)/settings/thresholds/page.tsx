import type { Metadata } from "next";
import { requireViewer } from "@/app/require-person";
import { OverrideForm } from "@/components/settings/override-form";
import { RulesForm } from "@/components/settings/rules-form";
import { RulesTable } from "@/components/settings/rules-table";
import { SettingsHead } from "@/components/settings/settings-head";
import { WhoMayChange } from "@/components/settings/who-may-change";
import { Button } from "@/components/ui/button";
import { Row, Table, Td, Th } from "@/components/ui/table";
import { database } from "@/db/client";
import { getThresholds } from "@/db/queries/config";
import { listServers } from "@/db/queries/servers";
import { mayAct } from "@/domain/people/person";
import { removeOverride, saveOverride, saveRules } from "./actions";
import { overrideRows, ruleRows } from "./thresholds-form";

export const metadata: Metadata = { title: "Thresholds" };

export default async function ThresholdsPage() {
  const { role } = await requireViewer();
  const mayChange = mayAct(role, "operator");
  const db = database();
  const [thresholds, servers] = await Promise.all([getThresholds(db), listServers(db)]);
  const named = servers.map(({ id, displayName }) => ({ id, name: displayName ?? id }));
  const overrides = overrideRows(thresholds, new Map(named.map(({ id, name }) => [id, name])));
  const rules = { rules: ruleRows(thresholds), offlineSeconds: thresholds.server_offline_seconds };
  return (
    <>
      <SettingsHead current="thresholds" role={role} />
      <h2 className="font-medium">For all servers</h2>
      <p className="mb-2 max-w-prose text-secondary text-table">
        A reading at or above its line, often enough in a row, opens an alert.
        {mayChange ? " An empty line is off." : null}
      </p>
      <div className="max-w-4xl">
        {mayChange ? (
          <RulesForm action={saveRules} {...rules} />
        ) : (
          <>
            <RulesTable {...rules} />
            <WhoMayChange least="operator" />
          </>
        )}
      </div>
      <h2 className="mt-8 font-medium">For one server or filesystem</h2>
      <p className="mb-2 max-w-prose text-secondary text-table">
        What is set here goes before what is said for all.
        {mayChange ? " Write “off” to turn a line off; what is left empty stays as for all." : null}
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
              {mayChange ? (
                <Th align="right">
                  <span className="sr-only">Remove</span>
                </Th>
              ) : null}
            </>
          }
        >
          {overrides.map((row) => (
            <Row key={`${row.server} ${row.section} ${row.mount}`}>
              <Td className="max-w-0 w-1/4 truncate">{row.serverName}</Td>
              <Td className="max-w-0 w-1/4 truncate">{row.about}</Td>
              <Td className="figures text-secondary">{row.words}</Td>
              {mayChange ? (
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
              ) : null}
            </Row>
          ))}
        </Table>
      )}
      {mayChange ? <OverrideForm action={saveOverride} servers={named} /> : null}
    </>
  );
}
