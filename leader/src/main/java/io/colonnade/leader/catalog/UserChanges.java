package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.ScramVerifier;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.UserDefinition;
import io.colonnade.sql.parser.DdlStatement;

import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * CREATE, ALTER and DROP USER. Of a password only its verifier is kept. There is always a superuser
 * who can log in, once there is a user at all. One statement's.
 */
public final class UserChanges {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Transaction transaction;
    private final SessionState session;
    private final LongSupplier newObjectId;
    private final Consumer<String> notice;

    public UserChanges(
            Transaction transaction,
            SessionState session,
            LongSupplier newObjectId,
            Consumer<String> notice) {
        this.transaction = transaction;
        this.session = session;
        this.newObjectId = newObjectId;
        this.notice = notice;
    }

    public void execute(DdlStatement statement) {
        switch (statement) {
            case DdlStatement.CreateUser create -> create(create);
            case DdlStatement.AlterUser alter -> alter(alter);
            case DdlStatement.DropUsers drop -> drop(drop);
            default -> throw ColonnadeException.internal("not about users: " + statement.tag());
        }
        requireAdministrator();
    }

    private void create(DdlStatement.CreateUser create) {
        requireSuperuser("create users");
        if (users().containsKey(create.name())) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_OBJECT, "user \"" + create.name() + "\" already exists");
        }
        if (create.options().password() == null && !create.options().passwordDisabled()) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "user \"" + create.name() + "\" needs a password")
                    .hint("Write PASSWORD '...', or PASSWORD DISABLE.");
        }
        put(
                UserDefinition.newBuilder().setName(create.name()).setId(newObjectId.getAsLong()),
                create.options());
    }

    private void alter(DdlStatement.AlterUser alter) {
        UserDefinition user = users().get(alter.name());
        DdlStatement.UserOptions options = alter.options();
        boolean own =
                alter.name().equals(session.user())
                        && options.superuser() == null
                        && options.groups() == null;
        if (!own) {
            requireSuperuser("change other users");
        }
        if (user == null) {
            throw missing(alter.name());
        }
        put(user.toBuilder(), options);
    }

    private void put(UserDefinition.Builder user, DdlStatement.UserOptions options) {
        if (options.password() != null) {
            user.setScramVerifier(ScramVerifier.create(options.password(), RANDOM).toString());
        } else if (options.passwordDisabled()) {
            user.clearScramVerifier();
        }
        if (options.superuser() != null) {
            user.setSuperuser(options.superuser());
        }
        if (options.groups() != null) {
            user.clearGroups().addAllGroups(options.groups());
        }
        transaction.change(CatalogChange.newBuilder().setPutUser(user).build());
    }

    private void drop(DdlStatement.DropUsers drop) {
        requireSuperuser("drop users");
        for (String name : drop.names()) {
            if (!users().containsKey(name)) {
                if (!drop.ifExists()) {
                    throw missing(name);
                }
                notice.accept("user \"" + name + "\" does not exist, skipping");
                continue;
            }
            requireNoObjects(name);
            transaction.change(CatalogChange.newBuilder().setDropUser(name).build());
        }
    }

    private void requireNoObjects(String user) {
        boolean owns =
                transaction.view().tables().values().stream()
                                .anyMatch(t -> t.definition().getOwner().equals(user))
                        || transaction.view().views().values().stream()
                                .anyMatch(v -> v.getOwner().equals(user));
        if (owns) {
            throw new ColonnadeException(
                            ErrorCode.DEPENDENT_OBJECTS,
                            "user \"" + user + "\" cannot be dropped because it owns objects")
                    .hint("Give them to another user by ALTER TABLE ... OWNER TO.");
        }
    }

    private Map<String, UserDefinition> users() {
        return transaction.view().users();
    }

    private void requireSuperuser(String what) {
        if (!session.superuser()) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to " + what);
        }
    }

    private static ColonnadeException missing(String name) {
        return new ColonnadeException(
                ErrorCode.UNDEFINED_OBJECT, "user \"" + name + "\" does not exist");
    }

    /** From the first user on, passwords are asked for: someone must be able to come in. */
    private void requireAdministrator() {
        boolean reachable =
                users().isEmpty()
                        || users().values().stream()
                                .anyMatch(u -> u.getSuperuser() && !u.getScramVerifier().isEmpty());
        if (!reachable) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT,
                            "there must be a superuser with a password once there are users")
                    .hint(
                            "Create the administrator first: CREATE USER admin PASSWORD '...'"
                                    + " CREATEUSER.");
        }
    }
}
