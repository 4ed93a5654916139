import { LinkButton } from "@/components/ui/link-button";

export default function NotFound() {
  return (
    <main className="gutter py-16">
      <h1 className="text-verdict font-semibold">Not found</h1>
      <p className="mt-1 max-w-prose text-secondary">
        There is nothing at this address. A server that was here may have been deleted or renamed.
      </p>
      <p className="mt-5">
        <LinkButton href="/">To the overview</LinkButton>
      </p>
    </main>
  );
}
