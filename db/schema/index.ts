export * from "./alerts";
export * from "./config";
export * from "./jobs";
export * from "./keys";
export * from "./metrics";
export * from "./notifications";
export * from "./servers";
export * from "./services";
