package io.colonnade.cli;

import io.colonnade.cli.ListTransaction.Append;
import io.colonnade.cli.ListTransaction.Operation;
import io.colonnade.cli.ListTransaction.Outcome;
import io.colonnade.cli.ListTransaction.Read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out from what transactions read which one depends on which, and looks for what an isolation
 * level forbids. Since every number is appended once, a list tells the order of its writers. The
 * idea and the names are those of Elle (Kingsbury, Alvaro 2020) and Adya (1999).
 *
 * <pre>
 * ww  T appended the number right before U's             T then U
 * wr  U read a list that ends with a number of T         T then U
 * rw  T read a list that U's number comes right behind   T then U
 *
 * G0        cycle of ww            G1c       cycle of ww and wr
 * G1a       read of what was rolled back     G1b  read of what was not T's last append
 * G-single  cycle with one rw      G-SI      cycle without two rw in a row
 * G2        any cycle
 * </pre>
 */
final class ListHistory {
    private static final int WW = 0;
    private static final int WR = 1;
    private static final int RW = 2;

    private final List<ListTransaction> committed = new ArrayList<>();
    private final List<String> anomalies = new ArrayList<>();
    private final Map<Integer, ListTransaction> writers = new HashMap<>();
    private final Map<ListTransaction, Integer> numbers = new HashMap<>();

    /** By key, the longest list that was read. */
    private final Map<Integer, List<Integer>> lists = new HashMap<>();

    /** By kind and transaction, those that come after it. */
    private List<List<Set<Integer>>> edges;

    private ListHistory() {}

    /**
     * What is wrong with a history, nothing if it is as it should be.
     *
     * @param transactions each client's in its order; the last one reads all lists when all is over
     */
    static List<String> anomalies(List<ListTransaction> transactions, boolean serializable) {
        ListHistory history = new ListHistory();
        history.collect(transactions);
        history.checkReads();
        history.checkSessions();
        history.link();
        history.checkCycles(serializable);
        return history.anomalies;
    }

    private void collect(List<ListTransaction> transactions) {
        Set<Integer> seen = new HashSet<>();
        for (ListTransaction transaction : transactions) {
            for (Operation operation : transaction.operations) {
                if (operation instanceof Append append) {
                    writers.put(append.value(), transaction);
                } else if (operation instanceof Read read
                        && transaction.outcome == Outcome.COMMITTED) {
                    seen.addAll(read.list());
                }
            }
        }
        for (ListTransaction transaction : transactions) {
            // Nobody can tell that what was never seen is there, so that it counts as rolled back.
            boolean there =
                    transaction.operations.stream()
                            .anyMatch(o -> o instanceof Append a && seen.contains(a.value()));
            if (transaction.outcome == Outcome.COMMITTED
                    || transaction.outcome == Outcome.UNKNOWN && there) {
                numbers.put(transaction, committed.size());
                committed.add(transaction);
            }
        }
        for (ListTransaction transaction : committed) {
            for (Operation operation : transaction.operations) {
                if (operation instanceof Read read) {
                    lists.merge(read.key(), read.list(), (a, b) -> a.size() >= b.size() ? a : b);
                }
            }
        }
    }

    private void checkReads() {
        for (ListTransaction transaction : committed) {
            Map<Integer, List<Integer>> own = new HashMap<>();
            Map<Integer, List<Integer>> before = new HashMap<>();
            for (Operation operation : transaction.operations) {
                switch (operation) {
                    case Append append -> {
                        own.computeIfAbsent(append.key(), k -> new ArrayList<>())
                                .add(append.value());
                        if (before.containsKey(append.key())) {
                            before.get(append.key()).add(append.value());
                        }
                    }
                    case Read read -> {
                        checkRead(transaction, read, own.getOrDefault(read.key(), List.of()));
                        List<Integer> expected = before.get(read.key());
                        if (expected != null && !expected.equals(read.list())) {
                            report("internal: two reads differ", transaction);
                        }
                        before.put(read.key(), new ArrayList<>(read.list()));
                    }
                }
            }
        }
        lists.forEach(this::checkWhole);
    }

    private void checkRead(ListTransaction transaction, Read read, List<Integer> own) {
        List<Integer> list = read.list();
        List<Integer> longest = lists.get(read.key());
        if (!longest.subList(0, list.size()).equals(list)) {
            report("incompatible order of list " + read.key(), transaction);
        }
        int end = list.size() - own.size();
        if (end < 0 || !list.subList(end, list.size()).equals(own)) {
            report("internal: own appends are not at the end", transaction);
        }
        for (int value : list) {
            ListTransaction writer = writers.get(value);
            if (writer == null || !numbers.containsKey(writer)) {
                report("G1a: " + value + " was rolled back", transaction);
            }
        }
        if (!list.isEmpty() && own.isEmpty()) {
            int last = list.getLast();
            ListTransaction writer = writers.get(last);
            if (writer != null && writer != transaction && last != lastAppend(writer, read.key())) {
                report("G1b: " + last + " was not the last append", transaction);
            }
        }
    }

