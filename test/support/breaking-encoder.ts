/**
 * Importing this gives a worker encoders that break: at an encoder's twentieth frame the codec is gone, as when the
 * system takes it away. Everything but that moment is the real thing.
 */
class BreakingEncoder extends VideoEncoder {
  private readonly tell: (error: DOMException) => void;
  private frames = 0;

  constructor(init: VideoEncoderInit) {
    super(init);
    this.tell = init.error;
  }

  override encode(frame: VideoFrame, options?: VideoEncoderEncodeOptions): void {
    super.encode(frame, options);
    this.frames++;
    if (this.frames < 20) return;
    this.close();
    this.tell(new DOMException('The codec was reclaimed.', 'EncodingError'));
  }
}

Object.assign(globalThis, { VideoEncoder: BreakingEncoder });

export {};
