import { HubError } from "../../domain/hub-error";

export function serverNotFound(id: string): HubError {
  return new HubError("not_found", `Server '${id.slice(0, 100)}' not found`);
}
