package minitaur.calibration.camera;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_objdetect;

/** Loads the OpenCV library and reports its memory use. */
public final class OpenCv {
  private OpenCv() {}

  /**
   * Loads the library. Call this before any other class of this package that processes images.
   *
   * @throws CameraException when the library cannot be loaded; the message names what to install
   */
  public static void loadLibrary() throws CameraException {
    try {
      Loader.load(opencv_objdetect.class);
      // The learner and the control loops need the processor cores more than image processing does.
      opencv_core.setNumThreads(1);
    } catch (LinkageError e) {
      throw new CameraException(describeFailure(e));
    }
  }

  /** Native memory held by pointers, outside the Java heap, bytes. */
  public static long pointerBytes() {
    return Pointer.totalBytes();
  }

  /** Resident memory of this process, bytes. */
  public static long residentBytes() {
    return Pointer.physicalBytes();
  }

  /** Describes what is missing and how to install it. */
  static String describeFailure(Throwable failure) {
    StringBuilder causes = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      causes.append(cause).append('\n');
    }
    String text = causes.toString();
    if (text.contains("libgtk") || text.contains("libgdk") || text.contains("opencv_highgui")) {
      return "the camera needs GTK 2, which is not installed. On Debian and Ubuntu: apt install"
          + " libgtk2.0-0. All other features work without it";
    }
    if (failure instanceof NoClassDefFoundError) {
      return "the camera needs OpenCV, whose opencv-*.jar is missing beside the program; build it"
          + " again with: mvn package. All other features work without it";
    }
    return "the camera needs OpenCV's native library, which cannot be loaded here ("
        + text.lines().reduce((first, last) -> last).orElse("")
        + "). There is one for Linux on x86-64 and on arm64 (jars opencv-*-linux-*.jar beside the"
        + " program). All other features work without it";
  }
}
