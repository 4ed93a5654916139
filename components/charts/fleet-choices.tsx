import { Button } from "../ui/button";
import { type Segment, Segmented } from "../ui/segmented";

type FleetChoicesProps = {
  metrics: Segment[];
  tops: Segment[];
  rankings: Segment[];
  /** Empty where no server has any. */
  tags: Segment[];
  servers: readonly { id: string; name: string; isPicked: boolean }[];
  /** What else is in the address, and stays there when servers are picked: name and value. */
  kept: readonly (readonly [string, string])[];
  linesMax: number;
};

/** Which servers are drawn, and what of them: links, and a form for servers by name. */
export function FleetChoices(props: FleetChoicesProps) {
  const { metrics, tops, rankings, tags, servers, kept, linesMax } = props;
  const picked = servers.filter(({ isPicked }) => isPicked).length;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-1 text-table print:hidden">
      <Segmented label="Metric" segments={metrics} isNarrow />
      <div className="flex flex-wrap items-center gap-x-1 text-secondary">
        top
        <Segmented label="How many servers" segments={tops} isNarrow />
        by
        <Segmented label="Highest by" segments={rankings} isNarrow />
      </div>
      {tags.length === 0 ? null : <Segmented label="Tag" segments={tags} isNarrow />}
      <details
        key={servers.flatMap(({ id, isPicked }) => (isPicked ? [id] : [])).join()}
        className="basis-full"
      >
        <summary
          className={`inline-flex h-7 list-none items-center rounded-sm px-2 pointer-coarse:h-11 ${picked > 0 ? "bg-wash font-medium" : "text-secondary hover:text-ink"}`}
        >
          {picked > 0 ? `${picked} picked` : "pick servers"}
        </summary>
        <form method="get" className="mt-1 mb-2 border-y py-3">
          {kept.map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
          <fieldset>
            <legend className="mb-2 text-label text-secondary">
              Up to {linesMax} servers by name; none for the highest ones
            </legend>
            <div className="grid max-h-80 grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 overflow-y-auto">
              {servers.map(({ id, name, isPicked }) => (
                <label key={id} className="flex h-7 min-w-0 items-center gap-2 pointer-coarse:h-11">
                  <input type="checkbox" name="server" value={id} defaultChecked={isPicked} />
                  <span className="truncate">{name}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <Button size="small" className="mt-3">
            Show
          </Button>
        </form>
      </details>
    </div>
  );
}
