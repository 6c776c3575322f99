package minitaur.calibration.camera.procedure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import minitaur.calibration.CameraIntrinsics;
import minitaur.calibration.CameraPlacement;
import minitaur.calibration.Estimate;
import minitaur.calibration.camera.CoverageMap;
import minitaur.calibration.camera.IntrinsicsSession;
import minitaur.calibration.camera.ViewCheckResult;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/** Prints the progress and the result of a camera calibration, as text or JSON lines. */
public final class CameraReport {
  private final PrintWriter out;
  private final boolean json;
  private final ObjectMapper mapper = new ObjectMapper();

  public CameraReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Reports the verdict on an image and the state of the calibration. */
  public void viewChecked(ViewCheckResult result, IntrinsicsSession session, int required) {
    CoverageMap coverage = session.coverage();
    CameraIntrinsics preliminary = session.preliminary();
    int views = session.views().size();
    if (json) {
      var line = mapper.createObjectNode();
      line.put("judgement", result.status().name());
      line.put("text", result.message());
      line.put("views", views);
      line.put("required", required);
      line.put("coverage", coverage == null ? 0 : coverage.coveredFraction());
      line.put(
          "residualPixels", preliminary == null ? null : (Double) preliminary.residualPixels());
      line.put(
          "focalXPixels",
          preliminary == null ? null : (Double) preliminary.pinhole().focalXPixels().value());
      line.put(
          "focalYPixels",
          preliminary == null ? null : (Double) preliminary.pinhole().focalYPixels().value());
      line.put(
          "focalUncertainty", preliminary == null ? null : (Double) focalUncertainty(preliminary));
      printJson(line);
      return;
    }
    if (!result.isAccepted()) {
      out.println("        " + result.message());
    } else {
      out.printf(Locale.ROOT, "view %d of %d: %s%n", views, required, result.message());
      printProgress(preliminary, coverage);
    }
    out.flush();
  }

  private void printProgress(
      @Nullable CameraIntrinsics intrinsics, @Nullable CoverageMap coverage) {
    if (intrinsics != null) {
      out.printf(
          Locale.ROOT,
          "        reprojection %.3f pixels, focal length %.1f +/- %.2f %%%n",
          intrinsics.residualPixels(),
          intrinsics.pinhole().focalXPixels().value(),
          100 * focalUncertainty(intrinsics));
    }
    if (coverage != null) {
      coverage.rows().forEach(row -> out.println("        " + row));
      out.printf(
          Locale.ROOT,
          "        corners in %.0f %% of the image%n",
          100 * coverage.coveredFraction());
    }
  }

  /** Reports the intrinsics. */
  public void intrinsics(CameraIntrinsics intrinsics) {
    if (json) {
      printJson(Map.of("camera", intrinsics));
      return;
    }
    out.printf(
        Locale.ROOT,
        "focal lengths %s, %s pixels; center %s, %s; reprojection %.3f pixels over %d views%n",
        format(intrinsics.pinhole().focalXPixels()),
        format(intrinsics.pinhole().focalYPixels()),
        format(intrinsics.pinhole().centreXPixels()),
        format(intrinsics.pinhole().centreYPixels()),
        intrinsics.residualPixels(),
        intrinsics.views());
    out.printf(
        Locale.ROOT,
        "distortion k1 %.4f, k2 %.4f, p1 %.5f, p2 %.5f, k3 %.4f%n",
        intrinsics.distortion().k1(),
        intrinsics.distortion().k2(),
        intrinsics.distortion().p1(),
        intrinsics.distortion().p2(),
        intrinsics.distortion().k3());
    out.flush();
  }

  /** Reports the pose. */
  public void placement(CameraPlacement placement) {
    if (json) {
      printJson(Map.of("cameraPlacement", placement));
      return;
    }
    out.printf(
        Locale.ROOT,
        "camera at x %.3f, y %.3f, z %.3f m; roll %.1f, pitch %.1f, yaw %.1f degrees; mean residual"
            + " %.1f mm%n",
        placement.pose().xMetres(),
        placement.pose().yMetres(),
        placement.pose().zMetres(),
        Math.toDegrees(placement.pose().rollRad()),
        Math.toDegrees(placement.pose().pitchRad()),
        Math.toDegrees(placement.pose().yawRad()),
        1e3 * placement.residualMetres());
    out.flush();
  }

  /** Half-width of the 95 % interval of the focal length, relative to its value. */
  static double focalUncertainty(CameraIntrinsics intrinsics) {
    Estimate focal = intrinsics.pinhole().focalXPixels();
    return (focal.high() - focal.low()) / 2 / focal.value();
  }

  private static String format(Estimate estimate) {
    return Text.of("%.2f +/- %.2f", estimate.value(), (estimate.high() - estimate.low()) / 2);
  }

  private void printJson(Object value) {
    try {
      out.println(mapper.writeValueAsString(value));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
