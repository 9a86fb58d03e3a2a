package io.colonnade.leader.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the table of notes holds after what was committed. Owned by the baton's holder. */
final class NotesLedger {
    private final Map<String, Effect> planned = new HashMap<>();
    private final Set<Note> rows = new HashSet<>();

    /** A row: no two are the same. */
    record Note(long operation, long item) {
        static Note of(Rows.Placed row) {
            return new Note(row.values()[0], row.values()[1]);
        }
    }

    /** What an operation does to the rows. */
    record Effect(List<Note> added, List<Note> removed) {}

    /** The mark of an operation by its own rows. */
    static String marker(long operation) {
        return "note " + operation;
    }

    /** Tells what happens when the marker is committed. */
    void plan(String marker, Effect effect) {
        planned.put(marker, effect);
    }

    void committed(String marker) {
        Effect effect = planned.remove(marker);
        if (effect == null) {
            return;
        }
        for (Note note : effect.removed()) {
            Truth.require(rows.remove(note), note + " was deleted twice");
        }
        rows.addAll(effect.added());
    }

    /** The table's rows are these, each once. */
    void requireSame(List<Rows.Placed> actual, long version) {
        Set<Note> found = new HashSet<>();
        for (Rows.Placed row : actual) {
            Note note = Note.of(row);
            Truth.require(found.add(note), "version " + version + " has " + note + " twice");
            Truth.require(rows.contains(note), "version " + version + " has " + note + " again");
        }
        Truth.require(
                found.size() == rows.size(),
                "version " + version + " lost " + (rows.size() - found.size()) + " notes");
    }
}
