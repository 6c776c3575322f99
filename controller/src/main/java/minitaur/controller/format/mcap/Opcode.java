package minitaur.controller.format.mcap;

/** Opcodes of records, in numeric order. */
enum Opcode {
  HEADER(1),
  FOOTER(2),
  SCHEMA(3),
  CHANNEL(4),
  MESSAGE(5),
  CHUNK(6),
  MESSAGE_INDEX(7),
  CHUNK_INDEX(8),
  STATISTICS(11),
  METADATA(12),
  METADATA_INDEX(13),
  SUMMARY_OFFSET(14),
  DATA_END(15);

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  /** The first byte of a record. */
  int code() {
    return code;
  }
}
