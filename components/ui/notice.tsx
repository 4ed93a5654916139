import type { ReactNode } from "react";
import type { State } from "./state-look";
import { StateMark } from "./state-mark";

type NoticeProps = {
  /** What is. */
  title: string;
  /** Since when, why, and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** An error or a warning carries its mark and is announced; an empty page is neither. */
  state?: Extract<State, "notice" | "bad">;
  /** It is all that the page says, so its title is the page's. */
  isPage?: boolean;
};

/** An empty list, an error, a thing to know: a sentence and the next step, between hairlines where it is a part of a page. */
export function Notice({ title, children, action, state, isPage = false }: NoticeProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div role={state === undefined ? undefined : "alert"} className={isPage ? undefined : "border-y py-6"}>
      <Title className={isPage ? "font-semibold text-title" : "font-medium"}>
        {state === undefined ? title : <StateMark state={state} word={title} wraps />}
      </Title>
      {children === undefined ? null : <div className="mt-1 max-w-prose text-secondary">{children}</div>}
      {action === undefined ? null : <div className="mt-4 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
