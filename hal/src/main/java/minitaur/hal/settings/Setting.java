package minitaur.hal.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents a component of a settings record; printed as the comment of its key. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** What the setting does. */
  String doc();

  /** Unit of the value; empty for a value without one. */
  String unit() default "";

  /** Source of the default; empty when there is nothing to cite. */
  String source() default "";

  /** Whether the value is a secret, which is never written or printed. */
  boolean secret() default false;
}
