package minitaur.hal.mocap.wire;

import org.jspecify.annotations.Nullable;

/** Decodes a stream of messages that arrives in chunks of any size. */
public abstract sealed class StreamDecoder permits QtmDecoder, VrpnDecoder {
  /** Bytes that have arrived and were not decoded yet. */
  final MessageBuffer buffer;

  private final BodyListener listener;
  private @Nullable String problem;

  StreamDecoder(BodyListener listener, MessageBuffer buffer) {
    this.listener = listener;
    this.buffer = buffer;
  }

  /** Resets the decoder for a new connection, which has its own ids. */
  public void reset() {
    buffer.clear();
    problem = null;
    listener.onBodiesCleared();
  }

  /**
   * Decodes the next bytes of the stream.
   *
   * @param bytes Not modified, not kept.
   * @return whether the stream is valid; if false, the connection must be closed
   */
  public final boolean feed(byte[] bytes, int offset, int length) {
    int consumed = 0;
    while (consumed < length && problem == null) {
      consumed += buffer.append(bytes, offset + consumed, length - consumed);
      decode();
    }
    return problem == null;
  }

  /** What is wrong with the stream; null while it is valid. */
  public final @Nullable String problem() {
    return problem;
  }

  /** Marks the stream as invalid. */
  final void fail(String reason) {
    problem = reason;
  }

  /** Decodes the complete messages in the buffer. */
  abstract void decode();
}
