package io.eventbackfill.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Who the events are of: devices with their users, each drawn as often as its weight says. */
public final class Population {
  private final List<Member> members;
  private final double[] cumulated;

  /**
   * A device in one user's hands. A user may have many.
   *
   * @param device its id
   * @param user the user's id
   * @param weight how often it is drawn, relative to the others; above zero
   */
  public record Member(String device, String user, double weight) {}

  private Population(List<Member> members) {
    this.members = List.copyOf(members);
    this.cumulated = new double[members.size()];
    double sum = 0;
    for (int i = 0; i < cumulated.length; i++) {
      double weight = members.get(i).weight();
      if (!(weight > 0)) {
        throw new IllegalArgumentException("a weight must be above zero: " + members.get(i));
      }
      sum += weight;
      cumulated[i] = sum;
    }
    if (cumulated.length == 0) {
      throw new IllegalArgumentException("nobody there");
    }
  }

  /**
   * These devices.
   *
   * @throws IllegalArgumentException if there are none, or a weight is not above zero
   */
  public static Population of(List<Member> members) {
    return new Population(members);
  }

  /** Devices of one user each, all alike. */
  public static Population uniform(int devices) {
    return new Population(others(devices, 1));
  }

  /** Devices of one user each; the n-th is drawn in proportion to n to the power of -exponent. */
  public static Population zipf(int devices, double exponent) {
    return new Population(
        IntStream.rangeClosed(1, devices)
            .mapToObj(n -> member(n, Math.pow(n, -exponent)))
            .toList());
  }

  /** One device with this share of all events, from 0 to 1, and others that are all alike. */
  public static Population hotDevice(double share, int others) {
    return hotUser(share, 1, others);
  }

  /** One user with this share of all events on so many devices, and others with one device each. */
  public static Population hotUser(double share, int devices, int others) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      members.add(new Member("hot-device-%05d".formatted(i), "hot-user", share / devices));
    }
    members.addAll(others(others, (1 - share) / others));
    return new Population(members);
  }

  private static List<Member> others(int count, double weight) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> member(n, weight)).toList();
  }

  private static Member member(int number, double weight) {
    return new Member("device-%05d".formatted(number), "user-%05d".formatted(number), weight);
  }

  public int size() {
    return members.size();
  }

  public Member member(int index) {
    return members.get(index);
  }

  /** The index of a member, by its weight. */
  public int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, point);
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulated.length - 1);
  }
}
