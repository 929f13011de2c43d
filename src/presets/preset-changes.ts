const channelName = 'stepframe-presets';

/** Tells every tab of this origin, this one too, that a person's presets are not what they were. */
export function announcePresetChange(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(null);
  channel.close();
}

/** Calls `listener` after each change, from whatever tab. Returns how to stop. */
export function onPresetChange(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = () => listener();
  return () => channel.close();
}
