import { deleteSource, type Source } from '@locum/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureState } from '../../ui/state.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** Says what is lost before a source goes: its credentials are not kept anywhere, so there is no way back. */
export function DisconnectDialog({ source, onClose }: { source: Source; onClose(): void }) {
  const queryClient = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => client.call(deleteSource, { params: { id: source.id } }),
    onSuccess: async () => {
      showToast({ text: `${source.name} is disconnected` });
      await queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={`Disconnect ${source.name}?`}>
      <p className="text-muted">
        Its stored credentials and its catalog are deleted, and questions can no longer be answered from it. Past
        answers stay. To connect it again you need its address and credentials.
      </p>
      {disconnect.isError && (
        <div className="mt-4">
          <FailureState failure={disconnect.error} title="It could not be disconnected" />
        </div>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" busy={disconnect.isPending} onClick={() => disconnect.mutate()}>
          Disconnect
        </Button>
      </div>
    </Dialog>
  );
}
