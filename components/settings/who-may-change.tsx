const people = { operator: "An operator", admin: "An administrator" };

/** In the place of a form, for those whose role does not include it. */
export function WhoMayChange({ least }: { least: keyof typeof people }) {
  return <p className="mt-3 text-secondary text-table">{people[least]} may change this.</p>;
}
