import { capacityQuerySchema } from "@/domain/capacity/capacity-answer";
import { costsQuerySchema } from "@/domain/capacity/cost-answer";
import type { Operation } from "./operation";

const program = ["program"] as const;

export const capacityOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/capacity",
    id: "getCapacity",
    group: "Capacity",
    summary: "List what fills up, and when it is full",
    description:
      "Every filesystem, memory and load, by days until full. A forecast is a range, or says plainly that there is none and why.",
    callers: program,
    query: capacityQuerySchema,
    answers: { 200: { description: "What is full first comes first.", schema: "Capacity" } },
    errors: ["UNAUTHORIZED", "VALIDATION_ERROR", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: "/api/v1/costs/summary",
    id: "getCostSummary",
    group: "Capacity",
    summary: "Estimate what the present month costs",
    callers: program,
    answers: { 200: { description: "All servers in a few figures.", schema: "CostSummary" } },
    errors: ["UNAUTHORIZED", "UNAVAILABLE"],
  },
  {
    method: "get",
    path: "/api/v1/costs/breakdown",
    id: "getCostBreakdown",
    group: "Capacity",
    summary: "Estimate energy and cost by server and month",
    callers: program,
    query: costsQuerySchema,
    answers: { 200: { description: "By server, the newest month first.", schema: "CostBreakdown" } },
    errors: ["UNAUTHORIZED", "VALIDATION_ERROR", "UNAVAILABLE"],
  },
];
