const tones = {
  /** The one thing this page is for. */
  primary: "border-ink bg-ink text-page hover:bg-secondary hover:border-secondary",
  secondary: "border-edge text-ink hover:bg-wash",
  quiet: "border-transparent text-secondary hover:bg-wash hover:text-ink",
  /** Something that cannot be taken back. */
  danger: "border-bad text-bad hover:bg-bad hover:text-page",
} as const;

const sizes = {
  small: "h-7 px-2 text-label pointer-coarse:h-11 pointer-coarse:px-3",
  medium: "h-8 px-3 text-table pointer-coarse:h-11",
} as const;

export type ButtonLook = { tone?: keyof typeof tones; size?: keyof typeof sizes };

export function buttonClass({
  tone = "secondary",
  size = "medium",
  className = "",
}: ButtonLook & { className?: string }): string {
  const base =
    "inline-flex items-center justify-center gap-1.5 rounded border font-medium whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-50";
  return `${base} ${tones[tone]} ${sizes[size]} ${className}`;
}
