/** What the frame's search box holds. On the overview a search narrows what is shown; from elsewhere it begins anew. */
export function searchIn(
  pathname: string,
  params: URLSearchParams,
): { query: string; kept: [string, string][] } {
  // Other pages have a `q` of their own, which searches something else.
  if (pathname !== "/") return { query: "", kept: [] };
  return {
    query: params.get("q") ?? "",
    kept: [...params].filter(([name]) => name !== "q" && name !== "page"),
  };
}
