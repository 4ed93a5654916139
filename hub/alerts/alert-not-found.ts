import { HubError } from "../../domain/hub-error";

export function alertNotFound(id: number | string): HubError {
  return new HubError("not_found", `Alert '${String(id).slice(0, 100)}' not found`);
}
