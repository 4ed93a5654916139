export const dynamic = "force-dynamic";

export default function OverviewPage() {
  return <main />;
}
