package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StopRequest;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM and SIGINT do: the first one asks the run to stop, the next one ends the process.
 *
 * <p>A shutdown hook will not do: the engines' own hooks would tear the job down beside it, and the
 * exit code would be the signal's.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private static final List<String> NAMES = List.of("TERM", "INT");

  /** What shells add to a signal's number, to tell it from an exit code. */
  private static final int ENDED_BY_SIGNAL = 128;

  private final PrintStream err;
  private final IntConsumer halt;
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * Heeds nothing yet.
   *
   * @param err takes the answer to the first signal
   * @param halt ends the process at once with this exit code
   */
  Signals(PrintStream err, IntConsumer halt) {
    this.err = err;
    this.halt = halt;
  }

  /** Takes the signals over from the JVM, where it lets go of them. */
  void heed() {
    for (String name : NAMES) {
      try {
        takeOver(name);
      } catch (ReflectiveOperationException e) {
        LOG.debug("SIG{} is left to the JVM, and ends the run at once", name, e);
      }
    }
  }

  /** By reflection: not every JVM has these classes, and the compiler warns of them. */
  private void takeOver(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = type.getConstructor(String.class).newInstance(name);
    int number = (Integer) type.getMethod("getNumber").invoke(signal);
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, args) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(this, args);
              }
              received(number);
              return null;
            });
    Object unused = type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
  }

  /** A signal has come. */
  void received(int number) {
    if (asked.compareAndSet(false, true)) {
      // Said first, for a short run would be over before it is.
      err.println(
          "Stopping: what is in flight is settled, the rest is deferred. Send the signal again to"
              + " abandon it.");
      StopRequest.ofThisProcess().raise();
    } else {
      halt.accept(ENDED_BY_SIGNAL + number);
    }
  }
}
