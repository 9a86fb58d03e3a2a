package io.colonnade.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What one client saw of one transaction over lists: reads of whole lists, and appends of numbers
 * that nobody else appends. Written by the client's thread, read when it is over.
 */
final class ListTransaction {
    /** What the client knows of the end. */
    enum Outcome {
        COMMITTED,
        ABORTED,
        /** The server died while it committed. */
        UNKNOWN
    }

    /** One statement. */
    sealed interface Operation {
        int key();
    }

    record Append(int key, int value) implements Operation {}

    record Read(int key, List<Integer> list) implements Operation {}

    final int client;
    final List<Operation> operations = new ArrayList<>();
    Outcome outcome = Outcome.ABORTED;

    ListTransaction(int client) {
        this.client = client;
    }

    ListTransaction append(int key, int value) {
        operations.add(new Append(key, value));
        return this;
    }

    ListTransaction read(int key, Integer... list) {
        operations.add(new Read(key, List.of(list)));
        return this;
    }

    ListTransaction ends(Outcome how) {
        outcome = how;
        return this;
    }

    @Override
    public String toString() {
        return "client " + client + " " + outcome + " " + operations;
    }
}
