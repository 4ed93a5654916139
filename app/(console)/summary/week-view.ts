import type { WeekRow } from "@/components/summary/week-table";
import { subjectWords } from "@/domain/alerts/words";
import { forecastWords } from "@/domain/capacity/words";
import { formatBytes } from "@/domain/format/bytes";
import { formatNumber, formatPercent } from "@/domain/format/number";
import { formatDuration } from "@/domain/format/time";
import { UNKNOWN } from "@/domain/format/unknown";
import { availabilityWords } from "@/domain/services/availability";
import { lastWeek } from "@/domain/summary/schedule";
import { type Week, weekAfter, weekNamed, weekOf } from "@/domain/summary/week";
import type { WeekSummary } from "@/domain/summary/week-summary";
import { energyWords, notCountedWords, verdictOf, weekWords } from "@/domain/summary/words";
import { alertsHref, parseAlertsQuery } from "../alerts/alerts-query";
import { serverHref } from "../overview-query";
import { serverServicesHref } from "../services/services-query";

const SERVERS_SHOWN = 8;
/** Before it there are no homelabs to tell of, and after it no end of links to weeks without any. */
const FIRST_WEEK = "2000-01-03";

/** The week that an address names by any of its days; without one the last that is over. What is yet to come is this week. */
export function weekAsked(
  asked: string | undefined,
  { timeZone, now }: { timeZone: string; now: number },
): Week {
  const week = weekNamed(asked ?? "", timeZone);
  if (week === null || week.name < FIRST_WEEK) return lastWeek(now, timeZone);
  return week.from > now ? weekOf(now, timeZone) : week;
}

export function weekHref({ name }: Pick<Week, "name">): string {
  return `/summary?week=${name}`;
}

type Section = { sentence: string; rows: WeekRow[] };

export type WeekView = {
  title: string;
  verdict: string;
  previousHref: string | null;
  nextHref: string | null;
  availability: Section;
  services: Section;
  alerts: Section;
  filling: Section;
  growers: Section;
  energy: string;
};

export function weekView(
  summary: WeekSummary,
  { timeZone, now }: { timeZone: string; now: number },
): WeekView {
  const { week } = summary;
  const next = weekAfter(week, timeZone);
  return {
    title: `Week of ${weekWords(week)}`,
    verdict: verdictOf(summary),
    previousHref: week.name <= FIRST_WEEK ? null : weekHref(weekAfter(week, timeZone, -1)),
    nextHref: next.from > now ? null : weekHref(next),
    availability: availabilitySection(summary),
    services: servicesSection(summary),
    alerts: alertsSection(summary),
    filling: fillingSection(summary),
    growers: growersSection(summary),
    energy: energySentence(summary),
  };
}

function availabilitySection({ availability }: WeekSummary): Section {
  const { percent, serverCount, missed, notCounted } = availability;
  const others = notCountedWords(notCounted);
  const without = others === "" ? "" : ` Not counted: ${others}.`;
  const shown = missed.slice(0, SERVERS_SHOWN);
  const rest = missed.length - shown.length;
  const all = serverCount === 1 ? "The one server was" : `All ${serverCount} servers were`;
  return {
    sentence:
      (percent === null
        ? "No server was due to be heard from."
        : missed.length === 0
          ? `${all} heard from all the time.`
          : `Heard from for ${availabilityWords(percent)} of the time, all servers together.${rest > 0 ? ` The worst ${SERVERS_SHOWN} of ${missed.length}:` : ""}`) +
      without,
    rows: shown.map(({ serverId, serverName, percent: of, missedMs }) => ({
      ...{ key: serverId, name: serverName, serverName: null, href: serverHref(serverId) },
      figures: [availabilityWords(of), formatDuration(missedMs)],
    })),
  };
}

function servicesSection({ services: { count, down } }: WeekSummary): Section {
  return {
    sentence:
      count === 0
        ? "No service is watched."
        : down.length === 0
          ? `None of the ${formatNumber(count)} that are watched was seen down.`
          : `Down at times, of the ${formatNumber(count)} that are watched:`,
    rows: down.map(({ serverId, serverName, name, percent, downMs }) => ({
      ...{ key: `${serverId} ${name}`, name, serverName, href: serverServicesHref(serverId) },
      figures: [availabilityWords(percent), formatDuration(downMs)],
    })),
  };
}

function alertsSection({ alerts }: WeekSummary): Section {
  const { opened, openedBefore, stillOpen, loudest } = alerts;
  const open = stillOpen === 0 ? "" : ` Still open at its end: ${formatNumber(stillOpen)}.`;
  return {
    sentence: `Opened: ${formatNumber(opened)}, the week before ${formatNumber(openedBefore)}.${open}`,
    rows: loudest.map(({ serverId, serverName, alertType, subject, ...loud }) => ({
      key: JSON.stringify([serverId, alertType, subject]),
      name: subjectWords(alertType, subject),
      serverName: alertType === "network" ? null : serverName,
      href: alertsHref(parseAlertsQuery({}), { status: "all", server: serverId, type: alertType }),
      figures: [
        formatNumber(loud.openings),
        formatDuration(loud.openMs),
        loud.openMsBefore === 0 && loud.openingsBefore === 0
          ? UNKNOWN
          : `${formatNumber(loud.openingsBefore)} opened, open ${formatDuration(loud.openMsBefore)}`,
      ],
    })),
  };
}

function fillingSection({ filling }: WeekSummary): Section {
  return {
    sentence:
      filling.length === 0
        ? `Nothing, if it goes on as it did.`
        : "If it goes on as it did, as a range of days.",
    rows: filling.map(({ serverId, serverName, mount, forecast }) => ({
      ...{ key: `${serverId} ${mount}`, name: mount, serverName, href: serverHref(serverId) },
      figures: [forecastWords(forecast)],
    })),
  };
}

function growersSection({ growers }: WeekSummary): Section {
  return {
    sentence:
      growers.length === 0
        ? "No filesystem grew by more than a thousandth of its size."
        : "Filesystems, by what they took in.",
    rows: growers.map(({ serverId, serverName, mount, grownBytes, share }) => ({
      ...{ key: `${serverId} ${mount}`, name: mount, serverName, href: serverHref(serverId) },
      figures: [`+${formatBytes(grownBytes)}`, formatPercent(share === null ? null : 100 * share)],
    })),
  };
}

function energySentence({ energy, isOver }: WeekSummary): string {
  const words = energyWords(energy);
  const { unknownCount } = energy;
  const missing =
    unknownCount === 0
      ? ""
      : ` Without ${unknownCount === 1 ? "one server" : `${formatNumber(unknownCount)} servers`}, whose power at full load is not set.`;
  if (words === "") return "Not known: no server has its power at full load set.";
  return `About ${words}${isOver ? "" : ", until now"}, an estimate.${missing}`;
}
