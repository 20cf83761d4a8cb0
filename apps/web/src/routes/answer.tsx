import { useParams } from '@tanstack/react-router';
import { AskPage } from '../features/ask/ask-page.tsx';

export function AnswerRoute() {
  const { id } = useParams({ from: '/signed-in/ask/$id' });
  return <AskPage answerId={id} />;
}
