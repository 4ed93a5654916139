import { Fragment } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Row, Table, Td, Th } from "@/components/ui/table";
import type { DocumentAnswer } from "../v1/openapi/document";
import { callersOf, notesOf, type OperationView, referredName, typeOf } from "./docs-view";
import { Notes, Prose, SchemaLink } from "./prose";

/** One route: what it does, what it takes, what it answers, and a command to try it. */
export function OperationSection({ operation }: { operation: OperationView }) {
  const { operationId, method, path, summary, description } = operation;
  return (
    <article
      id={operationId}
      aria-labelledby={`${operationId}-name`}
      className="mt-4 grid scroll-mt-4 gap-x-8 gap-y-3 border-t pt-4 *:min-w-0 lg:grid-cols-2"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
        <div>
          <h3 id={`${operationId}-name`} className="break-words font-mono font-semibold">
            <span className="text-secondary">{method}</span> {path}
          </h3>
          <p className="mt-1">
            {summary}. <span className="text-secondary">{callersOf(operation)}.</span>
          </p>
          {description === undefined ? null : (
            <p className="max-w-prose text-secondary">
              <Prose>{description}</Prose>
            </p>
          )}
        </div>
        {operation.parameters.length > 0 ? <Parameters operation={operation} /> : null}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
        <CodeBlock label={`Command of ${method} ${path}`}>{operation.curl}</CodeBlock>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-table">
          <Bodies content={operation.requestBody?.content ?? {}} />
          <Answers operation={operation} />
        </dl>
      </div>
    </article>
  );
}

function Parameters({ operation }: { operation: OperationView }) {
  const head = (
    <>
      <Th>Parameter</Th>
      <Th>Type</Th>
      <Th>Notes</Th>
    </>
  );
  return (
    <Table label={`Parameters of ${operation.method} ${operation.path}`} head={head}>
      {operation.parameters.map(({ name, in: where, required, description, schema }) => (
        <Row key={name} className="align-top">
          <Td className="py-2 font-mono whitespace-nowrap">
            {name}
            {required ? <Required /> : null} <span className="font-sans text-faint">{where}</span>
          </Td>
          <Td className="min-w-24 py-2 font-mono">{typeOf(schema)}</Td>
          <Td className="w-full min-w-32 py-2 text-secondary">
            <Notes>{[...notesOf(schema), ...(description === undefined ? [] : [description])]}</Notes>
          </Td>
        </Row>
      ))}
    </Table>
  );
}

function Bodies({ content }: { content: NonNullable<OperationView["requestBody"]>["content"] }) {
  return Object.entries(content).map(([mediaType, { schema = {} }]) => (
    <Fragment key={mediaType}>
      <dt className="text-faint">Body</dt>
      <dd>
        {schema.description === undefined ? (
          <SchemaLink name={innermostName(schema)}>{typeOf(schema)}</SchemaLink>
        ) : (
          schema.description
        )}
        {schema.maxItems === undefined ? "" : `, at most ${schema.maxItems.toLocaleString("en-GB")}`}{" "}
        <span className="text-faint">{mediaType}</span>
      </dd>
    </Fragment>
  ));
}

function innermostName(schema: { $ref?: string; items?: unknown }): string {
  const items = schema.items as { $ref?: string } | undefined;
  return referredName(schema.$ref ?? items?.$ref ?? "");
}

/** What it answers in words; of its errors only the statuses, as they mean the same everywhere. */
function Answers({ operation }: { operation: OperationView }) {
  const all = Object.entries(operation.responses).filter(([status]) => status !== "default");
  const own = all.filter(([, answer]) => !isError(answer));
  const errors = all.filter(([, answer]) => isError(answer));
  return (
    <>
      {own.map(([status, { description, content = {} }]) => {
        const [mediaType] = Object.keys(content);
        const reference = Object.values(content)[0]?.schema?.$ref;
        return (
          <Fragment key={status}>
            <dt className="figures">{status}</dt>
            <dd>
              <Prose>{description}</Prose>{" "}
              {reference === undefined ? (
                <span className="text-faint">{mediaType ?? "No body."}</span>
              ) : (
                <SchemaLink name={referredName(reference)} />
              )}
            </dd>
          </Fragment>
        );
      })}
      {errors.length === 0 ? null : (
        <>
          <dt className="text-faint">Errors</dt>
          <dd className="figures">
            <a href="#errors" className="hover:underline">
              {errors.map(([status]) => status).join(" ")}
            </a>
          </dd>
        </>
      )}
    </>
  );
}

function isError({ content = {} }: DocumentAnswer): boolean {
  return Object.values(content).some(({ schema }) => schema?.$ref?.endsWith("/Error"));
}

function Required() {
  return (
    <>
      <span aria-hidden="true">*</span>
      <span className="sr-only"> (required)</span>
    </>
  );
}
