let box: HTMLTextAreaElement | null = null;

/** The question box on the page announces itself here, so that `/` finds it from anywhere. Returns the way to withdraw. */
export function registerQuestionBox(element: HTMLTextAreaElement): () => void {
  box = element;
  return () => {
    if (box === element) box = null;
  };
}

/** Puts the cursor into the question box; false when the page has none. */
export function focusQuestionBox(): boolean {
  box?.focus();
  return box !== null;
}
