import { HubError } from "../../domain/hub-error";

export function serviceNotFound(serverId: string, serviceName: string): HubError {
  return new HubError(
    "not_found",
    `Service '${serviceName.slice(0, 255)}' is not expected of server '${serverId}'`,
  );
}
