package minitaur.controller.format.safetensors;

/** Element type of a tensor, named as in the format. All types are little-endian. */
public enum ElementType {
  /** 32-bit float. */
  F32(4),
  /** 64-bit float. */
  F64(8),
  /** 64-bit signed integer. */
  I64(8),
  /** 8-bit unsigned integer. */
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
