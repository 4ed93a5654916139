import type { Metadata } from "next";
import { headers } from "next/headers";
import { hubAddress } from "@/app/agent/hub-address";
import { requireViewer } from "@/app/require-person";
import { hubConfig } from "@/hub-config";
import { openApiDocument } from "../v1/openapi/document";
import { groupedOperations } from "./docs-view";
import { OperationSection } from "./operation-section";
import { ErrorTable, KeyTable, SchemaSection } from "./reference-tables";

export const metadata: Metadata = { title: "API" };

/** The API as its OpenAPI document has it, for people: made on the server, nothing fetched from elsewhere. */
export default async function DocsPage() {
  await requireViewer();
  const document = openApiDocument();
  const hubUrl = addressOr(await headers(), `http://localhost:${hubConfig().port}`);
  const groups = groupedOperations(document, hubUrl);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <header>
        <h1 className="font-semibold text-title">API</h1>
        <p className="mt-1 max-w-prose text-secondary">{document.info.description}</p>
        <p className="mt-2 flex flex-wrap gap-x-4 text-table text-secondary">
          <span className="font-mono">{hubUrl}</span>
          <a href="/api/v1/openapi.json" className="underline underline-offset-2 hover:text-ink">
            OpenAPI {document.openapi} document
          </a>
        </p>
      </header>

      <nav aria-label="Operations" className="grid gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
        {groups.map(({ name, operations }) => (
          <div key={name}>
            <h2 className="font-medium text-faint text-table">{name}</h2>
            <ul className="mt-1">
              {operations.map(({ operationId, method, path, summary }) => (
                <li key={operationId}>
                  <a
                    href={`#${operationId}`}
                    title={summary}
                    className="flex min-h-6 items-baseline gap-2 text-table hover:underline pointer-coarse:min-h-11 pointer-coarse:items-center"
                  >
                    <span className="w-12 shrink-0 font-mono text-faint text-label">{method}</span>
                    <span className="min-w-0 break-words font-mono">{path.replace("/api/v1", "")}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>

      <div>
        <h2 id="keys" className="mb-2 font-semibold">
          Keys
        </h2>
        <KeyTable schemes={document.components.securitySchemes} />
      </div>

      {groups.map(({ name, description, operations }) => (
        <section key={name} aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`} className="font-semibold text-title">
            {name}
          </h2>
          <p className="text-secondary">{description}</p>
          {operations.map((operation) => (
            <OperationSection key={operation.operationId} operation={operation} />
          ))}
        </section>
      ))}

      <div>
        <h2 id="errors" className="font-semibold text-title">
          Errors
        </h2>
        <p className="mb-2 text-secondary">
          Each has the body{" "}
          <a href="#schema-Error" className="font-mono underline underline-offset-2">
            Error
          </a>
          , and is told apart by its code.
        </p>
        <ErrorTable />
      </div>

      <section aria-labelledby="schemas">
        <h2 id="schemas" className="font-semibold text-title">
          Schemas
        </h2>
        <p className="text-secondary">
          A field with a mark (*) is required in what you send and always there in what you get. Null is not
          said, or not measured.
        </p>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <SchemaSection key={name} name={name} schema={schema} />
        ))}
      </section>
    </div>
  );
}

/** A Host header that is no address is no reason to show no page. */
function addressOr(requestHeaders: Headers, otherwise: string): string {
  try {
    return hubAddress(requestHeaders);
  } catch {
    return otherwise;
  }
}
