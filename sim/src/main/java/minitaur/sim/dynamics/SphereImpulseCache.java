package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.sim.terrain.SurfaceContacts;

/**
 * Impulses of the last step's contacts by sphere and surface, in world axes, for warm starting and
 * for reporting contact forces.
 */
final class SphereImpulseCache {
  private final SphereImpulses[] spheres;

  SphereImpulseCache(int sphereCount) {
    spheres = new SphereImpulses[sphereCount];
    for (int i = 0; i < sphereCount; i++) {
      spheres[i] = new SphereImpulses();
    }
  }

  /** Impulses of one sphere. */
  static final class SphereImpulses {
    private final int[] surface = new int[SurfaceContacts.CAPACITY];

    /** {@code [contact]} impulse on the robot, world axes, Ns. */
    private final double[] x = new double[SurfaceContacts.CAPACITY];

    private final double[] y = new double[SurfaceContacts.CAPACITY];
    private final double[] z = new double[SurfaceContacts.CAPACITY];
    private int size;

    /** Clears all impulses. */
    void clear() {
      size = 0;
    }

    /** Stores an impulse. */
    void add(int surfaceId, double impulseX, double impulseY, double impulseZ) {
      surface[size] = surfaceId;
      x[size] = impulseX;
      y[size] = impulseY;
      z[size] = impulseZ;
      size++;
    }

    /**
     * Looks up the impulse of a surface.
     *
     * @param impulse {@code [3]} zero if the surface has none. Modified.
     */
    void get(int surfaceId, double[] impulse) {
      impulse[0] = 0;
      impulse[1] = 0;
      impulse[2] = 0;
      for (int i = 0; i < size; i++) {
        if (surface[i] == surfaceId) {
          impulse[0] = x[i];
          impulse[1] = y[i];
          impulse[2] = z[i];
        }
      }
    }

    /** Adds the impulses of all surfaces to {@code impulse}. Modified: {@code [3]} impulse. */
    void addTo(double[] impulse) {
      for (int i = 0; i < size; i++) {
        impulse[0] += x[i];
        impulse[1] += y[i];
        impulse[2] += z[i];
      }
    }
  }

  /** The impulses of a sphere. */
  SphereImpulses sphere(int index) {
    return spheres[index];
  }

  /** Number of spheres. */
  int sphereCount() {
    return spheres.length;
  }

  /** Clears the impulses of all spheres. */
  void clear() {
    for (SphereImpulses sphere : spheres) {
      sphere.clear();
    }
  }

  void save(DataOutput out) throws IOException {
    for (SphereImpulses sphere : spheres) {
      out.writeInt(sphere.size);
      for (int i = 0; i < sphere.size; i++) {
        out.writeInt(sphere.surface[i]);
        out.writeDouble(sphere.x[i]);
        out.writeDouble(sphere.y[i]);
        out.writeDouble(sphere.z[i]);
      }
    }
  }

  void restore(DataInput in) throws IOException {
    for (SphereImpulses sphere : spheres) {
      int size = in.readInt();
      sphere.clear();
      for (int i = 0; i < size; i++) {
        sphere.add(in.readInt(), in.readDouble(), in.readDouble(), in.readDouble());
      }
    }
  }
}
