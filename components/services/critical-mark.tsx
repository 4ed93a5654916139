/** An alert about it is high: said in a word where there is room for it. */
export function CriticalMark() {
  return (
    <span className="ml-1.5 rounded-sm border border-edge px-1 font-normal text-axis text-secondary">
      critical
    </span>
  );
}
