import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { RequestId } from "./request-id";

/** Says the same of an address that was never one and of something that is gone, to whomever asks. */
export function NothingHere() {
  return (
    <Notice isPage title="Not found" action={<LinkButton href="/">To the overview</LinkButton>}>
      There is nothing at this address. A server that was here may have been deleted or renamed.
      <RequestId />
    </Notice>
  );
}
