"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { Row, Table, Td } from "../ui/table";
import { useAnsweredForm } from "../ui/use-answered-form";
import { type FormAction, freshForm } from "./form-outcome";
import { lineFaults, type RuleRow, ruleColumns } from "./rule-row";
import { RuleHead, RuleName } from "./rules-table";

const input =
  "figures h-7 w-16 rounded border border-edge bg-raised px-2 text-right text-table pointer-coarse:h-11 pointer-coarse:text-[16px] aria-[invalid]:border-bad";

/** The rules for all servers. Lines are checked while they are typed, and by the hub when they are saved. */
export function RulesForm({
  action,
  rules,
  offlineSeconds,
}: {
  action: FormAction;
  rules: RuleRow[];
  offlineSeconds: number;
}) {
  const { outcome, errors: refused, isPending, form } = useAnsweredForm(action, freshForm);
  const [faults, setFaults] = useState<Record<string, string> | null>(null);
  const errors = faults ?? refused;
  return (
    <form
      {...form}
      onSubmit={() => setFaults(null)}
      onInput={(event) => setFaults(faultsIn(new FormData(event.currentTarget), rules))}
      aria-label="Rules for all servers"
    >
      <Table label="Rules for all servers" head={<RuleHead />} className="stacked-when-narrow">
        {rules.map((rule) => (
          <Row key={rule.name}>
            <RuleName rule={rule} />
            {ruleColumns.map(({ key, label }) => {
              const name = `${rule.name}.${key}`;
              const error = errors[name];
              return (
                <Td key={key} data-label={label} align="right" className="sm:py-1 align-top">
                  <input
                    name={name}
                    aria-label={`${rule.label}, ${label}`}
                    inputMode="decimal"
                    autoComplete="off"
                    placeholder={key === "breaches" || key === "clears" ? undefined : "off"}
                    defaultValue={outcome.typed?.[name] ?? rule.values[key]}
                    aria-invalid={error === undefined ? undefined : true}
                    aria-describedby={error === undefined ? undefined : `${name}-error`}
                    className={`${input} max-sm:w-full`}
                  />
                  {error === undefined ? null : (
                    <p id={`${name}-error`} className="mt-0.5 text-bad text-label">
                      {error}
                    </p>
                  )}
                </Td>
              );
            })}
          </Row>
        ))}
      </Table>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t py-2 text-table">
        <label className="flex flex-wrap items-center gap-2">
          <span>
            <span className="font-medium">offline</span>{" "}
            <span className="text-faint">critical after so many seconds without a heartbeat</span>
          </span>
          <input
            name="server_offline_seconds"
            inputMode="numeric"
            autoComplete="off"
            defaultValue={outcome.typed?.server_offline_seconds ?? offlineSeconds}
            aria-invalid={errors.server_offline_seconds === undefined ? undefined : true}
            aria-describedby={errors.server_offline_seconds === undefined ? undefined : "offline-error"}
            className={input}
          />
        </label>
        {errors.server_offline_seconds === undefined ? null : (
          <p id="offline-error" className="text-bad text-label">
            {errors.server_offline_seconds}
          </p>
        )}
        <span className="ml-auto flex items-center gap-3">
          <span role="status" className={outcome.fault === null ? "text-secondary" : "text-bad"}>
            {outcome.fault ?? (outcome.isSaved && faults === null && !isPending ? "Saved" : "")}
          </span>
          <Button tone="primary" isPending={isPending}>
            Save
          </Button>
        </span>
      </div>
    </form>
  );
}

function faultsIn(form: FormData, rules: RuleRow[]): Record<string, string> {
  const text = (name: string) => String(form.get(name) ?? "");
  const counts = rules.flatMap(({ name }) =>
    (["breaches", "clears"] as const).flatMap((key) =>
      isCount(text(`${name}.${key}`), 1, 100) ? [] : [[`${name}.${key}`, "must be 1 to 100"]],
    ),
  );
  const silence = isCount(text("server_offline_seconds"), 30, 86_400)
    ? []
    : [["server_offline_seconds", "must be 30 to 86400"]];
  return Object.fromEntries([...lineFaults(text, rules), ...counts, ...silence]);
}

function isCount(text: string, min: number, max: number): boolean {
  const number = Number(text);
  return text.trim() !== "" && Number.isInteger(number) && number >= min && number <= max;
}
