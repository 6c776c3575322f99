package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Checks that a composite forwards every method of its interface, including future ones. */
public final class ForwardedCalls {
  private ForwardedCalls() {}

  /**
   * Calls every method with zeros and nulls.
   *
   * @param composite creates the composite of one element
   */
  public static <T> void requireAll(Class<T> type, Function<? super T, ? extends T> composite)
      throws IllegalAccessException, InvocationTargetException {
    List<String> received = new ArrayList<>();
    T element =
        type.cast(
            Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                  received.add(method.getName());
                  return null;
                }));
    T tested = composite.apply(element);
    List<String> called = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        Object[] arguments =
            Arrays.stream(method.getParameterTypes()).map(ForwardedCalls::zero).toArray();
        method.invoke(tested, arguments);
        called.add(method.getName());
      }
    }
    assertThat(received).isEqualTo(called).isNotEmpty();
  }

  private static Object zero(Class<?> type) {
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    return type == double.class ? 0.0 : null;
  }
}
