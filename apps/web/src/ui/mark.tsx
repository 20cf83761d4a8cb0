/** The name with its sign: a pulse that somebody watches. */
export function Mark() {
  return (
    <span className="flex items-center gap-2 text-md font-semibold tracking-[-0.01em]">
      <svg aria-hidden width="20" height="20" viewBox="0 0 32 32" className="text-accent">
        <path
          d="M3 17h6l3.5-9 6.5 16 3.5-7H29"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Locum
    </span>
  );
}
