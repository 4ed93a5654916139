import { NothingHere } from "@/app/nothing-here";

/** What a page of the console looked for is not there. */
export default function NotFound() {
  return <NothingHere />;
}