    private static int lastAppend(ListTransaction writer, int key) {
        int last = 0;
        for (Operation operation : writer.operations) {
            if (operation instanceof Append append && append.key() == key) {
                last = append.value();
            }
        }
        return last;
    }

    private void checkWhole(int key, List<Integer> list) {
        if (new HashSet<>(list).size() < list.size()) {
            anomalies.add("duplicate in list " + key + ": " + list);
        }
        for (ListTransaction transaction : committed) {
            for (Operation operation : transaction.operations) {
                if (operation instanceof Append append
                        && append.key() == key
                        && !list.contains(append.value())) {
                    report("lost update: " + append.value() + " is gone", transaction);
                }
            }
        }
    }

    /** What a client has seen or done it sees from then on. */
    private void checkSessions() {
        Map<Long, Integer> lengths = new HashMap<>();
        for (ListTransaction transaction : committed) {
            for (Operation operation : transaction.operations) {
                long place = (long) transaction.client << 32 | operation.key();
                int known = lengths.getOrDefault(place, 0);
                int length =
                        switch (operation) {
                            case Read read -> read.list().size();
                            case Append append ->
                                    1
                                            + lists.getOrDefault(append.key(), List.of())
                                                    .indexOf(append.value());
                        };
                if (length < known) {
                    report("session: went back in time at list " + operation.key(), transaction);
                }
                lengths.put(place, Math.max(length, known));
            }
        }
    }

    private void link() {
        edges = new ArrayList<>();
        for (int kind = 0; kind <= RW; kind++) {
            List<Set<Integer>> next = new ArrayList<>();
            committed.forEach(transaction -> next.add(new HashSet<>()));
            edges.add(next);
        }
        for (List<Integer> list : lists.values()) {
            for (int i = 1; i < list.size(); i++) {
                link(WW, writers.get(list.get(i - 1)), writers.get(list.get(i)));
            }
        }
        for (ListTransaction transaction : committed) {
            for (Operation operation : transaction.operations) {
                if (operation instanceof Read read) {
                    int size = read.list().size();
                    List<Integer> longest = lists.get(read.key());
                    if (size > 0) {
                        link(WR, writers.get(read.list().getLast()), transaction);
                    }
                    if (size < longest.size()) {
                        link(RW, transaction, writers.get(longest.get(size)));
                    }
                }
            }
        }
    }

    private void link(int kind, ListTransaction from, ListTransaction to) {
        Integer a = numbers.get(from);
        Integer b = numbers.get(to);
        if (a != null && b != null && !a.equals(b)) {
            edges.get(kind).get(a).add(b);
        }
    }

    private void checkCycles(boolean serializable) {
        int count = committed.size();
        report("G0", Cycles.find(count, n -> edges.get(WW).get(n)));
        if (anomalies.isEmpty()) {
            report("G1c", Cycles.find(count, this::dependents));
        }
        if (anomalies.isEmpty()) {
            // Number 2n + 1 is n reached by rw: from there no rw goes on.
            report("G-single or G-SI", halved(Cycles.find(2 * count, this::withoutTwoInARow)));
        }
        if (anomalies.isEmpty() && serializable) {
            report(
                    "G2",
                    Cycles.find(
                            count,
                            n -> {
                                Set<Integer> all = new HashSet<>(dependents(n));
                                all.addAll(edges.get(RW).get(n));
                                return all;
                            }));
        }
    }

    private Set<Integer> dependents(int transaction) {
        Set<Integer> all = new HashSet<>(edges.get(WW).get(transaction));
        all.addAll(edges.get(WR).get(transaction));
        return all;
    }

    private Set<Integer> withoutTwoInARow(int state) {
        Set<Integer> next = new HashSet<>();
        dependents(state / 2).forEach(n -> next.add(2 * n));
        if (state % 2 == 0) {
            edges.get(RW).get(state / 2).forEach(n -> next.add(2 * n + 1));
        }
        return next;
    }

    private static List<Integer> halved(List<Integer> states) {
        return states.stream().map(state -> state / 2).toList();
    }

    private void report(String what, List<Integer> cycle) {
        if (!cycle.isEmpty()) {
            StringBuilder text = new StringBuilder(what).append(": cycle");
            cycle.forEach(n -> text.append("\n  ").append(committed.get(n)));
            anomalies.add(text.toString());
        }
    }

    private void report(String what, ListTransaction transaction) {
        anomalies.add(what + ": " + transaction);
    }
}
