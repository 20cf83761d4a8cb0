const mouseEventOf: Record<string, string> = {
  pointerdown: 'mousedown',
  pointermove: 'mousemove',
  pointerup: 'mouseup',
};

/**
 * Lets a finger do what the mouse does: uPlot knows mouse events only, and browsers send none while a finger drags. Moves
 * up and down stay the page's (`touch-action: pan-y`).
 */
export function touchAsMouse(element: HTMLElement): void {
  const translate = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return;
    const { clientX, clientY } = event;
    // uPlot takes a move without movement for one of Chromium's idle ones and ignores it.
    const init = { clientX, clientY, movementX: event.type === 'pointermove' ? 1 : 0, bubbles: true, button: 0 };
    element.dispatchEvent(new MouseEvent(mouseEventOf[event.type]!, init));
  };
  for (const type of ['pointerdown', 'pointermove', 'pointerup'] as const) element.addEventListener(type, translate);
}
