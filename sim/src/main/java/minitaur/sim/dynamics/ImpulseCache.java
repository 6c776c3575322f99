package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Impulses of the last step's contacts by key, in world axes, Ns. Contacts are found in nearly the
 * same order in every step, so a lookup starts where the last one ended.
 */
final class ImpulseCache {
  private final long[] key;
  private final double[] x;
  private final double[] y;
  private final double[] z;
  private int size;
  private int cursor;

  ImpulseCache(int capacity) {
    key = new long[capacity];
    x = new double[capacity];
    y = new double[capacity];
    z = new double[capacity];
  }

  void clear() {
    size = 0;
    cursor = 0;
  }

  void add(long newKey, double impulseX, double impulseY, double impulseZ) {
    key[size] = newKey;
    x[size] = impulseX;
    y[size] = impulseY;
    z[size] = impulseZ;
    size++;
  }

  int size() {
    return size;
  }

  long key(int i) {
    return key[i];
  }

  /** Adds all impulses whose key has the given upper 16 bits. Modified: {@code [3]} impulse. */
  void addTo(double[] impulse, long group) {
    for (int i = 0; i < size; i++) {
      if (key[i] >>> 48 == group) {
        impulse[0] += x[i];
        impulse[1] += y[i];
        impulse[2] += z[i];
      }
    }
  }

  /**
   * Looks up an impulse.
   *
   * @param impulse {@code [3]} zero if the contact is new. Modified.
   */
  void get(long requestedKey, double[] impulse) {
    for (int i = 0; i < size; i++) {
      int index = cursor + i < size ? cursor + i : cursor + i - size;
      if (key[index] == requestedKey) {
        impulse[0] = x[index];
        impulse[1] = y[index];
        impulse[2] = z[index];
        cursor = index + 1 < size ? index + 1 : 0;
        return;
      }
    }
    impulse[0] = 0;
    impulse[1] = 0;
    impulse[2] = 0;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeLong(key[i]);
      saveImpulse(i, out);
    }
  }

  /** Writes impulse {@code i} without its key. */
  void saveImpulse(int i, DataOutput out) throws IOException {
    out.writeDouble(x[i]);
    out.writeDouble(y[i]);
    out.writeDouble(z[i]);
  }

  void restore(DataInput in) throws IOException {
    clear();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      add(in.readLong(), in.readDouble(), in.readDouble(), in.readDouble());
    }
  }
}
