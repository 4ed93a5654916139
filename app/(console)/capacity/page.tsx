import type { Metadata, Route } from "next";
import Link from "next/link";
import { requireViewer } from "@/app/require-person";
import { CapacityTable } from "@/components/capacity/capacity-table";
import { EnergyTable } from "@/components/capacity/energy-table";
import { GrowersTable } from "@/components/capacity/growers-table";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { database } from "@/db/client";
import { getThresholds } from "@/db/queries/config";
import { FORECAST_WINDOW_DAYS } from "@/domain/capacity/forecast";
import { formatCost } from "@/domain/capacity/words";
import { mayAct } from "@/domain/people/person";
import { rankCapacity } from "@/hub/capacity/rank-capacity";
import { readEnergy } from "@/hub/capacity/read-energy";
import { now } from "@/hub/clock";
import { capacityHref, capacityKinds, parseCapacityQuery } from "./capacity-query";
import { capacityRow, energyView, growerRows } from "./capacity-view";

export const metadata: Metadata = { title: "Capacity" };

/** More than these are a list of their own. */
const ROWS_SHOWN = 100;
const MONTHS = 6;

export default async function CapacityPage({ searchParams }: PageProps<"/capacity">) {
  const mayChange = mayAct((await requireViewer()).role, "operator");
  const db = database();
  const at = now();
  const query = parseCapacityQuery(await searchParams);
  const thresholds = await getThresholds(db);
  const ranked = await rankCapacity(db, at);
  const matching = ranked.filter(({ kind }) => query.kind === null || kind === query.kind);
  const shown = query.isAll ? matching : matching.slice(0, ROWS_SHOWN);
  const growers = growerRows(ranked);
  const book = await readEnergy(db, { now: at, count: MONTHS });
  const energy = energyView(book, at);
  const countOf = (kind: string) => ranked.filter((each) => each.kind === kind).length;
  return (
    <>
      <h1 className="font-semibold text-title">Capacity</h1>
      {ranked.length === 0 ? (
        <div className="mt-4">
          <Notice title="Nothing to reckon with yet">
            Trends are read from whole days. The first is there a day after the first server, a forecast after
            seven.
          </Notice>
        </div>
      ) : (
        <>
          <p className="mt-1 max-w-prose text-secondary text-table">
            When each is full if it goes on as in the last {FORECAST_WINDOW_DAYS} days, as a range. After a
            clean-up the trend begins anew.
          </p>
          <div className="-ml-2 mt-3">
            <Segmented
              label="Kind"
              segments={[
                {
                  label: "All",
                  detail: ranked.length,
                  href: capacityHref({ kind: null }),
                  isCurrent: query.kind === null,
                },
                ...capacityKinds.map(({ kind, label }) => ({
                  label,
                  detail: countOf(kind),
                  href: capacityHref({ kind }),
                  isCurrent: query.kind === kind,
                })),
              ]}
            />
          </div>
          {matching.length === 0 ? (
            <p className="border-y py-2 text-secondary text-table">No server reports any.</p>
          ) : (
            <CapacityTable
              rows={shown.map((each) => capacityRow(each, { now: at, thresholds }))}
              days={FORECAST_WINDOW_DAYS}
            />
          )}
          {shown.length === matching.length ? null : (
            <p className="mt-2">
              <LinkButton href={capacityHref({ ...query, isAll: true })} size="small">
                Show all {matching.length}
              </LinkButton>
            </p>
          )}
          {growers.length === 0 ? null : (
            <section className="mt-8 max-w-3xl">
              <h2 className="mb-1 font-medium">Top growers</h2>
              <GrowersTable rows={growers} />
            </section>
          )}
        </>
      )}
      <section id="energy" className="mt-8 scroll-mt-16">
        <h2 className="font-medium">Energy and cost, an estimate</h2>
        <p className="max-w-prose text-secondary text-table">
          {energy.sentence === null ? null : <>{energy.sentence}. </>}
          Reckoned at {formatCost(book.cost.electricity_rate, book.cost.currency_symbol)} a kWh from the power
          when idle and at full load and from how busy the CPU was. Hours in which a server was not heard are
          not billed.{" "}
          <Link href={"/settings/energy" as Route} className="text-ink underline underline-offset-2">
            {mayChange ? "Change the price" : "The price"}
          </Link>
        </p>
        {energy.rows.length === 0 ? null : (
          <div className="mt-2">
            <EnergyTable months={energy.months} rows={energy.rows} totals={energy.totals} />
          </div>
        )}
        {energy.unknownCount === 0 ? null : (
          <p className="mt-2 max-w-prose text-label text-faint">
            {energy.unknownCount === 1 ? "One server has" : `${energy.unknownCount} servers have`} no power at
            full load set, so nothing is known of {energy.unknownCount === 1 ? "its" : "their"} energy; it is
            not in the sums.{mayChange ? " Set it on the server's page under Settings." : null}
          </p>
        )}
        {energy.hasAssumed ? (
          <p className="mt-1 max-w-prose text-label text-faint">
            * No power when idle is set; a third of that at full load is assumed.
          </p>
        ) : null}
      </section>
    </>
  );
}
