package minitaur.sim.terrain;

import java.util.List;

/**
 * Static boxes on the ground; their undersides have no contacts.
 *
 * <p>A box is convex, so a sphere has one contact with it, at the point of the box nearest to the
 * sphere's center.
 */
public final class StaticBoxes implements Terrain {
  private final List<Box> boxes;
  private final double[] cosine;
  private final double[] sine;

  /** Max height of all boxes, m. */
  private final double top;

  /** Creates a terrain of boxes, which may overlap. */
  public StaticBoxes(List<Box> boxes) {
    this.boxes = List.copyOf(boxes);
    cosine = boxes.stream().mapToDouble(box -> StrictMath.cos(box.yawRad())).toArray();
    sine = boxes.stream().mapToDouble(box -> StrictMath.sin(box.yawRad())).toArray();
    top =
        boxes.stream()
            .mapToDouble(box -> box.z() + box.halfZ())
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
  }

  @Override
  public void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    for (int i = 0; i < cosine.length; i++) {
      add(i, x, y, z, radius, margin, contacts);
    }
  }

  private void add(
      int i, double x, double y, double z, double radius, double margin, SurfaceContacts contacts) {
    Box box = boxes.get(i);
    // The sphere's center in box axes.
    double px = cosine[i] * (x - box.x()) + sine[i] * (y - box.y());
    double py = -sine[i] * (x - box.x()) + cosine[i] * (y - box.y());
    double pz = z - box.z();
    double outsideX = Math.abs(px) - box.halfX();
    double outsideY = Math.abs(py) - box.halfY();
    double outsideZ = Math.abs(pz) - box.halfZ();
    double maxDistance = radius + margin;
    if (outsideX > maxDistance || outsideY > maxDistance || outsideZ > maxDistance) {
      return;
    }
    double nx = 0;
    double ny = 0;
    double nz = 0;
    double distance;
    if (outsideX > 0 || outsideY > 0 || outsideZ > 0) {
      nx = Math.copySign(Math.max(0, outsideX), px);
      ny = Math.copySign(Math.max(0, outsideY), py);
      nz = Math.copySign(Math.max(0, outsideZ), pz);
      distance = Math.sqrt(nx * nx + ny * ny + nz * nz);
      nx /= distance;
      ny /= distance;
      nz /= distance;
    } else {
      // The center is inside the box: use the nearest side or the top.
      double outsideTop = pz - box.halfZ();
      distance = Math.max(outsideTop, Math.max(outsideX, outsideY));
      if (distance == outsideTop) {
        nz = 1;
      } else if (distance == outsideX) {
        nx = Math.copySign(1, px);
      } else {
        ny = Math.copySign(1, py);
      }
    }
    if (distance - radius < margin) {
      contacts.add(
          i,
          distance - radius,
          cosine[i] * nx - sine[i] * ny,
          sine[i] * nx + cosine[i] * ny,
          nz,
          1);
    }
  }

  /** Height of the highest box at (x, y), m; negative infinity if there is none. */
  @Override
  public double height(double x, double y) {
    double height = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < cosine.length; i++) {
      Box box = boxes.get(i);
      double px = cosine[i] * (x - box.x()) + sine[i] * (y - box.y());
      double py = -sine[i] * (x - box.x()) + cosine[i] * (y - box.y());
      if (Math.abs(px) <= box.halfX() && Math.abs(py) <= box.halfY()) {
        height = Math.max(height, box.z() + box.halfZ());
      }
    }
    return height;
  }

  @Override
  public double maxHeight(double x, double y, double distance) {
    return top;
  }

  @Override
  public List<Box> boxes() {
    return boxes;
  }
}
