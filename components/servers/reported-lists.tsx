import type { ReactNode } from "react";
import type { MeterLines } from "@/domain/alerts/meter-lines";
import { formatBytes } from "@/domain/format/bytes";
import { formatNumber, formatPercent } from "@/domain/format/number";
import type { Container, Filesystem, NetworkInterface } from "@/domain/heartbeats/heartbeat";
import { percentUsed } from "@/domain/metrics/filesystem";
import { Meter } from "../charts/meter";
import { Figure } from "../ui/figure";
import { LocalTime } from "../ui/local-time";
import { MiddleCut } from "../ui/middle-cut";
import { RelativeTime } from "../ui/relative-time";
import { StateMark } from "../ui/state-mark";
import { Row, Table, Td, Th } from "../ui/table";

type Lists = Map<string, { at: number; items: unknown[] }>;

type ReportedListsProps = {
  lists: Lists;
  now: number;
  /** The machine is heard: otherwise it is told as of when it last was. */
  isHeard: boolean;
  /** Where a filesystem becomes high and critical, by its mount point. */
  diskLines: (mount: string) => MeterLines;
};

/** What the machine last said it has: filesystems, network interfaces, containers. */
export function ReportedLists({ lists, now, isHeard, diskLines }: ReportedListsProps) {
  const was = isHeard ? "" : "was ";
  const listed = <Item,>(kind: string) => {
    const list = lists.get(kind);
    return list === undefined ? null : { at: list.at, items: list.items as Item[] };
  };
  const filesystems = listed<Filesystem>("filesystems");
  const interfaces = listed<NetworkInterface>("network_interfaces");
  const containers = listed<Container>("containers");
  return (
    <div className="mt-8 grid gap-x-8 gap-y-8 lg:grid-cols-2">
      {filesystems === null ? null : (
        <Reported title="Filesystems" at={filesystems.at} now={now} isHeard={isHeard}>
          <Table
            label="Filesystems"
            head={
              <>
                <Th>Mounted at</Th>
                <Th className="hidden sm:table-cell">Type</Th>
                <Th align="right">Used</Th>
                <Th align="right">Free</Th>
                <Th align="right">Size</Th>
                <Th align="right">%</Th>
              </>
            }
          >
            {filesystems.items.map((filesystem) => (
              <Row key={`${filesystem.mount_point} ${filesystem.device}`}>
                <Td className="w-2/5 max-w-0" title={filesystem.device ?? undefined}>
                  <MiddleCut text={filesystem.mount_point} />
                </Td>
                <Td className="hidden text-secondary sm:table-cell">{filesystem.fs_type ?? "–"}</Td>
                <Td align="right">
                  <Figure>{formatBytes(filesystem.used_bytes)}</Figure>
                </Td>
                <Td align="right">
                  <Figure>{formatBytes(filesystem.available_bytes)}</Figure>
                </Td>
                <Td align="right">
                  <Figure>{formatBytes(filesystem.total_bytes)}</Figure>
                </Td>
                <Td align="right">
                  <span className="flex items-center justify-end gap-2">
                    <Figure>{formatPercent(percentUsed(filesystem))}</Figure>
                    <span className="hidden sm:inline-flex">
                      <Meter
                        value={percentUsed(filesystem)}
                        label={filesystem.mount_point}
                        series="disk"
                        lines={diskLines(filesystem.mount_point)}
                        className="w-12"
                      />
                    </span>
                  </span>
                </Td>
              </Row>
            ))}
          </Table>
        </Reported>
      )}
      {interfaces === null ? null : (
        <Reported title="Network interfaces" at={interfaces.at} now={now} isHeard={isHeard}>
          <Table
            label="Network interfaces"
            head={
              <>
                <Th>Name</Th>
                <Th>State</Th>
                <Th align="right">Received</Th>
                <Th align="right">Sent</Th>
              </>
            }
          >
            {interfaces.items.map((network) => (
              <Row key={network.name}>
                <Td className="w-2/5 max-w-0">
                  <MiddleCut text={network.name} />
                </Td>
                <Td>
                  {network.is_up == null ? (
                    "–"
                  ) : (
                    <StateMark
                      state={network.is_up && isHeard ? "ok" : "unknown"}
                      look={isHeard ? "solid" : "hatched"}
                      word={`${was}${network.is_up ? "up" : "down"}`}
                    />
                  )}
                </Td>
                <Td align="right">
                  <Figure>{formatBytes(network.rx_bytes)}</Figure>
                </Td>
                <Td align="right">
                  <Figure>{formatBytes(network.tx_bytes)}</Figure>
                </Td>
              </Row>
            ))}
          </Table>
        </Reported>
      )}
      {containers === null ? null : (
        <Reported title="Containers" at={containers.at} now={now} isHeard={isHeard}>
          <Table
            label="Containers"
            head={
              <>
                <Th>Name</Th>
                <Th>State</Th>
                <Th align="right">CPU</Th>
                <Th align="right">Memory</Th>
              </>
            }
          >
            {containers.items.map((container) => (
              <Row key={container.name}>
                <Td className="w-2/5 max-w-0" title={container.image ?? undefined}>
                  <MiddleCut text={container.name} />
                </Td>
                <Td className="text-secondary">
                  {container.health || container.status
                    ? `${was}${container.health || container.status}`
                    : "–"}
                </Td>
                <Td align="right">
                  <Figure>{formatPercent(container.cpu_percent, 1)}</Figure>
                </Td>
                <Td align="right">
                  <Figure>
                    {container.memory_mb == null ? "–" : `${formatNumber(container.memory_mb)} MiB`}
                  </Figure>
                </Td>
              </Row>
            ))}
          </Table>
        </Reported>
      )}
    </div>
  );
}

type ReportedProps = { title: string; at: number; now: number; isHeard: boolean; children: ReactNode };

function Reported({ title, at, now, isHeard, children }: ReportedProps) {
  return (
    <section className="min-w-0">
      <h2 className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 font-medium text-table">
        {title}
        <span className="font-normal text-faint text-label">
          {isHeard ? null : (
            <>
              as of <LocalTime at={at} />,{" "}
            </>
          )}
          <RelativeTime at={at} now={now} />
        </span>
      </h2>
      {children}
    </section>
  );
}
