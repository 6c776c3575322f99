package minitaur.controller.learn.replay;

import java.util.BitSet;

/**
 * Which records of a replay file are corrupted. The checksum of a record is verified at most once.
 * Allocates nothing after construction.
 */
final class RecordChecks {
  private final ReplayFile file;

  // Bits by slot.
  private final BitSet intact;
  private final BitSet damaged;

  private long damagedCount;

  RecordChecks(ReplayFile file) {
    this.file = file;
    intact = new BitSet(file.slots());
    damaged = new BitSet(file.slots());
  }

  /** Forgets all records and verifies those from {@code begin} on. */
  void verifyFrom(long begin) {
    intact.clear();
    damaged.clear();
    damagedCount = 0;
    for (long index = begin; index < file.head(); index++) {
      if (!isIntact(index)) {
        exclude(index);
      }
    }
  }

  /** Whether a record is intact; verifies it unless that is known. */
  boolean isIntact(long index) {
    int slot = file.slot(index);
    if (!intact.get(slot) && !damaged.get(slot) && file.isIntact(index)) {
      intact.set(slot);
    }
    return intact.get(slot);
  }

  /** Counts a record as corrupted. */
  void exclude(long index) {
    int slot = file.slot(index);
    if (!damaged.get(slot)) {
      damaged.set(slot);
      damagedCount++;
    }
  }

  /** Whether a record is known to be corrupted. */
  boolean isExcluded(long index) {
    return damaged.get(file.slot(index));
  }

  /** Forgets a record, because its slot is overwritten or it no longer counts. */
  void forget(long index) {
    int slot = file.slot(index);
    intact.clear(slot);
    if (damaged.get(slot)) {
      damaged.clear(slot);
      damagedCount--;
    }
  }

  /** Number of records known to be corrupted. */
  long excluded() {
    return damagedCount;
  }
}
