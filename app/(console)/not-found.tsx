import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";

export default function NotFound() {
  return (
    <Notice isPage title="Not found" action={<LinkButton href="/">To the overview</LinkButton>}>
      There is nothing at this address. A server that was here may have been deleted or renamed.
    </Notice>
  );
}
