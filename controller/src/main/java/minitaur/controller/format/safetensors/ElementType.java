package minitaur.controller.format.safetensors;

/** What a tensor's elements are; named as in the format. Everything is little-endian. */
public enum ElementType {
  /** Float of 32 bits. */
  F32(4),
  /** Float of 64 bits. */
  F64(8),
  /** Signed integer of 64 bits. */
  I64(8),
  /** Unsigned integer of 8 bits. */
  U8(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of an element in bytes. */
  public int bytes() {
    return bytes;
  }
}
