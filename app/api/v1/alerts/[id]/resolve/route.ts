import { resolveAlert } from "@/hub/alerts/resolve-alert";
import { otherMethods } from "../../../answer";
import { deedRoute } from "../../deed-route";

export const POST = deedRoute(resolveAlert);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
