/** The token or key that a request carries: `Authorization: Bearer`, `X-Agent-Token` or `X-API-Key`. */
export function credentialOf(request: Request): string | null {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return bearer ?? request.headers.get("x-agent-token") ?? request.headers.get("x-api-key");
}
