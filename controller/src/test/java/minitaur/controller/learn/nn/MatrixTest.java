package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.hal.random.RandomStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixTest {
  private final RandomStream random = RandomStream.of(3, "matrix");

  @ParameterizedTest
  @EnumSource(MatrixBackend.class)
  void multipliesAllTranspositions(MatrixBackend backend) {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        Matrix a = random(backend, transposeA ? 5 : 4, transposeA ? 4 : 5);
        Matrix b = random(backend, transposeB ? 6 : 5, transposeB ? 5 : 6);
        Matrix c = backend.matrix(4, 6);
        c.setProduct(a, transposeA, b, transposeB);
        assertThat(c.toArray())
            .containsExactly(referenceProduct(a, transposeA, b, transposeB), Offset.offset(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MatrixBackend.class)
  void multipliesColumnWindows(MatrixBackend backend) {
    Matrix a = random(backend, 4, 5);
    Matrix wide = random(backend, 5, 9);
    Matrix window = wide.columnWindow(3, 2);
    Matrix c = backend.matrix(4, 2);
    c.setProduct(a, false, window, false);
    assertThat(c.toArray())
        .containsExactly(referenceProduct(a, false, window, false), Offset.offset(1e-5f));
  }

  @ParameterizedTest
  @EnumSource(MatrixBackend.class)
  void columnWindowWriteKeepsOtherColumns(MatrixBackend backend) {
    Matrix wide = backend.matrix(2, 4);
    wide.write(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    wide.columnWindow(1, 2).write(new float[] {20, 30, 60, 70});
    assertThat(wide.toArray()).containsExactly(1, 20, 30, 4, 5, 60, 70, 8);
  }

  @ParameterizedTest
  @EnumSource(MatrixBackend.class)
  void rejectsIncompatibleShapes(MatrixBackend backend) {
    Matrix a = backend.matrix(4, 5);
    Matrix c = backend.matrix(4, 6);
    assertThatThrownBy(() -> c.setProduct(a, false, a, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 x 5 times 4 x 5 does not make 4 x 6");
  }

  private Matrix random(MatrixBackend backend, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
    Matrix matrix = backend.matrix(rows, columns);
    matrix.write(values);
    return matrix;
  }

  private static float[] referenceProduct(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
    float[] left = a.toArray();
    float[] right = b.toArray();
    int rows = transposeA ? a.columns : a.rows;
    int inner = transposeA ? a.rows : a.columns;
    int columns = transposeB ? b.rows : b.columns;
    float[] product = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        for (int k = 0; k < inner; k++) {
          float x = transposeA ? left[k * a.columns + r] : left[r * a.columns + k];
          float y = transposeB ? right[c * b.columns + k] : right[k * b.columns + c];
          product[r * columns + c] += x * y;
        }
      }
    }
    return product;
  }
}
