package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageInputStream;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.io.FileChannelWrapper;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {
  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  private int demo(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "demo";
    arguments[1] = "--profile=nominal";
    arguments[2] = "--size=320x180";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return program.run(arguments);
  }

  @Test
  void writesAnimatedGifAndLastFrame() throws Exception {
    Path gif = temporary.resolve("walk.gif");
    Path png = temporary.resolve("last.png");
    assertThat(demo("--seconds=2", "--video=" + gif, "--image=" + png)).as(program.err()).isZero();
    assertThat(program.out()).contains("task paper, trained for 20000 steps on the nominal robot");
    assertThat(program.out()).contains("Wrote " + gif + ": 50 frames, 25 per second");

    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (FileImageInputStream in = new FileImageInputStream(gif.toFile())) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(50);
      IIOMetadataNode root =
          (IIOMetadataNode) reader.getImageMetadata(7).getAsTree("javax_imageio_gif_image_1.0");
      IIOMetadataNode control =
          (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
      assertThat(control.getAttribute("delayTime")).isEqualTo("4");
      BufferedImage first = reader.read(0);
      assertThat(first.getWidth()).isEqualTo(320);
      assertThat(first.getHeight()).isEqualTo(180);
      assertThat(colors(first)).as("colors").hasSizeGreaterThan(50);
      Color sky = new Color(first.getRGB(1, 1));
      assertThat(sky.getRed()).isCloseTo(0xf7, within(4));
      assertThat(sky.getGreen()).isCloseTo(0xf9, within(4));
      assertThat(sky.getBlue()).isCloseTo(0xfb, within(4));
    }
    BufferedImage last = ImageIO.read(png.toFile());
    assertThat(last.getWidth()).isEqualTo(320);
    assertThat(colors(last)).as("the near legs").contains(0xff1f2d3d);
    assertThat(temporary.toFile().list()).as("files").hasSize(2);
  }

  @Test
  void writesDecodableVideo() throws Exception {
    Path mp4 = temporary.resolve("walk.mp4");
    assertThat(demo("--seconds=0.4", "--terrain=slope:5", "--video=" + mp4))
        .as(program.err())
        .isZero();
    try (FileChannel channel = FileChannel.open(mp4)) {
      FrameGrab frames = FrameGrab.createFrameGrab(new FileChannelWrapper(channel));
      Picture picture = frames.getNativeFrame();
      assertThat(picture.getCroppedWidth()).isEqualTo(320);
      assertThat(picture.getCroppedHeight()).isEqualTo(180);
      int count = 0;
      for (Picture next = picture; next != null; next = frames.getNativeFrame()) {
        count++;
      }
      assertThat(count).isEqualTo(10);
      assertThat(frames.getVideoTrack().getMeta().getTotalDuration()).isEqualTo(0.4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --video=walk.avi          | --video is walk.avi; allowed: a .mp4 or .gif file
          --video=walk              | --video is walk; allowed: a .mp4 or .gif file
          --image=walk.jpg          | --image is walk.jpg; allowed: a .png file
          --video=none/walk.mp4     | --video none/walk.mp4 cannot be written: there is no directory
          --size=0x0                | --size is 0x0; allowed: 160x90 to 1920x1080
          --size=321x180            | --size is 321x180; allowed: 160x90 to 1920x1080, even
          --size=99999x99999        | --size is 99999x99999; allowed
          --size=big                | --size is big; allowed
          --seconds=0               | --seconds is 0.0; allowed: 0.1 to 300
          --seconds=NaN             | --seconds is NaN; allowed: 0.1 to 300
          --task=flying             | --task is flying; allowed: paper, sustainable
          --terrain=hill            | sim.terrain is "hill"
          --profile=real            | sim.profile
          """)
  void rejectsInvalidOptions(String option, String message) {
    assertThat(program.run("demo", option)).isEqualTo(2);
    assertThat(program.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void createsNoFilesWhenOutputIsUnwritable() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("taken.mp4"));
    assertThat(demo("--video=" + directory)).isEqualTo(2);
    assertThat(program.err()).contains("is a directory; give the name of a file");
    // No file can be created there, not even by root.
    assertThat(demo("--seconds=0.1", "--image=/proc/walk.png")).isEqualTo(2);
    assertThat(program.err()).contains("/proc");
    assertThat(directory.toFile().list()).isEmpty();
  }

  private static Set<Integer> colors(BufferedImage image) throws IOException {
    Set<Integer> colors = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colors.add(image.getRGB(x, y));
      }
    }
    return colors;
  }
}
