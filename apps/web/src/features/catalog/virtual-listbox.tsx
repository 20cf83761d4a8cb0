import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Paged } from './use-catalog.ts';

interface VirtualListboxProps<Item> {
  label: string;
  list: Paged<Item>;
  rowPx: number;
  nameOf(item: Item): string;
  chosen: string | undefined;
  onChoose(name: string): void;
  children(item: Item): ReactNode;
}

/**
 * A long list of which only the visible rows exist. One stop for Tab; arrows, Home, End and Page keys move within, Enter
 * chooses. Further pages load as the end comes near.
 */
export function VirtualListbox<Item>({
  label,
  list,
  rowPx,
  nameOf,
  chosen,
  onChoose,
  children,
}: VirtualListboxProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const { items, hasMore, loadMore } = list;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
  });
  const rows = virtual.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastRow > items.length - 40) loadMore();
  }, [hasMore, lastRow, items.length, loadMore]);
  const reached = Math.min(active, items.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 1);
    const moves: Record<string, number> = {
      ...{ ArrowDown: reached + 1, ArrowUp: reached - 1, Home: 0, End: items.length - 1 },
      ...{ PageDown: reached + page, PageUp: reached - page },
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      const next = Math.min(items.length - 1, Math.max(0, target));
      setActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const item = items[reached];
      if (item) onChoose(nameOf(item));
    }
  };

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows.some((row) => row.index === reached) ? `${id}-${reached}` : undefined}
      onKeyDown={onKeyDown}
      className={`group h-full overflow-y-auto outline-offset-[-2px] transition-opacity ${list.isStale ? 'opacity-60' : ''}`}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {rows.map((row) => {
          const item = items[row.index]!;
          const name = nameOf(item);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys and keeps the focus
            // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant moves instead of the focus
            <div
              key={row.key}
              id={`${id}-${row.index}`}
              role="option"
              aria-selected={name === chosen}
              aria-posinset={row.index + 1}
              aria-setsize={list.total}
              onClick={() => {
                setActive(row.index);
                onChoose(name);
              }}
              className={`absolute inset-x-0 flex items-center border-b border-line px-4 hover:bg-hover aria-selected:bg-accent-soft sm:px-6 ${row.index === reached ? 'group-focus-visible:bg-hover' : ''}`}
              style={{ height: rowPx, transform: `translateY(${row.start}px)` }}
            >
              {children(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
