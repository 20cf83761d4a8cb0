import { cloneElement, lazy, type ReactElement, Suspense, useState } from 'react';

export interface MenuItem {
  key: string;
  label: string;
  detail?: string | undefined;
  checked?: boolean;
  onSelect(): void;
}

export interface MenuProps {
  /** A button that takes a ref and the props of a button. */
  trigger: ReactElement<TriggerProps>;
  label: string;
  items: MenuItem[];
}

interface TriggerProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}

const loadPanel = () => import('./menu-panel.tsx');
const MenuPanel = lazy(() => loadPanel().then((module) => ({ default: module.MenuPanel })));

/** A short list of choices that opens from a button. Until it is first wanted it costs no more than the button. */
export function Menu(props: MenuProps) {
  const [isWanted, setIsWanted] = useState(false);
  const closed = cloneElement(props.trigger, {
    onClick: () => setIsWanted(true),
    onPointerEnter: () => void loadPanel(),
    'aria-haspopup': 'menu',
    'aria-expanded': false,
  });
  if (!isWanted) return closed;
  return (
    <Suspense fallback={closed}>
      <MenuPanel {...props} />
    </Suspense>
  );
}
