import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuItem {
  key: string;
  label: string;
  detail?: string | undefined;
  checked?: boolean;
  onSelect(): void;
}

/** A short list of choices that opens from `trigger` (one element that takes a ref). */
export function Menu({ trigger, label, items }: { trigger: ReactNode; label: string; items: MenuItem[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className="rise z-50 max-h-[60vh] min-w-48 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
        >
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.key}
              onSelect={item.onSelect}
              className="flex items-center gap-3 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate">{item.label}</span>
              {item.detail && <span className="text-xs text-faint">{item.detail}</span>}
              {item.checked && <Check size={14} aria-label="chosen" className="text-accent" />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
