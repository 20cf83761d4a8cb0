import { create } from 'zustand';

interface Frame {
  isPaletteOpen: boolean;
  /** What is typed in the palette, also before it is there. */
  paletteText: string;
  isShortcutsOpen: boolean;
}

/** Which of the frame's floating parts is open. */
export const useFrame = create<Frame>(() => ({ isPaletteOpen: false, paletteText: '', isShortcutsOpen: false }));

export const openPalette = () => useFrame.setState({ isPaletteOpen: true, paletteText: '' });
export const typeInPalette = (paletteText: string) => useFrame.setState({ paletteText });
export const closePalette = () => useFrame.setState({ isPaletteOpen: false });
export const openShortcuts = () => useFrame.setState({ isShortcutsOpen: true });
export const closeShortcuts = () => useFrame.setState({ isShortcutsOpen: false });

export const shortcuts: { keys: string[]; says: string }[] = [
  { keys: ['command', 'K'], says: 'Open the command palette' },
  { keys: ['/'], says: 'Go to the question box' },
  { keys: ['Enter'], says: 'Ask' },
  { keys: ['Shift', 'Enter'], says: 'New line in the question' },
  { keys: ['↑'], says: 'Bring back an earlier question (in an empty box)' },
  { keys: ['Tab'], says: 'Take the completion' },
  { keys: ['Esc'], says: 'Close what is open' },
  { keys: ['G', 'A'], says: 'Go to Ask' },
  { keys: ['G', 'H'], says: 'Go to past questions' },
  { keys: ['G', 'C'], says: 'Go to the catalog' },
  { keys: ['G', 'S'], says: 'Go to sources' },
  { keys: ['?'], says: 'Show these shortcuts' },
];
