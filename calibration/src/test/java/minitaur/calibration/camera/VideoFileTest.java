package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.calibration.camera.synthetic.VirtualClock;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_videoio.VideoWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFileTest {
  @TempDir private Path directory;

  @BeforeAll
  static void requireOpenCv() {
    OpenCvAssumption.assumeLoaded();
  }

  @Test
  void playsRecordingAtItsFrameRate() throws CameraException {
    Path file = directory.resolve("recording.avi");
    int motionJpeg = VideoWriter.fourcc((byte) 'M', (byte) 'J', (byte) 'P', (byte) 'G');
    try (Size size = new Size(64, 48);
        VideoWriter writer =
            new VideoWriter(
                file.toString(), opencv_videoio.CAP_OPENCV_MJPEG, motionJpeg, 25, size, true)) {
      for (int i = 0; i < 4; i++) {
        try (Mat image = new Mat(48, 64, opencv_core.CV_8UC3, Scalar.all(40 * i + 20))) {
          writer.write(image);
        }
      }
      writer.release();
    }
    VirtualClock clock = new VirtualClock();
    try (FrameSource source = new VideoFile(file, clock);
        CameraFrame frame = new CameraFrame()) {
      for (int i = 0; i < 4; i++) {
        assertThat(source.read(frame)).isTrue();
        assertThat(frame.captureNanos()).isEqualTo(40_000_000L * i).isEqualTo(clock.nanos());
        assertThat(frame.width()).isEqualTo(64);
        assertThat(frame.gray()[1000] & 0xFF).isBetween(40 * i + 16, 40 * i + 24);
      }
      assertThat(source.read(frame)).isFalse();
    }
  }

  @Test
  void unreadableFileErrorNamesConversion() throws IOException {
    Path file = Files.writeString(directory.resolve("phone.mp4"), "no video");
    assertThatThrownBy(() -> new VideoFile(file, new VirtualClock()).close())
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("phone.mp4")
        .hasMessageContaining("ffmpeg -i phone.mp4 -an -c:v mjpeg");
    assertThatThrownBy(() -> new VideoFile(directory.resolve("none"), new VirtualClock()).close())
        .hasMessageContaining("does the file exist");
    assertThatThrownBy(() -> new ImageFolder(directory).close())
        .hasMessageContaining("contains no images");
  }
}
