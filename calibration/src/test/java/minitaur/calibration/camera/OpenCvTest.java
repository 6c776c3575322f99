package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenCvTest {

  @Test
  void missingGtkErrorNamesPackage() {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError("no jniopencv_highgui in path");
    error.initCause(
        new UnsatisfiedLinkError(
            "libgtk-x11-2.0.so.0: cannot open shared object file: No such file or directory"));
    assertThat(OpenCv.describeFailure(error))
        .contains("apt install libgtk2.0-0")
        .contains("work without it");
  }

  @Test
  void missingClassesErrorNamesJar() {
    assertThat(
            OpenCv.describeFailure(
                new NoClassDefFoundError("org/bytedeco/opencv/global/opencv_core")))
        .contains("opencv-*.jar")
        .doesNotContain("libgtk");
  }

  @Test
  void missingLibraryErrorNamesPlatforms() {
    assertThat(
            OpenCv.describeFailure(
                new UnsatisfiedLinkError("no jniopencv_core in java.library.path")))
        .contains("no jniopencv_core")
        .contains("x86-64")
        .contains("arm64");
  }
}
