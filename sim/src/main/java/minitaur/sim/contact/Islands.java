package minitaur.sim.contact;

/**
 * Disjoint sets of bodies connected by contacts. A body is identified by the index of its
 * velocities in the velocity vector.
 */
final class Islands {
  private final int[] parent;
  private final int[] number;

  Islands(int velocities) {
    parent = new int[velocities];
    number = new int[velocities];
  }

  /** Puts every body into an island of its own, without a number. */
  void reset() {
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
      number[i] = -1;
    }
  }

  /** Joins the islands of two bodies. */
  void merge(int one, int other) {
    parent[root(one)] = root(other);
  }

  /** Number of a body's island; -1 if none is set. */
  int number(int body) {
    return number[root(body)];
  }

  /** Sets the number of a body's island. */
  void setNumber(int body, int newNumber) {
    number[root(body)] = newNumber;
  }

  private int root(int body) {
    int root = body;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }
}
