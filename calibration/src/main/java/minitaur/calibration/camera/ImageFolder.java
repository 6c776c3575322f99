package minitaur.calibration.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import minitaur.hal.file.FileErrors;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Images of a folder, PNG or JPEG, sorted by name. */
public final class ImageFolder implements FrameSource {
  private final Iterator<Path> files;

  /**
   * Lists the images.
   *
   * @throws CameraException when the folder contains none
   */
  public ImageFolder(Path folder) throws CameraException {
    OpenCv.loadLibrary();
    List<Path> images;
    try (Stream<Path> entries = Files.list(folder)) {
      images = entries.filter(ImageFolder::isImage).sorted().toList();
    } catch (IOException e) {
      throw new CameraException(folder + ": cannot be listed (" + FileErrors.reason(e) + ")");
    }
    if (images.isEmpty()) {
      throw new CameraException(folder + ": contains no images; allowed: .png, .jpg and .jpeg");
    }
    files = images.iterator();
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  @Override
  public boolean read(CameraFrame frame) throws CameraException {
    if (!files.hasNext()) {
      return false;
    }
    Path file = files.next();
    try (Mat raw = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_GRAYSCALE)) {
      if (raw.empty()) {
        throw new CameraException(file + ": cannot be read as an image");
      }
      raw.copyTo(frame.image());
    }
    frame.setCaptureNanos(0);
    return true;
  }

  @Override
  public boolean isSequence() {
    return false;
  }

  @Override
  public void close() {}
}
