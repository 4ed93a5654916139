import { type Role, roles } from "@/domain/people/person";
import { SelectField } from "../ui/field";

const meanings: Record<Role, string> = {
  admin: "admin: everything",
  operator: "operator: servers, alerts, thresholds",
  viewer: "viewer: reads",
};

export function RoleField({ role, error }: { role: string; error?: string }) {
  return (
    <SelectField label="Role" name="role" key={role} defaultValue={role} error={error}>
      {roles.toReversed().map((each) => (
        <option key={each} value={each}>
          {meanings[each]}
        </option>
      ))}
    </SelectField>
  );
}
