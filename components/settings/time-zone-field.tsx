"use client";

import { useEffect, useRef } from "react";
import { Field } from "../ui/field";

/** A time zone by name. Where none was chosen yet, the browser's own is put in, as soon as there is a script to ask it. */
export function TimeZoneField({
  value,
  isUnset,
  error,
}: {
  value: string;
  isUnset: boolean;
  error: string | undefined;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = input.current;
    if (!isUnset || field === null || field.value !== field.defaultValue) return;
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
  }, [isUnset]);
  return (
    <Field
      ref={input}
      label="Time zone"
      name="time_zone"
      autoComplete="off"
      spellCheck={false}
      defaultValue={value}
      hint="As Europe/London"
      error={error}
    />
  );
}
