"use client";

import { type FormAction, freshForm } from "../settings/form-outcome";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { StateMark } from "../ui/state-mark";
import { useAnsweredForm } from "../ui/use-answered-form";
import { MadePassword } from "./made-password";
import { freshPersonForm, type PersonAction } from "./person-outcome";
import { RoleField } from "./role-field";

/** Adds somebody, and shows the password with which they sign in first. */
export function NewPersonForm({ action }: { action: PersonAction }) {
  const {
    outcome: { typed, fault, made },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshPersonForm);
  return (
    <form {...form} aria-label="New person" className="grid gap-3 *:min-w-0">
      {made === null ? null : <MadePassword made={made} />}
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,16rem)_minmax(0,18rem)_auto]">
        <Field
          label="Username"
          name="username"
          maxLength={50}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          defaultValue={typed?.username ?? ""}
          key={typed?.username}
          error={errors.username}
        />
        <RoleField role={typed?.role ?? "viewer"} error={errors.role} />
        <Button isPending={isPending} className="justify-self-start sm:mt-6">
          Add
        </Button>
      </div>
      <Fault fault={fault} />
    </form>
  );
}

type AboutOne = { id: string; username: string };

export function RoleForm({ action, id, role }: { action: FormAction; id: string; role: string }) {
  const {
    outcome: { fault, isSaved, typed },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  return (
    <form {...form} aria-label="Role" className="grid gap-3 *:min-w-0">
      <input type="hidden" name="id" value={id} />
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,18rem)_auto]">
        <RoleField role={typed?.role ?? role} error={errors.role} />
        <Button isPending={isPending} className="justify-self-start sm:mt-6">
          Change role
        </Button>
      </div>
      <Fault fault={fault} />
      {isSaved ? (
        <p role="status" className="text-table">
          <StateMark state="ok" word="Saved. It holds from their next click on." wraps />
        </p>
      ) : null}
    </form>
  );
}

/** For a forgotten password or a lost phone. */
export function ResetForm({ action, id, username }: AboutOne & { action: PersonAction }) {
  const {
    outcome: { fault, made },
    isPending,
    form,
  } = useAnsweredForm(action, freshPersonForm);
  return (
    <form {...form} aria-label="Reset" className="grid gap-3 *:min-w-0">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="username" value={username} />
      {made === null ? null : <MadePassword made={made} />}
      <Fault fault={fault} />
      <Button isPending={isPending} className="justify-self-start">
        Reset password and second factor
      </Button>
    </form>
  );
}

/** Deleting cannot be taken back, so the name has to be typed. */
export function DeletePersonForm({ action, id, username }: AboutOne & { action: FormAction }) {
  const {
    outcome: { fault },
    errors,
    isPending,
    form,
  } = useAnsweredForm(action, freshForm);
  return (
    <form {...form} aria-label="Delete" className="grid gap-3 *:min-w-0">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="username" value={username} />
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,18rem)_auto]">
        <Field
          label={`Type ${username} to delete them`}
          name="typed"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.typed}
        />
        <Button tone="danger" isPending={isPending} className="justify-self-start sm:mt-6">
          Delete
        </Button>
      </div>
      <Fault fault={fault} />
    </form>
  );
}

function Fault({ fault }: { fault: string | null }) {
  return (
    <div role="alert" className="text-table empty:hidden">
      {fault === null ? null : <StateMark state="bad" word={fault} wraps />}
    </div>
  );
}
