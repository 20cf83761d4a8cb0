import { Search } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Kbd } from '../../ui/kbd.tsx';
import { closePalette, typeInPalette, useFrame } from './commands.ts';
import { type PaletteEntry, usePaletteEntries } from './palette-entries.ts';

/** Reaches every page, action, service, metric and past question by a few letters. */
export function Palette() {
  const text = useFrame((state) => state.paletteText);
  const [active, setActive] = useState(0);
  const entries = usePaletteEntries(text);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const reached = Math.min(active, entries.length - 1);
  const choose = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    closePalette();
    entry.run();
  };
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (move !== 0 && entries.length > 0) {
      event.preventDefault();
      setActive((reached + move + entries.length) % entries.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[reached]);
    }
  };
  return (
    <RadixDialog.Root open onOpenChange={(isOpen) => !isOpen && closePalette()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // Left to itself the dialog selects the text, and the next key would replace what was typed before it was there.
            event.preventDefault();
            input.current?.focus();
          }}
          className="rise fixed inset-x-3 top-[10vh] z-50 mx-auto flex max-h-[70vh] max-w-[600px] flex-col overflow-hidden rounded-md border border-line bg-raised shadow-float outline-none"
        >
          <RadixDialog.Title className="sr-only">Search and commands</RadixDialog.Title>
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Search size={16} aria-hidden className="shrink-0 text-faint" />
            <input
              ref={input}
              role="combobox"
              aria-label="Search pages, actions, services, metrics and past questions"
              aria-expanded={entries.length > 0}
              aria-controls={`${id}-list`}
              aria-activedescendant={reached >= 0 ? `${id}-${reached}` : undefined}
              aria-autocomplete="list"
              placeholder="Search, or type a question"
              value={text}
              maxLength={200}
              spellCheck={false}
              onChange={(event) => {
                typeInPalette(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 min-w-0 flex-1 bg-transparent text-md outline-none"
            />
            <Kbd>Esc</Kbd>
          </div>
          <div
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label="Results"
            className="min-h-0 flex-1 overflow-y-auto p-1.5"
          >
            {entries.map((entry, index) => (
              <PaletteRow
                key={entry.key}
                id={`${id}-${index}`}
                entry={entry}
                heading={entries[index - 1]?.group === entry.group ? null : entry.group}
                isActive={index === reached}
                onChoose={() => choose(entry)}
              />
            ))}
          </div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

interface PaletteRowProps {
  id: string;
  entry: PaletteEntry;
  heading: string | null;
  isActive: boolean;
  onChoose(): void;
}

function PaletteRow({ id, entry, heading, isActive, onChoose }: PaletteRowProps) {
  const Icon = entry.icon;
  return (
    <>
      {heading && (
        <p role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-medium text-faint">
          {heading}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys and keeps the focus */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant moves instead of the focus */}
      <div
        id={id}
        role="option"
        aria-selected={isActive}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onChoose}
        className="flex h-9 items-center gap-3 rounded-sm px-2.5 text-sm hover:bg-hover aria-selected:bg-hover"
      >
        <Icon size={15} aria-hidden className="shrink-0 text-muted" />
        <span className="max-w-[80%] shrink-0 truncate">{entry.label}</span>
        {entry.detail && <span className="ml-auto min-w-0 truncate text-xs text-faint">{entry.detail}</span>}
      </div>
    </>
  );
}
