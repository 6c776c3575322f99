package minitaur.controller.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to do with the camera that is asked for. */
public sealed interface CameraRequest {

  /** What is printed. */
  enum BoardKind {
    /** For the lens. */
    CHESSBOARD,
    /** For the robot's back. */
    TRUNK,
    /** For the floor. */
    FLOOR
  }

  /** What it is printed on. */
  enum Paper {
    /** 297 x 210 mm. */
    A4,
    /** 420 x 297 mm. */
    A3
  }

  /**
   * A board to print.
   *
   * @param tag number of a floor tag
   */
  record Board(Path output, BoardKind kind, Paper paper, int tag) implements CameraRequest {}

  /**
   * Where pictures come from and where numbers go.
   *
   * @param source a device, a folder, an AVI file, or {@code synthetic}
   * @param scale true length of what is printed over what it should be
   * @param file the robot's calibration
   * @param robot its name
   * @param script answers for the operator; null when he is asked himself
   * @param page where the operator's page is served
   * @param date of today
   */
  record Session(
      String source,
      int widthPixels,
      int heightPixels,
      double framesPerSecond,
      double exposureSeconds,
      double scale,
      Path file,
      String robot,
      @Nullable Path script,
      PageChoice page,
      String date,
      long seed,
      boolean json) {}

  /**
   * A lens to be found.
   *
   * @param views how many are wanted
   * @param picture where a picture with the corners of the last view goes; null for nowhere
   */
  record Intrinsics(Session session, Paper paper, int views, @Nullable Path picture)
      implements CameraRequest {}

  /**
   * Where a tag lies.
   *
   * @param yawDegrees where its arrow points
   */
  record Tag(int tag, double xMetres, double yMetres, double yawDegrees) {}

  /**
   * A camera's place to be found.
   *
   * @param tags on the floor; empty when the robot walks instead
   * @param boardHeightMetres of the board on the trunk above the floor
   * @param pictures how many are taken of the tags
   * @param seconds how long the walk is watched
   */
  record Lane(
      Session session, List<Tag> tags, double boardHeightMetres, int pictures, double seconds)
      implements CameraRequest {}
}
