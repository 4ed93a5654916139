// Who may import whom. The table with its reasons is in docs/architecture.md.
const only = (folder, allowed) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import only what docs/architecture.md grants it`,
  severity: "error",
  from: { path: `^${folder}/`, pathNot: "\\.test\\.tsx?$|^db/testing|^hub/testing" },
  to: { path: "^(app|components|domain|hub|db|agent|e2e|bench|scripts)/|^[^/]+\\.ts$", pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphan-path", severity: "error", from: {}, to: { couldNotResolve: true } },
    only("domain", "^domain/"),
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^domain/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^domain/|^node_modules/zod/" },
    },
    only("db", "^(db|domain)/|^hub-config\\.ts$"),
    only("hub", "^(hub|db|domain)/|^hub-config\\.ts$"),
    only("components", "^(components|domain)/"),
    only("app", "^(app|hub|components|domain)/|^db/(queries/|client\\.ts$)|^hub-config\\.ts$"),
    {
      name: "no-framework-below-app",
      severity: "error",
      from: { path: "^(domain|db|hub)/" },
      to: { path: "^node_modules/(next|react|react-dom)/" },
    },
    {
      name: "no-tests-in-production-code",
      severity: "error",
      from: { pathNot: "\\.test\\.tsx?$|^(e2e|bench|scripts)/|testing" },
      to: { path: "\\.test\\.tsx?$|testing\\.ts$" },
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
