/** A dial with its needle; the same drawing as app/icon.svg. */
export function Mark({ className = "size-5" }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" className={className} aria-hidden="true">
      <path d="M4.34 15.66a8 8 0 1 1 11.32 0" strokeWidth="1.75" strokeLinecap="round" />
      <path d="M10 10l3.6-3.6" strokeWidth="1.75" strokeLinecap="round" />
      <circle cx="10" cy="10" r="1.6" fill="currentColor" stroke="none" />
    </svg>
  );
}
