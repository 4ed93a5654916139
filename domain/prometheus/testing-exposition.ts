export type ParsedSample = { name: string; labels: Record<string, string>; value: number };
export type ParsedFamily = { type: string; help: string; samples: ParsedSample[] };

/**
 * Reads Prometheus' text format 0.0.4 and takes nothing that a strict reader would refuse: throws on a line that is none, a
 * sample outside its family, a family or sample that comes twice, and a histogram that does not add up.
 */
export function parseExposition(text: string): Map<string, ParsedFamily> {
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line does not end");
  const families = new Map<string, ParsedFamily>();
  const seen = new Set<string>();
  let current: { name: string; family: ParsedFamily } | null = null;
  for (const line of text.split("\n").slice(0, -1)) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) ([^\n]*)$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram)$/.exec(line);
    if (help !== null) {
      const [, name = "", words = ""] = help;
      if (families.has(name)) throw new Error(`${name} comes twice`);
      if (words.replace(/\\[\\n]/g, "").includes("\\")) throw new Error(`a bad escape in ${line}`);
      current = { name, family: { type: "", help: words, samples: [] } };
      families.set(name, current.family);
    } else if (type !== null) {
      if (current?.name !== type[1] || current?.family.type !== "") throw new Error(`out of order: ${line}`);
      current.family.type = type[2] ?? "";
    } else {
      if (current === null || current.family.type === "") throw new Error(`outside a family: ${line}`);
      const sample = parseSample(line);
      const suffix = sample.name.slice(current.name.length);
      const allowed = current.family.type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
      if (!sample.name.startsWith(current.name) || !allowed.includes(suffix)) {
        throw new Error(`not of ${current.name}: ${line}`);
      }
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(key)) throw new Error(`twice: ${line}`);
      seen.add(key);
      if (current.family.type === "counter" && !(sample.value >= 0)) throw new Error(`no counter: ${line}`);
      current.family.samples.push(sample);
    }
  }
  for (const [name, family] of families) checkFamily(name, family);
  return families;
}

function parseSample(line: string): ParsedSample {
  const found = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (\S+)$/.exec(
    line,
  );
  if (found === null) throw new Error(`no sample: ${line}`);
  const [, name = "", inner = "", said = ""] = found;
  const labels: [string, string][] = [];
  for (const [, label = "", value = ""] of inner.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\[^\n])*)"/g)) {
    labels.push([label, value.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped))]);
  }
  if (new Set(labels.map(([label]) => label)).size !== labels.length)
    throw new Error(`a label twice: ${line}`);
  const value = said === "+Inf" ? Number.POSITIVE_INFINITY : Number(said);
  if (!/^(\+Inf|-?\d+(\.\d+)?(e[+-]?\d+)?)$/.test(said)) throw new Error(`no number: ${line}`);
  return { name, labels: Object.fromEntries(labels), value };
}

function checkFamily(name: string, { type, samples }: ParsedFamily): void {
  if (samples.length === 0) throw new Error(`${name} is empty`);
  if (type === "counter" && !name.endsWith("_total")) throw new Error(`${name} is a counter, not _total`);
  if (type !== "histogram") return;
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const values = buckets.map(({ value }) => value);
  if (values.some((value, index) => value < (values[index - 1] ?? 0))) throw new Error(`${name} falls`);
  const count = samples.find((sample) => sample.name === `${name}_count`);
  const last = buckets.at(-1);
  if (last?.labels.le !== "+Inf" || last.value !== count?.value) throw new Error(`${name} does not add up`);
}
