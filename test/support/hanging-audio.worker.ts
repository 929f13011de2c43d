/** The audio worker, which a message on the channel that its name says makes hang for ever. */
import '../../src/workers/audio.worker';

new BroadcastChannel(self.name).onmessage = () => {
  for (;;);
};
