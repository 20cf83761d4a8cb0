import { AskPage } from '../features/ask/ask-page.tsx';

export function AskRoute() {
  return <AskPage answerId={null} />;
}
