package io.colonnade.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the signatures of functions by lower-case name while the operator table is built. */
final class FunctionRegistry {
    private final Map<String, List<Signature>> signatures = new HashMap<>();

    /** Adds ways to call a function; several names, separated by blanks, may mean the same. */
    void add(String names, Signature... added) {
        for (String name : names.split(" ")) {
            signatures.computeIfAbsent(name, unused -> new ArrayList<>()).addAll(List.of(added));
        }
    }

    Map<String, List<Signature>> signatures() {
        return signatures;
    }
}
