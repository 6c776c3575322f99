package minitaur.sim.board;

import minitaur.hal.random.RandomStream;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;

/** A link that corrupts bytes in both directions, deterministically for a given random stream. */
public final class FaultyLink implements SerialLink {
  private static final int MAX_BYTES = 8192;

  private final SerialLink link;
  private final RandomStream random;
  private final byte[] corrupted = new byte[MAX_BYTES];
  private final byte[] pending = new byte[MAX_BYTES];
  private LineFaults faults;
  private int pendingLength;

  public FaultyLink(SerialLink link, LineFaults faults, RandomStream random) {
    this.link = link;
    this.faults = faults;
    this.random = random;
  }

  /** Sets the fault rates. */
  public void setFaults(LineFaults newFaults) {
    faults = newFaults;
  }

  /** Reads at most half the buffer's length, because faults may insert bytes. */
  @Override
  public int read(byte[] bytes) throws SerialLinkException {
    byte[] received = new byte[bytes.length / 2];
    int count = link.read(received);
    return corrupt(received, count, bytes, 0);
  }

  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    System.arraycopy(pending, 0, corrupted, 0, pendingLength);
    int total = corrupt(bytes, length, corrupted, pendingLength);
    pendingLength = 0;
    if (random.nextDouble() < faults.duplicate()) {
      total = corrupt(bytes, length, corrupted, total);
    }
    if (random.nextDouble() < faults.split() && total > 1) {
      int first = 1 + random.nextInt(total - 1);
      pendingLength = total - first;
      System.arraycopy(corrupted, first, pending, 0, pendingLength);
      total = first;
    }
    return link.write(corrupted, total);
  }

  @Override
  public void close() {
    link.close();
  }

  private int corrupt(byte[] bytes, int length, byte[] out, int offset) {
    int end = offset;
    for (int i = 0; i < length; i++) {
      if (faults.insert() > 0 && random.nextDouble() < faults.insert()) {
        out[end++] = (byte) random.nextInt(256);
      }
      if (faults.drop() > 0 && random.nextDouble() < faults.drop()) {
        continue;
      }
      boolean flipBit = faults.flip() > 0 && random.nextDouble() < faults.flip();
      out[end++] = flipBit ? (byte) (bytes[i] ^ (1 << random.nextInt(8))) : bytes[i];
    }
    return end;
  }
}
