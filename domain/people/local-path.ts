/**
 * Where to go after signing in: a path of this hub, or its first page. Whatever could lead a browser elsewhere (`//host`,
 * `/\host`, a scheme, control characters, which browsers leave out) is none.
 */
export function localPath(given: string | null | undefined): string {
  if (given === null || given === undefined || given.length > 2000) return "/";
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(given) && !/^\/(login|setup)\b/.test(given) ? given : "/";
}
