import { subjectWords } from "../alerts/words";
import { forecastWords, formatCost } from "../capacity/words";
import { formatBytes } from "../format/bytes";
import { formatNumber } from "../format/number";
import { formatDuration } from "../format/time";
import type { Message } from "../notifications/message";
import { availabilityWords } from "../services/availability";
import type { Week } from "./week";
import { FILLING_DAYS, type LoudAlert, type WeekEnergy, type WeekSummary } from "./week-summary";

const monthNames = [
  ...["January", "February", "March", "April", "May", "June", "July"],
  ...["August", "September", "October", "November", "December"],
];
const DAY_MS = 86_400_000;
/** Of each thing a message names the first few; the page has the rest. */
const NAMED = 3;

/** "16–22 November 2026", "28 December 2026 – 3 January 2027". */
export function weekWords({ name }: Pick<Week, "name">): string {
  const first = new Date(Date.parse(name));
  const last = new Date(first.getTime() + 6 * DAY_MS);
  const month = (day: Date) => monthNames[day.getUTCMonth()] ?? "";
  const end = `${last.getUTCDate()} ${month(last)} ${last.getUTCFullYear()}`;
  if (first.getUTCMonth() === last.getUTCMonth()) return `${first.getUTCDate()}–${end}`;
  const year = first.getUTCFullYear() === last.getUTCFullYear() ? "" : ` ${first.getUTCFullYear()}`;
  return `${first.getUTCDate()} ${month(first)}${year} – ${end}`;
}

