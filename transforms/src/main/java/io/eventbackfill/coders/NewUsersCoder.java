package io.eventbackfill.coders;

import io.eventbackfill.planning.NewUsers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@link NewUsers}: users, months. */
public final class NewUsersCoder extends RecordCoder<NewUsers> {
  private static final long serialVersionUID = 1L;
  private static final NewUsersCoder INSTANCE = new NewUsersCoder();

  private NewUsersCoder() {
    super(1);
  }

  public static NewUsersCoder of() {
    return INSTANCE;
  }

  @Override
  void write(NewUsers users, OutputStream out) throws IOException {
    Wire.writeLong(users.users(), out);
    CensusCoder.writeShares(users.months(), Wire::writeText, out);
  }

  @Override
  NewUsers read(InputStream in) throws IOException {
    NewUsers users = new NewUsers();
    users.addUsers(Wire.readLong(in));
    CensusCoder.readShares(users.months(), Wire::readText, in);
    return users;
  }

  /** Mutable, and without equality of their own. */
  @Override
  public boolean consistentWithEquals() {
    return false;
  }
}
