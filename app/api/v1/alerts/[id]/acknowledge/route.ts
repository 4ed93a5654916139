import { acknowledgeAlert } from "@/hub/alerts/acknowledge-alert";
import { otherMethods } from "../../../answer";
import { deedRoute } from "../../deed-route";

export const POST = deedRoute(acknowledgeAlert);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
