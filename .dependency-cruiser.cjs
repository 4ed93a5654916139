// Who may import whom. The table with its reasons is in docs/architecture.md.
const ownFolders = "^(app|components|domain|hub|db|agent|e2e|bench|scripts)/";
const tests = "\\.test\\.tsx?$|(^|/)testing[^/]*\\.tsx?$";

const only = (folder, allowed) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import only what docs/architecture.md grants it`,
  severity: "error",
  from: { path: `^${folder}/`, pathNot: tests },
  to: { path: `${ownFolders}|^[^/]+\\.ts$`, pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphan-path", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("domain", "^domain/"),
    {
      name: "domain-is-pure",
      comment: "Clocks and chance are looked for by domain/purity.test.ts",
      severity: "error",
      from: { path: "^domain/", pathNot: tests },
      to: { pathNot: "^domain/|^node_modules/zod/" },
    },
    only("db", "^(db|domain)/|^hub-config\\.ts$"),
    only("hub", "^(hub|db|domain)/|^hub-config\\.ts$"),
    only("components", "^(components|domain)/"),
    only("app", "^(app|hub|components|domain)/|^db/(queries/|client\\.ts$)|^hub-config\\.ts$"),
    {
      name: "root-files-imports",
      severity: "error",
      from: { path: "^(instrumentation|hub-config)\\.ts$" },
      to: { path: ownFolders, pathNot: "^(hub|domain)/" },
    },
    {
      name: "no-framework-below-app",
      severity: "error",
      from: { path: "^(domain|db|hub)/", pathNot: tests },
      to: { path: "^node_modules/(next|react|react-dom)/" },
    },
    {
      name: "no-statement-outside-db-and-hub",
      severity: "error",
      from: { path: "^(app|components|domain)/", pathNot: tests },
      to: { path: "^node_modules/(drizzle-orm|drizzle-kit|@libsql)/" },
    },
    {
      name: "components-run-in-a-browser-too",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-development-dependency-in-the-hub",
      comment: "Such a package is not in the image",
      severity: "error",
      from: { path: "^(app|components|domain|hub|db)/|^(instrumentation|hub-config)\\.ts$", pathNot: tests },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-tests-in-production-code",
      severity: "error",
      from: { pathNot: `${tests}|^(e2e|bench|scripts)/` },
      to: { path: tests },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.next|\\.css$" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
