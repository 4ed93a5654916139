import { Row, Table, Td, Th } from "../ui/table";

type PackageTableProps = {
  label: string;
  packages: { name: string; version: string; licence: string }[];
};

/** Packages by others, each with the licence that it is under. */
export function PackageTable({ label, packages }: PackageTableProps) {
  return (
    <Table
      label={label}
      className="table-fixed"
      head={
        <>
          <Th className="w-[38%] sm:w-1/2">Package</Th>
          <Th className="w-[34%] sm:w-1/5">Version</Th>
          <Th>Licence</Th>
        </>
      }
    >
      {packages.map(({ name, version, licence }) => (
        <Row key={`${name}@${version}`}>
          <Td className="break-words">{name}</Td>
          <Td className="break-words">
            <span className="figures">{version}</span>
          </Td>
          <Td className="break-words">{licence}</Td>
        </Row>
      ))}
    </Table>
  );
}
