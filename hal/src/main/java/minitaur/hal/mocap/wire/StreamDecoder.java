package minitaur.hal.mocap.wire;

import org.jspecify.annotations.Nullable;

/** Reads a stream of messages that comes in pieces of any size. */
public abstract sealed class StreamDecoder permits QtmDecoder, VrpnDecoder {
  /** What has come and was not read yet. */
  final MessageBuffer buffer;

  private final BodyListener listener;
  private @Nullable String problem;

  StreamDecoder(BodyListener listener, MessageBuffer buffer) {
    this.listener = listener;
    this.buffer = buffer;
  }

  /** Forgets everything: a new connection begins, with ids of its own. */
  public void reset() {
    buffer.clear();
    problem = null;
    listener.forgetBodies();
  }

  /**
   * Reads the next bytes of the stream.
   *
   * @param bytes Not modified, not kept.
   * @return whether the stream still makes sense; when false the connection is of no more use
   */
  public final boolean feed(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length && problem == null) {
      done += buffer.append(bytes, offset + done, length - done);
      decode();
    }
    return problem == null;
  }

  /** What is wrong with the stream; null while it makes sense. */
  public final @Nullable String problem() {
    return problem;
  }

  /** Nothing of the stream makes sense any more. */
  final void fail(String what) {
    problem = what;
  }

  /** Reads the messages that are there from end to end. */
  abstract void decode();
}
