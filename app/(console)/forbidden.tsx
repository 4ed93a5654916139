import { RequestId } from "@/app/request-id";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";

/** Somebody who is signed in asked for what their role does not include. */
export default function Forbidden() {
  return (
    <Notice isPage title="Not allowed" action={<LinkButton href="/">To the overview</LinkButton>}>
      Your role does not include this. Viewers look, operators change what is watched, administrators also
      decide about people, keys and channels. Ask an administrator of this hub for another role.
      <RequestId />
    </Notice>
  );
}
