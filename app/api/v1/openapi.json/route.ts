import { answering, otherMethods } from "../answer";
import { openApiDocument } from "../openapi/document";

export const GET = answering(async () => Response.json(openApiDocument()));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
