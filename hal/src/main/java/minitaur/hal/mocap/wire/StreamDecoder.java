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
    listener.forgetBodies();
  }

  /**
   * Decodes the next bytes of the stream.
   *
   * @param bytes Not modified, not kept.
   * @return whether the stream is valid; if false, the connection must be closed
   */
  public final boolean feed(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length && problem == null) {
      done += buffer.append(bytes, offset + done, length - done);
      decode();
    }
    return problem == null;
  }

  /** What is wrong with the stream; null while it is valid. */
  public final @Nullable String problem() {
    return problem;
  }

  /** Marks the stream as invalid. */
  final void fail(String what) {
    problem = what;
  }

  /** Decodes the complete messages in the buffer. */
  abstract void decode();
}
