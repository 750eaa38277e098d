import { addPhoto } from '../api/requests';
import { upload } from '../api/uploads';
import { explain } from '../ui/problems';

export const MAX_PHOTOS = 3;
export const MAX_BYTES = 15_000_000;
export const ACCEPTED = 'image/jpeg,image/png,image/webp,image/heic,image/heif';

/** One photo on its way: kept in memory until the server has it. */
export class Photo {
  readonly id = crypto.randomUUID();
  /** For the preview on screen; release it with `forget`. */
  readonly address: string;
  state: 'waiting' | 'sending' | 'sent' | 'failed' = $state('waiting');
  /** Share sent, 0 to 1. */
  progress = $state(0);
  problem = $state('');
  #upload = '';

  constructor(readonly file: File) {
    this.address = URL.createObjectURL(file);
  }

  /** Send it and hang it on the request; what was already sent is not sent again. */
  async send(reference: string, key: string): Promise<void> {
    this.state = 'sending';
    this.problem = '';
    try {
      this.#upload ||= await upload(this.file, (share) => (this.progress = share));
      await addPhoto(reference, key, this.#upload);
      this.state = 'sent';
    } catch (error) {
      this.state = 'failed';
      this.problem = explain(error);
    }
  }

  forget(): void {
    URL.revokeObjectURL(this.address);
  }
}
