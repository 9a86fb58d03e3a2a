package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.SnapshotLoader;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The operations of clients, as sessions of a leader run them: transfers between two banks, appends
 * to lists, rewrites as of VACUUM, definitions, snapshots, reads of the present and of the past;
 * see also {@link Notes} and {@link Loads}.
 */
final class Workload {
    static final String LISTS = "lists";
    static final String EVENTS = "events";
    static final int BANKS = 2;
    static final int ACCOUNTS = 4;
    static final int KEYS = 3;
    static final long BALANCE = 100;

    private final World world;
    private final List<Operation> operations = new ArrayList<>();
    private final Notes notes;
    private final Loads loads;

    Workload(World world) {
        this.world = world;
        this.notes = new Notes(world, this);
        this.loads = new Loads(world, this);
    }

    List<Operation> operations() {
        return operations;
    }

    /** Makes the tables and their first rows, in one transaction. */
    void setUp(SimulatedLeader leader) {
        Transaction transaction = leader.begin();
        for (int bank = 0; bank < BANKS; bank++) {
            long id = createTable(leader, transaction, "bank" + bank);
            List<long[]> rows = new ArrayList<>();
            for (int account = 0; account < ACCOUNTS; account++) {
                rows.add(new long[] {account, BALANCE});
            }
            transaction.write(id, List.of(leader.segments().upload(id, rows)));
        }
        long lists = createTable(leader, transaction, LISTS);
        List<long[]> rows = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            rows.add(new long[] {key});
        }
        transaction.write(lists, List.of(leader.segments().upload(lists, rows)));
        createTable(leader, transaction, EVENTS);
        createTable(leader, transaction, Notes.TABLE);
        createTable(leader, transaction, Loads.TABLE);
        leader.commit(transaction);
        leader.unpin(transaction.base());
        world.truth().expectBankTotal(BANKS * ACCOUNTS * BALANCE);
    }

    private static long createTable(SimulatedLeader leader, Transaction transaction, String name) {
        long id = leader.newObjectId();
        transaction.change(
                CatalogChange.newBuilder()
                        .setPutTable(
                                TableDefinition.newBuilder()
                                        .setId(id)
                                        .setSchema(Snapshot.DEFAULT_SCHEMA)
                                        .setName(name))
                        .build());
        return id;
    }

    /** Draws what a client does next. */
    Operation draw() {
        int kind = world.chance().upTo(100);
        if (kind < 27) {
            return transfer();
        } else if (kind < 41) {
            return append();
        } else if (kind < 49) {
            return make("vacuum", this::vacuum);
        } else if (kind < 54) {
            return make("define", this::define);
        } else if (kind < 59) {
            return make("snapshot", this::snapshot);
        } else if (kind < 67) {
            return make("read", this::read);
        } else if (kind < 75) {
            return make("past", this::readPast);
        } else if (kind < 86) {
            return make("note", notes::insert);
        } else if (kind < 93) {
            return make("unnote", notes::delete);
        } else {
            return load();
        }
    }

    /** A load under some label. */
    Operation load() {
        return loadAgain(loads.draw());
    }

    Operation loadAgain(int label) {
        Operation operation = make("load", loads::load);
        operation.label = label;
        return operation;
    }

    private Operation make(String kind, BiConsumer<SimulatedLeader, Operation> body) {
        Operation operation = new Operation(operations.size(), kind, body);
        operations.add(operation);
        return operation;
    }

    Operation transfer() {
        Operation operation = make("transfer", this::transfer);
        int accounts = BANKS * ACCOUNTS;
        int from = world.chance().upTo(accounts);
        int to = (from + 1 + world.chance().upTo(accounts - 1)) % accounts;
        operation.transfer = new long[] {from, to, world.chance().between(1, 9)};
        return operation;
    }

    private Operation append() {
        Operation operation = make("append", this::append);
        operation.list = world.chance().upTo(KEYS);
        return operation;
    }

    static TableSnapshot table(Snapshot state, String name) {
        return state.table(Snapshot.DEFAULT_SCHEMA, name).orElseThrow();
    }

    /** Runs a body in a transaction of its own and commits it. */
    void inTransaction(SimulatedLeader leader, Consumer<Transaction> body) {
        Transaction transaction = leader.begin();
        try {
            body.accept(transaction);
            think();
            leader.commit(transaction);
        } finally {
            leader.unpin(transaction.base());
        }
    }

    /** Some transactions take their time between their statements and the commit. */
    private void think() {
        if (world.chance().with(0.15)) {
            world.scheduler().sleep(world.chance().between(0, 1_500_000_000));
        }
    }

    /** A row of the table of events: it is there exactly if all the rest is. */
    void mark(SimulatedLeader leader, Transaction transaction, Operation operation) {
        long events = table(transaction.view(), EVENTS).id();
        WriteResult marker =
                leader.segments().upload(events, List.of(new long[] {operation.number}));
        operation.marker = marker.getSegment().getName();
        transaction.write(events, List.of(marker));
    }

    private void transfer(SimulatedLeader leader, Operation operation) {
        inTransaction(
                leader,
                transaction -> {
                    add(leader, transaction, operation.transfer[0], -operation.transfer[2]);
                    add(leader, transaction, operation.transfer[1], operation.transfer[2]);
                    mark(leader, transaction, operation);
                });
    }

    /** An UPDATE: the row is deleted and comes again with its new balance. */
    private void add(SimulatedLeader leader, Transaction transaction, long account, long amount) {
        TableSnapshot bank = table(transaction.view(), "bank" + account / ACCOUNTS);
        for (Rows.Placed row : leader.segments().read(bank)) {
            if (row.values()[0] == account % ACCOUNTS) {
                long[] changed = {row.values()[0], row.values()[1] + amount};
                transaction.write(
                        bank.id(),
                        List.of(
                                SimulatedLeader.delete(row),
                                leader.segments().upload(bank.id(), List.of(changed))));
                return;
            }
        }
        throw new Violation("account " + account + " is gone");
    }

    private void append(SimulatedLeader leader, Operation operation) {
        inTransaction(
                leader,
                transaction -> {
                    TableSnapshot lists = table(transaction.view(), LISTS);
                    for (Rows.Placed row : leader.segments().read(lists)) {
                        if (row.values()[0] == operation.list) {
                            long[] longer = Arrays.copyOf(row.values(), row.values().length + 1);
                            longer[row.values().length] = operation.number;
                            transaction.write(
                                    lists.id(),
                                    List.of(
                                            SimulatedLeader.delete(row),
                                            leader.segments().upload(lists.id(), List.of(longer))));
                        }
                    }
                    mark(leader, transaction, operation);
                });
    }

    /** VACUUM: all of a table, or some of its segments while others change rows of them. */
    private void vacuum(SimulatedLeader leader, Operation operation) {
        Snapshot read = leader.current();
        leader.pin(read);
        Transaction transaction = leader.begin();
        try {
            List<String> names = List.of("bank0", "bank1", LISTS, EVENTS, Notes.TABLE, Loads.TABLE);
            TableSnapshot table = table(read, names.get(world.chance().upTo(names.size())));
            boolean some = world.chance().with(0.6);
            List<SegmentDescriptor> old = new ArrayList<>(table.segments());
            if (some) {
                old.removeIf(segment -> world.chance().with(0.3));
            }
            List<WriteResult> written = leader.segments().rewrite(table, old);
            if (world.sabotage().makes(Sabotage.Mistake.FORGETS_DELETES)) {
                leader.unpin(transaction.base());
                transaction = leader.begin();
            }
            if (some) {
                transaction.rewrite(table.id(), old, written);
            } else {
                transaction.replace(table.id(), written);
            }
            think();
            leader.commit(transaction);
        } finally {
            leader.unpin(transaction.base());
            leader.unpin(read);
        }
    }

    /** Makes a table with rows, drops one, or changes one that others write to. */
    private void define(SimulatedLeader leader, Operation operation) {
        inTransaction(
                leader,
                transaction -> {
                    Optional<TableSnapshot> extra =
                            transaction.view().tables().values().stream()
                                    .filter(t -> t.definition().getName().startsWith("extra"))
                                    .min((a, b) -> Long.compare(a.id(), b.id()));
                    if (extra.isPresent() && world.chance().with(0.5)) {
                        transaction.change(
                                CatalogChange.newBuilder().setDropTable(extra.get().id()).build());
                    } else if (world.chance().with(0.7)) {
                        String name = "extra" + world.chance().upTo(3);
                        if (transaction.view().table(Snapshot.DEFAULT_SCHEMA, name).isPresent()) {
                            throw new ColonnadeException(ErrorCode.DUPLICATE_TABLE, name);
                        }
                        long id = createTable(leader, transaction, name);
                        long[] row = {operation.number};
                        transaction.write(id, List.of(leader.segments().upload(id, List.of(row))));
                        mark(leader, transaction, operation);
                    } else {
                        TableSnapshot lists = table(transaction.view(), LISTS);
                        transaction.change(
                                CatalogChange.newBuilder()
                                        .setPutTable(
                                                lists.definition().toBuilder()
                                                        .setComment("" + operation.number))
                                        .build());
                        mark(leader, transaction, operation);
                    }
                });
    }

    /** Saves the present under one of a few names, or forgets a saved version. */
    private void snapshot(SimulatedLeader leader, Operation operation) {
        inTransaction(
                leader,
                transaction -> {
                    String name = "s" + world.chance().upTo(3);
                    CatalogChange.Builder change = CatalogChange.newBuilder();
                    if (transaction.base().history().saved().containsKey(name)) {
                        change.setDropSnapshot(name);
                    } else {
                        change.setPutSnapshot(
                                SavedSnapshot.newBuilder()
                                        .setName(name)
                                        .setVersion(transaction.base().version()));
                    }
                    transaction.change(change.build());
                    mark(leader, transaction, operation);
                });
    }

    private void read(SimulatedLeader leader, Operation operation) {
        Snapshot state = leader.current();
        leader.pin(state);
        try {
            requireWhole(leader, state);
        } finally {
            leader.unpin(state);
        }
    }

    /** What comes from the bucket adds up. */
    private void requireWhole(SimulatedLeader leader, Snapshot state) {
        long total = 0;
        for (int bank = 0; bank < BANKS; bank++) {
            List<Rows.Placed> rows = leader.segments().read(table(state, "bank" + bank));
            Truth.require(rows.size() == ACCOUNTS, "bank" + bank + " has other accounts");
            total += rows.stream().mapToLong(row -> row.values()[1]).sum();
        }
        Truth.require(
                total == BANKS * ACCOUNTS * BALANCE,
                "a read of version " + state.version() + " has the sum " + total);
        world.truth().requireSame(state);
        Truth.require(
                leader.segments().read(table(state, Notes.TABLE)).size()
                        == world.truth().rows(table(state, Notes.TABLE)).size(),
                "a read of version " + state.version() + " has other notes");
    }

    /** AT (VERSION => v), or of a saved snapshot. */
    private void readPast(SimulatedLeader leader, Operation operation) {
        Snapshot now = leader.current();
        List<SavedSnapshot> saved = List.copyOf(now.history().saved().values());
        boolean old = !saved.isEmpty() && world.chance().with(0.5);
        SavedSnapshot chosen = old ? saved.get(world.chance().upTo(saved.size())) : null;
        long back = world.chance().upTo(12);
        // The first two versions have no tables.
        long version = old ? chosen.getVersion() : Math.max(2, now.version() - back);
        try {
            Optional<Snapshot> state = SnapshotLoader.at(leader.log(), version);
            if (state.isPresent()) {
                requireWhole(leader, state.get());
                return;
            }
            requireGone(leader, version, chosen, "its log");
        } catch (ColonnadeException e) {
            if (e.code() != ErrorCode.UNDEFINED_FILE) {
                throw e;
            }
            requireGone(leader, version, chosen, e.getMessage());
        }
    }

    private void requireGone(
            SimulatedLeader leader, long version, SavedSnapshot saved, String what) {
        Snapshot newest = world.truth().newest();
        boolean kept =
                saved == null
                        ? world.truth().isRetained(version)
                        : saved.equals(newest.history().saved().get(saved.getName()));
        Truth.require(!kept, "version " + version + " is retained and cannot be read: " + what);
        world.trace().add(leader.actor().name, () -> "version " + version + " is gone");
    }
}
