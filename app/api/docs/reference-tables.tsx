import { Row, Table, Td, Th } from "@/components/ui/table";
import { errorStatuses, errorWords } from "@/domain/answer";
import { errorDescriptions, type OpenApiDocument } from "../v1/openapi/document";
import type { JsonSchema } from "../v1/openapi/schemas";
import { fieldRows } from "./docs-view";
import { Notes, Prose } from "./prose";

/** How a caller says who it is. */
export function KeyTable({ schemes }: { schemes: OpenApiDocument["components"]["securitySchemes"] }) {
  const head = (
    <>
      <Th>Header</Th>
      <Th>Holds</Th>
    </>
  );
  return (
    <Table label="Keys" head={head}>
      {Object.entries(schemes).map(([name, scheme]) => (
        <Row key={name} className="align-top">
          <Td className="py-2 font-mono whitespace-nowrap">
            {scheme.type === "http" ? "Authorization: Bearer …" : `${scheme.name}: …`}
          </Td>
          <Td className="w-full py-2 text-secondary">{scheme.description}</Td>
        </Row>
      ))}
    </Table>
  );
}

/** Every code that an error may have. */
export function ErrorTable() {
  const head = (
    <>
      <Th>Status</Th>
      <Th>Code</Th>
      <Th>Meaning</Th>
    </>
  );
  return (
    <Table label="Errors" head={head}>
      {errorWords.map((word) => (
        <Row key={word} className="align-top">
          <Td className="figures py-2">{errorStatuses[word]}</Td>
          <Td className="py-2 font-mono">{word}</Td>
          <Td className="w-full min-w-56 py-2 text-secondary">
            <Prose>{errorDescriptions[word]}</Prose>
          </Td>
        </Row>
      ))}
    </Table>
  );
}

/** The fields of one schema; what lies within lists and objects stands below them, behind their names. */
export function SchemaSection({ name, schema }: { name: string; schema: JsonSchema }) {
  const head = (
    <>
      <Th>Field</Th>
      <Th>Type</Th>
      <Th>Notes</Th>
    </>
  );
  return (
    <article
      id={`schema-${name}`}
      aria-labelledby={`schema-${name}-name`}
      className="mt-4 scroll-mt-4 border-t pt-4"
    >
      <h3 id={`schema-${name}-name`} className="mb-1 font-mono font-semibold">
        {name}
      </h3>
      <Table label={`Fields of ${name}`} head={head}>
        {fieldRows(schema).map((row) => (
          <Row key={row.name} className="align-top">
            <Td className="py-2 font-mono wrap-anywhere max-sm:min-w-28 sm:whitespace-nowrap">
              {row.name}
              {row.isRequired ? (
                <abbr title="required" className="no-underline">
                  *
                </abbr>
              ) : null}
            </Td>
            <Td className="py-2 font-mono text-secondary sm:min-w-32">{row.type}</Td>
            <Td className="w-full min-w-24 py-2 text-secondary wrap-anywhere">
              <Notes>{row.notes}</Notes>
            </Td>
          </Row>
        ))}
      </Table>
    </article>
  );
}
