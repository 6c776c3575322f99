package minitaur.sim.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerrainTest {
  private static final double MARGIN = 0.05;

  /** Spacing of the columns of the brute-force reference, m. */
  private static final double GRID = 0.004;

  private final SurfaceContacts contacts = new SurfaceContacts();

  /** Brute-force reference: the ground as vertical columns up to its height. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flat",
        "slope:8",
        "slope:-12",
        "stairs-down:0.04x0.12x4",
        "stairs-up:0.03x0.12x4",
        "boxes:3",
        "rough:0.01",
        "rough:0.05x2",
        "gap:0.06x0.04",
        "slippery-patch",
        "course:1",
        "course:2"
      })
  void nearestSurfaceMatchesHeight(String spec) {
    Terrain terrain = TerrainSpec.parse(spec).terrain();
    Random random = new Random(5);
    int near = 0;
    for (int trial = 0; trial < 150; trial++) {
      double x = 0.3 + random.nextDouble() * TerrainSpec.parse(spec).endX() / 2;
      double y = 0.4 * random.nextDouble() - 0.2;
      double radius = trial % 2 == 0 ? 0.015 : 0.0425;
      double z = terrain.height(x, y) + 0.002 + 0.06 * random.nextDouble();
      contacts.clear();
      terrain.contacts(x, y, z, radius, MARGIN, contacts);
      double columns = distanceToColumns(terrain, x, y, z) - radius;
      if (contacts.size() == 0) {
        assertThat(columns).isGreaterThan(MARGIN - 1e-9);
        continue;
      }
      near++;
      int nearest = nearest();
      double gap = contacts.gap(nearest);
      assertThat(gap).as("trial " + trial).isBetween(columns - 1.5 * GRID, columns + 1e-9);
      // Moving the sphere along the normal increases the gap by the same amount.
      double nx = contacts.normalX(nearest);
      double ny = contacts.normalY(nearest);
      double nz = contacts.normalZ(nearest);
      assertThat(nx * nx + ny * ny + nz * nz).isCloseTo(1, within(1e-12));
      contacts.clear();
      terrain.contacts(x + 1e-6 * nx, y + 1e-6 * ny, z + 1e-6 * nz, radius, MARGIN, contacts);
      if (contacts.size() > 0) {
        assertThat(contacts.gap(nearest())).isCloseTo(gap + 1e-6, within(2e-9));
      }
    }
    assertThat(near).isGreaterThan(50);
  }

  /** Rolling over the joint of two level segments causes no lateral force. */
  @Test
  void edgesOfLevelGroundPushUpOnly() {
    Terrain ground = new ProfileTerrain.Builder(0.5).segment(0.2, 0).segment(0.2, 0).build();
    for (double x = 0.4; x < 1; x += 0.0137) {
      contacts.clear();
      ground.contacts(x, 0, 0.014, 0.015, MARGIN, contacts);
      assertThat(contacts.size()).isEqualTo(1);
      assertThat(contacts.normalZ(0)).isEqualTo(1);
      assertThat(contacts.gap(0)).isCloseTo(-0.001, within(1e-15));
    }
  }

  @Test
  void sphereAtRiserTouchesTreadAndRiser() {
    Terrain stairs = TerrainSpec.parse("stairs-up:0.1x0.3x2").terrain();
    contacts.clear();
    stairs.contacts(0.5 - 0.02, 0, 0.015, 0.015, 0.02, contacts);
    assertThat(contacts.size()).isEqualTo(2);
    assertThat(contacts.normalZ(0)).isEqualTo(1);
    assertThat(contacts.gap(0)).isCloseTo(0, within(1e-12));
    assertThat(contacts.normalX(1)).isEqualTo(-1);
    assertThat(contacts.gap(1)).isCloseTo(0.005, within(1e-12));
  }

  @Test
  void sphereBeyondAnEdgeIsPushedAwayFromTheEdge() {
    Terrain stairs = TerrainSpec.parse("stairs-down:0.1x0.3x2").terrain();
    contacts.clear();
    stairs.contacts(0.5 + 0.03, 0, 0.04, 0.015, MARGIN, contacts);
    assertThat(contacts.size()).isEqualTo(1);
    assertThat(contacts.normalX(0)).isCloseTo(0.6, within(1e-12));
    assertThat(contacts.normalZ(0)).isCloseTo(0.8, within(1e-12));
    assertThat(contacts.gap(0)).isCloseTo(0.035, within(1e-12));
  }

  /** A short margin uses a lookup table, a long one does not. */
  @ParameterizedTest
  @ValueSource(strings = {"stairs-down:0.04x0.35x4", "stairs-up:0.1x0.1x20", "gap:0.03x0.5"})
  void shortMarginFindsSameContacts(String spec) {
    Terrain terrain = TerrainSpec.parse(spec).terrain();
    RandomStream random = RandomStream.of(3, "test");
    SurfaceContacts near = new SurfaceContacts();
    SurfaceContacts far = new SurfaceContacts();
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      double x = random.nextUniform(-0.5, 4);
      double z = terrain.height(x, 0) + random.nextUniform(-0.05, 0.15);
      near.clear();
      far.clear();
      terrain.contacts(x, 0, z, 0.02, 0.05, near);
      terrain.contacts(x, 0, z, 0.02, 0.11, far);
      int k = 0;
      for (int j = 0; j < far.size(); j++) {
        if (far.gap(j) < 0.05) {
          assertThat(near.surface(k)).isEqualTo(far.surface(j));
          assertThat(near.gap(k)).isEqualTo(far.gap(j));
          k++;
        }
      }
      assertThat(near.size()).as("x %s z %s", x, z).isEqualTo(k);
      found += k;
    }
    assertThat(found).isGreaterThan(5000);
  }

  /** Above the bound there is no contact. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flat",
        "slope:8",
        "slope:-12",
        "stairs-down:0.04x0.35x4",
        "stairs-up:0.1x0.1x20",
        "boxes:3",
        "blocks",
        "rough:0.05x2",
        "gap:0.06x0.04",
        "slippery-patch",
        "course:1"
      })
  void maxHeightIsUpperBound(String spec) {
    Terrain terrain = TerrainSpec.parse(spec).terrain();
    RandomStream random = RandomStream.of(3, "test");
    for (int i = 0; i < 3000; i++) {
      double x = random.nextUniform(-1, 6);
      double y = random.nextUniform(-0.4, 0.4);
      double distance = random.nextUniform(0, 0.8);
      double direction = random.nextUniform(0, 2 * Math.PI);
      double nearbyHeight =
          terrain.height(x + distance * Math.cos(direction), y + distance * Math.sin(direction));
      assertThat(nearbyHeight)
          .as("x %s y %s distance %s", x, y, distance)
          .isLessThanOrEqualTo(terrain.maxHeight(x, y, distance));
    }
    assertThat(terrain.maxHeight(1, 0, 0.8)).isLessThan(2.2);
  }

  @Test
  void pointBelowTreadUsesNearestSurface() {
    Terrain stairs = TerrainSpec.parse("stairs-down:0.1x0.3x2").terrain();
    contacts.clear();
    stairs.contacts(0.3, 0, -0.001, 0, MARGIN, contacts);
    assertThat(contacts.size()).isEqualTo(1);
    assertThat(contacts.gap(0)).isCloseTo(-0.001, within(1e-12));
    assertThat(contacts.normalZ(0)).isEqualTo(1);
    contacts.clear();
    stairs.contacts(0.498, 0, -0.05, 0, MARGIN, contacts);
    assertThat(contacts.gap(0)).isCloseTo(-0.002, within(1e-12));
    assertThat(contacts.normalX(0)).isEqualTo(1);
  }

  /** Behind the foot of a riser the nearest surface is the corner. */
  @Test
  void pointBehindConcaveCornerUsesCorner() {
    Terrain gap = TerrainSpec.parse("gap:0.06x0.04").terrain();
    contacts.clear();
    gap.contacts(0.5 - 0.0003, 0, -0.04 - 0.0004, 0, MARGIN, contacts);
    assertThat(contacts.size()).isEqualTo(1);
    assertThat(contacts.gap(0)).isCloseTo(-0.0005, within(1e-9));
    assertThat(contacts.normalX(0)).isCloseTo(0.6, within(1e-9));
    assertThat(contacts.normalZ(0)).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void frictionPatchChangesFrictionInsideOnly() {
    Terrain terrain = new FrictionPatch(new FlatGround(0.5), 1, 2, 0.2);
    assertThat(friction(terrain, 1.5, 0)).isCloseTo(0.1, within(1e-15));
    assertThat(friction(terrain, 2.1, 0)).isEqualTo(0.5);
    assertThat(friction(terrain, 1.5, 1.1)).isCloseTo(0.1, within(1e-15));
    assertThat(friction(terrain, 0.9, 0)).isEqualTo(0.5);
    // The contact with another part keeps its friction.
    contacts.clear();
    contacts.add(7, 0, 0, 0, 1, 0.8);
    terrain.contacts(1.5, 0, 0.01, 0.015, MARGIN, contacts);
    assertThat(contacts.friction(0)).isEqualTo(0.8);
    assertThat(contacts.friction(1)).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void slopeRisesForward() {
    assertThat(TerrainSpec.parse("slope:8").terrain().height(1, 0.3))
        .isCloseTo(Math.tan(Math.toRadians(8)), within(1e-12));
    assertThat(TerrainSpec.parse("slope:-8").terrain().height(1, 0)).isNegative();
  }

  /** The slopes, stairs and gap of a course carry its boxes and blocks; its patch is level. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void partsOfCourseStandOnItsGround(int seed) {
    Terrain course = TerrainSpec.parse("course:" + seed).terrain();
    Terrain ground = course.ground();
    assertThat(ground.height(0.8, 0)).as("first slope").isPositive();
    assertThat(course.boxes()).isNotEmpty();
    for (Box box : course.boxes()) {
      assertThat(box.z() - box.halfZ()).isCloseTo(ground.height(box.x(), box.y()), within(1e-9));
    }
    assertThat(course.blocks()).isNotEmpty();
    for (Block block : course.blocks()) {
      Box box = block.box();
      assertThat(box.z() - box.halfZ()).isCloseTo(ground.height(box.x(), box.y()), within(1e-9));
    }
    int slippery = 0;
    double[] lastSlippery = new double[1];
    for (double x = 0; x < 8; x += 0.01) {
      double height = ground.height(x, 0);
      contacts.clear();
      ground.contacts(x, 0, height + 0.01, 0.015, MARGIN, contacts);
      double friction = contacts.friction(nearest());
      if (friction != 1) {
        slippery++;
        lastSlippery[0] = x;
        assertThat(0.8 * friction).isBetween(0.1, 0.4);
        assertThat(ground.height(x + 0.01, 0)).as("level at " + x).isEqualTo(height);
      }
    }
    assertThat(slippery).isBetween(39, 41);
    assertThat(course.boxes()).allMatch(box -> box.x() > lastSlippery[0]);
  }

  @Test
  void blocksStandSideBySideAcrossLane() {
    double mean = 0;
    int count = 50;
    for (int seed = 0; seed < count; seed++) {
      List<Block> blocks = TerrainSpec.parse("blocks:" + seed).terrain().blocks();
      assertThat(blocks).hasSize(6);
      for (int i = 0; i < 6; i++) {
        mean += blocks.get(i).box().y() / (6 * count);
        if (i > 0) {
          assertThat(blocks.get(i).box().y() - blocks.get(i - 1).box().y()).isBetween(0.13, 0.17);
        }
      }
    }
    assertThat(mean).isCloseTo(0, within(0.03));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "-1, 0", "0, 1", "0, -1"})
  void centerInsideBoxIsPushedOutOfNearestSide(int x, int y) {
    double yaw = 0.4;
    StaticBoxes boxes = new StaticBoxes(List.of(new Box(1, 2, 0.05, 0.1, 0.1, 0.05, yaw)));
    double nx = Math.cos(yaw) * x - Math.sin(yaw) * y;
    double ny = Math.sin(yaw) * x + Math.cos(yaw) * y;
    contacts.clear();
    boxes.contacts(1 + 0.09 * nx, 2 + 0.09 * ny, 0.05, 0, MARGIN, contacts);
    assertThat(contacts.gap(0)).isCloseTo(-0.01, within(1e-12));
    assertThat(contacts.normalX(0)).isCloseTo(nx, within(1e-12));
    assertThat(contacts.normalY(0)).isCloseTo(ny, within(1e-12));
  }

  /** A sphere that rests on a bump, above the mean height of the ground. */
  @Test
  void sphereTouchesTopOfBump() {
    HeightField field = new HeightField(0.05, RandomStream.of(1, "test"));
    int bumps = 0;
    for (int i = 0; i < 2000; i++) {
      double height = field.height(0.013 * i, 0.017 * i);
      if (height > 0.02) {
        bumps++;
        contacts.clear();
        field.contacts(0.013 * i, 0.017 * i, height + 0.015, 0.015, 0.001, contacts);
        assertThat(contacts.size()).isEqualTo(1);
      }
    }
    assertThat(bumps).isPositive();
  }

  @Test
  void frictionTerrainHasGivenCoefficient() {
    assertThat(friction(TerrainSpec.parse("friction:0.4").terrain(), 0, 0)).isEqualTo(0.5);
  }

  @Test
  void compositePartsHaveDistinctSurfaceIds() {
    Terrain course =
        new CompositeTerrain(
            List.of(
                new FlatGround(),
                new StaticBoxes(List.of(new Box(0, 0, 0.05, 0.05, 0.05, 0.05, 0)))),
            List.of());
    contacts.clear();
    course.contacts(0.06, 0, 0.01, 0.015, MARGIN, contacts);
    assertThat(contacts.size()).isEqualTo(2);
    assertThat(contacts.surface(0)).isNotEqualTo(contacts.surface(1));
    assertThat(course.height(0.049, 0)).isEqualTo(0.1);
    assertThat(course.height(0.051, 0)).isZero();
  }

  @Test
  void meanPlaneFollowsStairs() {
    double[] normal = new double[3];
    TerrainSpec.parse("stairs-down:0.04x0.2x10").terrain().normal(1.5, 0, normal);
    assertThat(Math.atan2(normal[0], normal[2])).isCloseTo(Math.atan(0.2), within(1e-9));
    TerrainSpec.parse("flat").terrain().normal(1.5, 0, normal);
    assertThat(normal).containsExactly(0, 0, 1);
  }

  @Test
  void roughGroundStaysWithinAmplitude() {
    HeightField field = new HeightField(0.02, RandomStream.of(1, "test"));
    double maxHeight = 0;
    for (int i = 0; i < 20_000; i++) {
      double height = field.height(0.013 * i, 0.017 * i);
      assertThat(Math.abs(height)).isLessThanOrEqualTo(0.02);
      maxHeight = Math.max(maxHeight, height);
    }
    assertThat(maxHeight).isGreaterThan(0.01);
  }

  private double friction(Terrain terrain, double x, double y) {
    contacts.clear();
    terrain.contacts(x, y, 0.01, 0.015, MARGIN, contacts);
    return contacts.friction(0);
  }

  private int nearest() {
    int nearest = 0;
    for (int i = 1; i < contacts.size(); i++) {
      nearest = contacts.gap(i) < contacts.gap(nearest) ? i : nearest;
    }
    return nearest;
  }

  private static double distanceToColumns(Terrain terrain, double x, double y, double z) {
    double minDistance = Double.MAX_VALUE;
    int span = (int) (0.11 / GRID);
    for (int i = -span; i <= span; i++) {
      for (int k = -span; k <= span; k++) {
        double dx = i * GRID;
        double dy = k * GRID;
        double above = Math.max(0, z - terrain.height(x + dx, y + dy));
        minDistance = Math.min(minDistance, Math.sqrt(dx * dx + dy * dy + above * above));
      }
    }
    return minDistance;
  }
}
