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
import minitaur.calibration.camera.ViewVerdict;
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
  public void verdict(ViewVerdict verdict, IntrinsicsSession session, int required) {
    CoverageMap coverage = session.coverage();
    CameraIntrinsics lens = session.guess();
    int views = session.views().size();
    if (json) {
      var line = mapper.createObjectNode();
      line.put("judgement", verdict.judgement().name());
      line.put("text", verdict.text());
      line.put("views", views);
      line.put("required", required);
      line.put("coverage", coverage == null ? 0 : coverage.share());
      line.put("residualPixels", lens == null ? null : (Double) lens.residualPixels());
      line.put(
          "focalXPixels", lens == null ? null : (Double) lens.pinhole().focalXPixels().value());
      line.put(
          "focalYPixels", lens == null ? null : (Double) lens.pinhole().focalYPixels().value());
      line.put("focalUncertainty", lens == null ? null : (Double) uncertainty(lens));
      print(line);
      return;
    }
    if (!verdict.isAccepted()) {
      out.println("        " + verdict.text());
    } else {
      out.printf(Locale.ROOT, "view %d of %d: %s%n", views, required, verdict.text());
      describe(lens, coverage);
    }
    out.flush();
  }

  private void describe(@Nullable CameraIntrinsics lens, @Nullable CoverageMap coverage) {
    if (lens != null) {
      out.printf(
          Locale.ROOT,
          "        reprojection %.3f pixels, focal length %.1f +/- %.2f %%%n",
          lens.residualPixels(),
          lens.pinhole().focalXPixels().value(),
          100 * uncertainty(lens));
    }
    if (coverage != null) {
      coverage.rows().forEach(row -> out.println("        " + row));
      out.printf(Locale.ROOT, "        corners in %.0f %% of the image%n", 100 * coverage.share());
    }
  }

  /** Reports the intrinsics. */
  public void lens(CameraIntrinsics lens) {
    if (json) {
      print(Map.of("camera", lens));
      return;
    }
    out.printf(
        Locale.ROOT,
        "focal lengths %s, %s pixels; center %s, %s; reprojection %.3f pixels over %d views%n",
        text(lens.pinhole().focalXPixels()),
        text(lens.pinhole().focalYPixels()),
        text(lens.pinhole().centreXPixels()),
        text(lens.pinhole().centreYPixels()),
        lens.residualPixels(),
        lens.views());
    out.printf(
        Locale.ROOT,
        "distortion k1 %.4f, k2 %.4f, p1 %.5f, p2 %.5f, k3 %.4f%n",
        lens.distortion().k1(),
        lens.distortion().k2(),
        lens.distortion().p1(),
        lens.distortion().p2(),
        lens.distortion().k3());
    out.flush();
  }

  /** Reports the pose. */
  public void place(CameraPlacement place) {
    if (json) {
      print(Map.of("cameraPlacement", place));
      return;
    }
    out.printf(
        Locale.ROOT,
        "camera at x %.3f, y %.3f, z %.3f m; roll %.1f, pitch %.1f, yaw %.1f degrees; mean residual"
            + " %.1f mm%n",
        place.pose().xMetres(),
        place.pose().yMetres(),
        place.pose().zMetres(),
        Math.toDegrees(place.pose().rollRad()),
        Math.toDegrees(place.pose().pitchRad()),
        Math.toDegrees(place.pose().yawRad()),
        1e3 * place.residualMetres());
    out.flush();
  }

  /** Half-width of the 95 % interval of the focal length, relative to its value. */
  static double uncertainty(CameraIntrinsics lens) {
    Estimate focal = lens.pinhole().focalXPixels();
    return (focal.high() - focal.low()) / 2 / focal.value();
  }

  private static String text(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.2f +/- %.2f", estimate.value(), (estimate.high() - estimate.low()) / 2);
  }

  private void print(Object line) {
    try {
      out.println(mapper.writeValueAsString(line));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