/** The week in a sentence or two: what was wrong, or that nothing was. */
export function verdictOf(summary: WeekSummary): string {
  const { availability, services, alerts, filling } = summary;
  if (availability.serverCount === 0 && services.count === 0 && alerts.opened === 0) {
    return "Nothing to tell: no server was due to be heard from.";
  }
  const isQuiet = alerts.opened === 0 && alerts.stillOpen === 0;
  if (availability.missed.length === 0 && services.down.length === 0 && isQuiet && filling.length === 0) {
    return `A calm week${summary.isOver ? "" : " until now"}: every server was heard from all the time, nothing alerted, and nothing fills up within ${FILLING_DAYS} days.`;
  }
  const parts = [
    missedSentence(summary),
    downSentence(summary),
    alertsSentence(summary),
    fillingSentence(summary),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function missedSentence({ availability: { missed, serverCount } }: WeekSummary): string {
  const [worst] = missed;
  if (worst === undefined) return serverCount === 0 ? "" : "Every server was heard from all the time.";
  const silence = `was not heard from for ${formatDuration(worst.missedMs)}`;
  if (missed.length === 1) return `${worst.serverName} ${silence}.`;
  return `${missed.length} of ${serverCount} servers were not heard from at times; ${worst.serverName} ${silence}.`;
}

function downSentence({ services: { down } }: WeekSummary): string {
  const [worst] = down;
  if (worst === undefined) return "";
  const more =
    down.length === 1 ? "" : `, and ${countOf(down.length - 1, "other service", "other services")} at times`;
  return `${worst.name} on ${worst.serverName} was down for ${formatDuration(worst.downMs)}${more}.`;
}

function alertsSentence({ alerts: { opened, openedBefore, stillOpen } }: WeekSummary): string {
  const open = stillOpen === 0 ? "" : `; ${countOf(stillOpen, "is", "are")} still open`;
  if (opened === 0)
    return openedBefore === 0 && stillOpen === 0
      ? "Nothing alerted."
      : `No alert opened${before(openedBefore)}${open}.`;
  return `${countOf(opened, "alert", "alerts")} opened${before(openedBefore)}${open}.`;
}

const before = (count: number) => ` (${formatNumber(count)} the week before)`;

function fillingSentence({ filling }: WeekSummary): string {
  const [first] = filling;
  if (first === undefined) return "";
  const which = `${first.mount} on ${first.serverName}`;
  const when = first.forecast.kind === "full" ? "is full" : `may be full in ${forecastWords(first.forecast)}`;
  const more = filling.length - 1;
  return `${which} ${when}${more === 0 ? "" : `, and ${countOf(more, "more filesystem", "more filesystems")} within ${FILLING_DAYS} days`}.`;
}

/** "disk /mnt/tank on nas"; what is about several servers names none. */
function loudWords({ serverName, alertType, subject }: LoudAlert): string {
  const what = subjectWords(alertType, subject);
  return alertType === "network" ? what : `${what} on ${serverName}`;
}

/** What did not count for the availability, "1 paused, 2 workstations"; empty where everything did. */
export function notCountedWords({
  paused,
  workstations,
  neverHeard,
}: WeekSummary["availability"]["notCounted"]): string {
  return [
    paused === 0 ? "" : `${paused} paused`,
    workstations === 0 ? "" : countOf(workstations, "workstation", "workstations"),
    neverHeard === 0 ? "" : `${neverHeard} not heard of yet`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** "14.2 kWh, £3.42 (£3.30 the week before)"; empty where nothing is known. */
export function energyWords({
  kilowattHours,
  kilowattHoursBefore,
  rate,
  currencySymbol,
}: WeekEnergy): string {
  if (kilowattHours === null) return "";
  const cost = (amount: number) => formatCost(amount * rate, currencySymbol);
  const earlier =
    kilowattHoursBefore === null || kilowattHoursBefore === 0
      ? ""
      : ` (${cost(kilowattHoursBefore)} the week before)`;
  return `${formatNumber(kilowattHours, 1)} kWh, ${cost(kilowattHours)}${earlier}`;
}

/** The week as a message. Names in it are other people's text and not escaped yet. */
export function messageOfWeek(summary: WeekSummary): Pick<Message, "title" | "text" | "facts"> {
  const { availability, services, alerts, growers, filling, energy } = summary;
  const estimate = energyWords(energy);
  const facts = [
    { name: "Servers", value: serversLine(availability) },
    {
      name: "Services",
      value:
        services.count === 0
          ? ""
          : named(services.down, ({ name, serverName, downMs, percent }) => {
              return `${name} on ${serverName} ${availabilityWords(percent)}, down ${formatDuration(downMs)}`;
            }) || `none of ${services.count} was down`,
    },
    {
      name: "Loudest",
      value: named(alerts.loudest, (loud) => `${loudWords(loud)} ${openingWords(loud)}`),
    },
    {
      name: `Full within ${FILLING_DAYS} days`,
      value: named(
        filling,
        ({ mount, serverName, forecast }) => `${mount} on ${serverName} ${forecastWords(forecast)}`,
      ),
    },
    {
      name: "Grew most",
      value: named(
        growers,
        ({ mount, serverName, grownBytes }) => `${mount} on ${serverName} +${formatBytes(grownBytes)}`,
      ),
    },
    { name: "Energy", value: estimate === "" ? "" : `about ${estimate}` },
  ];
  return {
    title: `Week of ${weekWords(summary.week)}`,
    text: verdictOf(summary),
    facts: facts.filter(({ value }) => value !== ""),
  };
}

/** "3 times, 5h 2m open". */
function openingWords({ openings, openMs }: LoudAlert): string {
  const times = openings === 0 ? "since before" : openings === 1 ? "once" : `${openings} times`;
  return `${times}, ${formatDuration(openMs)} open`;
}

function serversLine({ percent, missed, serverCount }: WeekSummary["availability"]): string {
  if (percent === null) return "";
  const worst = named(
    missed,
    (each) =>
      `${each.serverName} ${availabilityWords(each.percent)}, ${formatDuration(each.missedMs)} not heard`,
  );
  const all = `${countOf(serverCount, "server", "servers")} heard ${availabilityWords(percent)} of the time`;
  return worst === "" ? all : `${all}; ${worst}`;
}

/** The first few, told by `words`, and how many more. */
function named<T>(things: readonly T[], words: (thing: T) => string): string {
  const rest = things.length - NAMED;
  return [...things.slice(0, NAMED).map(words), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}

function countOf(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
