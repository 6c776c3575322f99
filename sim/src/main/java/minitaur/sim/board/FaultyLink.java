package minitaur.sim.board;

import minitaur.hal.random.RandomStream;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;

/** A link that corrupts bytes in both directions, deterministically for a given random stream. */
public final class FaultyLink implements SerialLink {
  private static final int LONGEST = 8192;

  private final SerialLink link;
  private final RandomStream random;
  private final byte[] damaged = new byte[LONGEST];
  private final byte[] held = new byte[LONGEST];
  private LineFaults faults;
  private int heldLength;

  public FaultyLink(SerialLink link, LineFaults faults, RandomStream random) {
    this.link = link;
    this.faults = faults;
    this.random = random;
  }

  /** Sets the fault rates. */
  public void setFaults(LineFaults next) {
    faults = next;
  }

  /** Reads at most half the buffer's length, because faults may insert bytes. */
  @Override
  public int read(byte[] bytes) throws SerialLinkException {
    byte[] room = new byte[bytes.length / 2];
    int count = link.read(room);
    int length = damage(room, count, bytes, 0);
    return length;
  }

  @Override
  public boolean write(byte[] bytes, int length) throws SerialLinkException {
    System.arraycopy(held, 0, damaged, 0, heldLength);
    int total = damage(bytes, length, damaged, heldLength);
    heldLength = 0;
    if (random.nextDouble() < faults.duplicate()) {
      total = damage(bytes, length, damaged, total);
    }
    if (random.nextDouble() < faults.split() && total > 1) {
      int first = 1 + random.nextInt(total - 1);
      heldLength = total - first;
      System.arraycopy(damaged, first, held, 0, heldLength);
      total = first;
    }
    return link.write(damaged, total);
  }

  @Override
  public void close() {
    link.close();
  }

  private int damage(byte[] bytes, int length, byte[] out, int at) {
    int to = at;
    for (int i = 0; i < length; i++) {
      if (faults.insert() > 0 && random.nextDouble() < faults.insert()) {
        out[to++] = (byte) random.nextInt(256);
      }
      if (faults.drop() > 0 && random.nextDouble() < faults.drop()) {
        continue;
      }
      boolean flips = faults.flip() > 0 && random.nextDouble() < faults.flip();
      out[to++] = flips ? (byte) (bytes[i] ^ (1 << random.nextInt(8))) : bytes[i];
    }
    return to;
  }
}
