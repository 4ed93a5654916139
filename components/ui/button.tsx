import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-class";

type ButtonProps = ComponentProps<"button"> &
  ButtonLook & {
    /**
     * What it asked for is under way: presses do nothing meanwhile. It is not disabled, which would take the focus away from
     * whoever pressed it by keyboard.
     */
    isPending?: boolean;
  };

/** A button says what it does in one or two words. `type` is submit, as in a form it almost always is. */
export function Button({ tone, size, className, type = "submit", isPending = false, ...rest }: ButtonProps) {
  const pending = isPending ? { "aria-disabled": true, onClick: ignore } : {};
  return <button type={type} className={buttonClass({ tone, size, className })} {...rest} {...pending} />;
}

/** Enter in a field presses the button of its form, so this holds for both. */
function ignore(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
