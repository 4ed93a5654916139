import { Row, Table, Td, Th } from "../ui/table";
import { type RuleRow, ruleColumns } from "./rule-row";

/** The rules for all servers, for those who may not change them. */
export function RulesTable({ rules, offlineSeconds }: { rules: RuleRow[]; offlineSeconds: number }) {
  return (
    <>
      <Table label="Rules for all servers" head={<RuleHead />} className="stacked-when-narrow">
        {rules.map((rule) => (
          <Row key={rule.name}>
            <RuleName rule={rule} />
            {ruleColumns.map(({ key, label }) => (
              <Td key={key} data-label={label} align="right" className="figures">
                {rule.values[key] === "" ? "off" : rule.values[key]}
              </Td>
            ))}
          </Row>
        ))}
      </Table>
      <p className="border-t py-2 text-table">
        <span className="font-medium">offline</span> <span className="text-faint">critical after</span>{" "}
        <span className="figures">{offlineSeconds} s</span>{" "}
        <span className="text-faint">without a heartbeat</span>
      </p>
    </>
  );
}

/** The headings, of the form as well. */
export function RuleHead() {
  return (
    <>
      <Th>Rule</Th>
      {ruleColumns.map(({ key, label, title }) => (
        <Th key={key} align="right">
          <span title={title}>{label}</span>
        </Th>
      ))}
    </>
  );
}

export function RuleName({ rule }: { rule: RuleRow }) {
  return (
    <Td className="whitespace-nowrap">
      <span className="font-medium">{rule.label}</span> <span className="text-faint">{rule.unit}</span>
    </Td>
  );
}
