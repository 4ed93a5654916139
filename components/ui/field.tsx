import { type ComponentProps, type ReactNode, useId } from "react";

type FieldProps = ComponentProps<"input"> & {
  label: string;
  /** What is wrong with the value and what would be right; the input is marked invalid. */
  error?: string;
  hint?: ReactNode;
};

/** A label, an input and, below it, what to know or what is wrong. */
export function Field({ label, error, hint, className = "", ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={`grid content-start gap-1 ${className}`}>
      <label htmlFor={id} className="font-medium text-table">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-below`}
        className={`${controlClass} aria-[invalid]:border-bad`}
        {...input}
      />
      <Below id={`${id}-below`} error={error} hint={hint} />
    </div>
  );
}

type SelectFieldProps = ComponentProps<"select"> & { label: string; error?: string; hint?: ReactNode };

/** The same with a list to choose from; the options are its children. */
export function SelectField({ label, error, hint, className = "", children, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={`grid content-start gap-1 ${className}`}>
      <label htmlFor={id} className="font-medium text-table">
        {label}
      </label>
      <select
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-below`}
        className={`${controlClass} aria-[invalid]:border-bad`}
        {...select}
      >
        {children}
      </select>
      <Below id={`${id}-below`} error={error} hint={hint} />
    </div>
  );
}

// 16 px on touch screens: below that, iOS zooms into the page when the field takes focus.
const controlClass =
  "h-8 w-full rounded border border-edge bg-raised px-2.5 text-table pointer-coarse:h-11 pointer-coarse:text-[16px] disabled:text-faint";

function Below({ id, error, hint }: { id: string; error?: string; hint?: ReactNode }) {
  if (error !== undefined) {
    return (
      <p id={id} className="text-bad text-label">
        {error}
      </p>
    );
  }
  return hint === undefined ? null : (
    <p id={id} className="text-faint text-label">
      {hint}
    </p>
  );
}
