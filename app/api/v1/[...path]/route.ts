import { HubError } from "@/domain/hub-error";
import { answering } from "../answer";

/** Paths that the API does not have answer in its own words, not with a page. */
const notFound = answering(async (request) => {
  throw new HubError("not_found", `There is no ${request.method} ${new URL(request.url).pathname}`, {
    hint: "The API is described at /api/docs.",
  });
});

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
