import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-class";

type ButtonProps = ComponentProps<"button"> & ButtonLook;

/** A button says what it does in one or two words. `type` is submit, as in a form it almost always is. */
export function Button({ tone, size, className, type = "submit", ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass({ tone, size, className })} {...rest} />;
}
