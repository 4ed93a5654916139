import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-class";

type LinkButtonProps = ComponentProps<typeof Link> & ButtonLook;

/** Looks like a button, goes somewhere. */
export function LinkButton({ tone, size, className, ...rest }: LinkButtonProps) {
  return <Link className={buttonClass({ tone, size, className })} {...rest} />;
}
