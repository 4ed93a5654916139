import { buttonClass } from "../ui/button-class";

/** The other way in. A link of the browser's own, as what follows it leads away from the hub. */
export function ProviderLink({ name, next }: { name: string; next: string }) {
  return (
    <>
      <p className="my-4 flex items-center gap-3 text-faint text-label before:h-px before:flex-1 before:bg-hairline after:h-px after:flex-1 after:bg-hairline">
        or
      </p>
      <a
        href={`/login/oidc?next=${encodeURIComponent(next)}`}
        className={buttonClass({ className: "w-full" })}
      >
        <span className="min-w-0 truncate">Sign in with {name}</span>
      </a>
    </>
  );
}
