/**
 * The life of alerts once more, written from the specification and from nothing else, as plain as it can be: what the
 * machine is held against. It knows who is told nothing of, only what is open, how bad, and from when to when.
 */
export type ModelAlert = {
  openedAt: number;
  severity: "high" | "critical";
  peak: number | null;
  isAcknowledged: boolean;
  isStale: boolean;
  resolvedAt: number | null;
  resolvedBy: "machine" | "hand" | null;
};

export type ModelRule = { high: number; critical: number; clear: number; breaches: number; clears: number };
export type ModelReading = { at: number; value: number | null };

/** One subject of one server, such as its CPU. */
export class ModelSubject {
  readonly history: ModelAlert[] = [];
  active: ModelAlert | null = null;
  private breachesInARow = 0;
  private clearsInARow = 0;

  /** The readings of one commit, in the order of their times; `rule` is null where it is off. */
  feed(readings: ModelReading[], rule: ModelRule | null, isSuppressed: boolean): void {
    const activeBefore = this.active;
    for (const { at, value } of readings) {
      if (value === null) continue;
      if (this.active !== null) this.active.isStale = false;
      if (rule === null) this.endWithRule(at);
      else if (this.active === null) this.wait(at, value, rule, isSuppressed);
      else this.follow(this.active, { at, value, rule, isSuppressed });
    }
    // What opened and was over again within one commit never was.
    const seen = this.history.filter(
      (alert) => alert === activeBefore || alert.resolvedAt === null || this.known.has(alert),
    );
    this.history.splice(0, this.history.length, ...seen);
    for (const alert of seen) this.known.add(alert);
  }

  acknowledge(): void {
    if (this.active !== null) this.active.isAcknowledged = true;
  }

  goStale(): void {
    if (this.active !== null) this.active.isStale = true;
  }

  /** Silence: nothing counts but that it is so. */
  openAt(at: number): void {
    if (this.active === null) this.open(at, null, "critical");
    for (const alert of this.history) this.known.add(alert);
  }

  resolve(at: number, by: "machine" | "hand"): void {
    if (this.active === null) return;
    Object.assign(this.active, { resolvedAt: at, resolvedBy: by, isStale: false });
    this.active = null;
    this.breachesInARow = 0;
    this.clearsInARow = 0;
  }

  private readonly known = new Set<ModelAlert>();

  private wait(at: number, value: number, rule: ModelRule, isSuppressed: boolean): void {
    this.breachesInARow = value >= rule.high ? this.breachesInARow + 1 : 0;
    if (this.breachesInARow < rule.breaches || isSuppressed) return;
    this.open(at, value, value >= rule.critical ? "critical" : "high");
  }

  private follow(
    alert: ModelAlert,
    { at, value, rule, isSuppressed }: { at: number; value: number; rule: ModelRule; isSuppressed: boolean },
  ): void {
    alert.peak = Math.max(alert.peak ?? value, value);
    this.clearsInARow = value < rule.clear ? this.clearsInARow + 1 : 0;
    if (this.clearsInARow >= rule.clears) this.resolve(at, "machine");
    else if (alert.severity === "high" && value >= rule.critical) {
      if (isSuppressed) return;
      alert.severity = "critical";
      alert.isAcknowledged = false;
      // On the way to clearing nothing gets better first; off it, with the margin that clearing has.
    } else if (value >= rule.clear && value < rule.critical - (rule.high - rule.clear)) {
      alert.severity = "high";
    }
  }

  private endWithRule(at: number): void {
    this.resolve(at, "machine");
    this.breachesInARow = 0;
  }

  private open(at: number, value: number | null, severity: "high" | "critical"): void {
    this.active = {
      ...{ openedAt: at, severity, peak: value, isAcknowledged: false },
      ...{ isStale: false, resolvedAt: null, resolvedBy: null },
    };
    this.clearsInARow = 0;
    this.history.push(this.active);
  }
}
