package io.eventbackfill.ledger;

/**
 * A process that holds a ledger, or held it.
 *
 * @param host the name of its machine
 * @param pid its number there
 * @param processStart when it started, in ms since its machine did. Not a time of day: that of a
 *     process changes whenever the machine's clock is set, and the process would seem another one
 * @param namespace within what the number means one process: a boot of one machine, and a container
 *     of it. Empty if that can't be told
 * @param user whom it runs as
 * @param command what it does, for whoever finds the claim; no secrets. May be empty
 */
public record Holder(
    String host, long pid, long processStart, String namespace, String user, String command) {

  /** What this process can see of the others beside it. */
  @FunctionalInterface
  public interface Processes {

    /** True if there is a process of this number that started then; only asked for neighbours. */
    boolean isRunning(long pid, long processStart);
  }

  /**
   * True if this process certainly doesn't exist any more; false if it does or that can't be told.
   * The processes of another user may be hidden, so that not to see one tells nothing.
   */
  boolean isGone(Holder self, Processes processes) {
    return !namespace.isEmpty()
        && namespace.equals(self.namespace)
        && host.equals(self.host)
        && user.equals(self.user)
        && !processes.isRunning(pid, processStart);
  }

  @Override
  public String toString() {
    String hint = command.isEmpty() ? "" : " (" + command + ")";
    return user + "@" + host + ", process " + pid + hint;
  }
}
